// How often do societies ask to keep experts away, and what became of it?
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useYear } from '../../../shared/address';
import { type Column, DataTable, EmptyState, Page, QueryView, RecordText, Section } from '../../../shared/ui';
import styles from '../components/recusals.module.css';
import { RecusalTabs } from '../components/Tabs';
import { useExclusionStatistics } from '../queries';
import type { ExclusionUse } from '../types';

const COUNTS = ['nominations', 'nominations_with', 'requested', 'accepted', 'refused', 'waiting', 'experts_named_twice_or_more'] as const;

/** The requests of exclusion, by society. */
export default function ExclusionsPage() {
  const { t } = useTranslation();
  const year = useYear();
  const query = useExclusionStatistics(year);
  const columns: Column<ExclusionUse>[] = [
    {
      key: 'society',
      title: t('recusals.exclusions.society'),
      onPhone: 'title',
      render: (row) => (
        <>
          <Link to={`/societies/${row.code}`}>
            <RecordText text={row.name} />
          </Link>
          <span className={`${styles.line} ${styles.number}`}>{row.code}</span>
        </>
      ),
    },
    ...COUNTS.map((name): Column<ExclusionUse> => ({ key: name, title: t(`recusals.exclusions.${name}`), width: 104, isEnd: true, render: (row) => row[name] })),
  ];
  return (
    <Page title={t('recusals.exclusions.title')} tabTitle={t('recusals.exclusions.title')} lead={t('recusals.exclusions.lead', { count: query.data?.most_allowed ?? 3 })}>
      <RecusalTabs year={year} />
      <Section title={t('recusals.exclusions.bySociety')} hint={<Link to={`/rounds/${year}/recusals/declarations?source=nominator`}>{t('recusals.exclusions.all')}</Link>}>
        <QueryView query={query} rows={6}>
          {({ societies }) => (societies.length === 0 ? <EmptyState title={t('recusals.exclusions.none')} text={t('recusals.exclusions.noneText')} /> : <DataTable label={t('recusals.exclusions.bySociety')} columns={columns} rows={societies} rowKey={(row) => row.code} />)}
        </QueryView>
      </Section>
    </Page>
  );
}
