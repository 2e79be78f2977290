// Which applications for the right to nominate are there, and which wait for somebody?
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { withFilters } from '../../../shared/address';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { type Column, DataTable, Days, EmptyState, Page, QueryView, RecordText, Section, SelectField, Tag } from '../../../shared/ui';
import styles from '../components/societies.module.css';
import { toneOfQualification } from '../labels';
import { type QualificationRow, useQualifications } from '../queries';

const STATES = ['submitted', 'checked', 'returned', 'appealed', 'granted', 'probation', 'refused', 'suspended', 'revoked', 'withdrawn', 'draft'] as const;

/** The list of applications. */
export default function QualificationsPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const [params, setParams] = useSearchParams();
  const state = params.get('state') ?? '';
  const query = useQualifications(state === '' ? {} : { state });
  const columns: Column<QualificationRow>[] = [
    {
      key: 'society',
      title: t('societies.columns.name'),
      onPhone: 'title',
      render: (row) => (
        <>
          <Link to={`/qualifications/${row.id}`}>
            <RecordText text={row.society} />
          </Link>
          <div className={styles.minor}>{row.society_id}</div>
        </>
      ),
    },
    { key: 'state', title: t('qualification.state'), width: 150, render: (row) => <Tag tone={toneOfQualification(row.state)}>{label('qualification', `states.${row.state}`)}</Tag> },
    {
      key: 'valid',
      title: t('qualification.term'),
      width: 220,
      render: (row) => (row.valid_from && row.valid_to ? <Days from={row.valid_from} to={row.valid_to} /> : '—'),
    },
    { key: 'updated', title: t('qualification.updated'), width: 170, render: (row) => formatTime(row.updated_at, language) },
  ];
  return (
    <Page title={t('qualification.listTitle')} tabTitle={t('qualification.listTitle')} crumbs={[{ label: t('societies.title'), to: '/societies' }]} lead={t('qualification.listLead')}>
      <Section title={t('qualification.all')}>
        <div className={styles.filters}>
          <SelectField
            label={t('qualification.state')}
            value={state}
            options={[{ value: '', label: t('common.all') }, ...STATES.map((value) => ({ value, label: label('qualification', `states.${value}`) }))]}
            onChange={(value) => setParams((now) => withFilters(now, { state: value }))}
          />
        </div>
        <div className={styles.filterFoot}>
          <QueryView query={query} rows={8}>
            {(rows) =>
              rows.length === 0 ? (
                <EmptyState title={t('qualification.none')} />
              ) : (
                <DataTable label={t('qualification.listTitle')} columns={columns} rows={rows} rowKey={(row) => row.id} isStale={query.isPlaceholderData} />
              )
            }
          </QueryView>
        </div>
      </Section>
    </Page>
  );
}
