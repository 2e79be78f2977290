// Which societies appeal their quota, and which appeals wait? The open ones first.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { EmptyState, Page, PlainTable, QueryView, RecordText, Section, Tag, toneOfAppeal } from '../../../shared/ui';
import styles from '../components/quotas.module.css';
import { useAppeals } from '../proposals';

/** The list of appeals. */
export default function AppealsPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const query = useAppeals();
  return (
    <Page title={t('appeal.all')} tabTitle={t('appeal.all')} lead={t('appeal.lead')}>
      <QueryView query={query} isFramed>
        {(all) => (
          <Section title={t('appeal.list')}>
            {all.length === 0 ? (
              <EmptyState title={t('appeal.none')} text={t('appeal.noneText')} />
            ) : (
              <PlainTable
                label={t('appeal.all')}
                head={[
                  { key: 'society', title: t('quota.columns.society') },
                  { key: 'wanted', title: t('appeal.wanted') },
                  { key: 'state', title: t('appeal.state') },
                  { key: 'filed', title: t('appeal.filedAt') },
                ]}
                rows={[...all]
                  .sort((left, right) => Number(right.state === 'open') - Number(left.state === 'open'))
                  .map((appeal) => ({
                    key: appeal.id,
                    cells: [
                      <span key="society">
                        <Link to={`/quota/proposals/${appeal.proposal_id}/societies/${encodeURIComponent(appeal.society_id)}#appeal`}>
                          <RecordText text={appeal.society} />
                        </Link>
                        <span className={styles.noteLine}>
                          <RecordText text={appeal.ground} />
                        </span>
                      </span>,
                      t('appeal.wantedOf', { before: appeal.places_before, wanted: appeal.wanted }),
                      <Tag key="state" tone={toneOfAppeal(appeal.state)}>
                        {label('appeal', `states.${appeal.state}`)}
                      </Tag>,
                      formatTime(appeal.filed_at, language),
                    ],
                  }))}
              />
            )}
          </Section>
        )}
      </QueryView>
    </Page>
  );
}
