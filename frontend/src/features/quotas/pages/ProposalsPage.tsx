// Which quotas were proposed, and where does each proposal stand?
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { ButtonLink, By, EmptyState, Page, PlainTable, QueryView, RecordText, Section, Tag, toneOfStanding } from '../../../shared/ui';
import styles from '../components/quotas.module.css';
import { useProposals } from '../proposals';

/** The list of proposals. */
export default function ProposalsPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const query = useProposals();
  return (
    <Page title={t('proposal.title')} tabTitle={t('proposal.title')} lead={t('proposal.lead')}>
      <QueryView query={query} isFramed>
        {(all) => (
          <Section title={t('proposal.all')}>
            {all.length === 0 ? (
              <EmptyState title={t('proposal.none')} text={t('proposal.noneText')} action={<ButtonLink to="/quota/policies">{t('policy.title')}</ButtonLink>} />
            ) : (
              <PlainTable
                label={t('proposal.all')}
                head={[
                  { key: 'proposal', title: t('proposal.proposal') },
                  { key: 'standing', title: t('proposal.standing') },
                  { key: 'total', title: t('simulator.total'), isEnd: true },
                  { key: 'overridden', title: t('proposal.overridden'), isEnd: true },
                  { key: 'appeals', title: t('proposal.openAppeals'), isEnd: true },
                  { key: 'by', title: t('proposal.by') },
                ]}
                rows={all.map((proposal) => ({
                  key: proposal.id,
                  cells: [
                    <span key="proposal">
                      <Link to={`/quota/proposals/${proposal.id}`}>{t('proposal.ofYear', { year: proposal.year })}</Link>
                      <span className={styles.noteLine}>
                        <RecordText text={proposal.note} />
                      </span>
                    </span>,
                    <Tag key="standing" tone={toneOfStanding(proposal.standing)}>
                      {label('proposal', `standings.${proposal.standing}`)}
                    </Tag>,
                    proposal.total,
                    proposal.overridden,
                    proposal.open_appeals,
                    <Names key="by" value={proposal.names}>
                      <By name={proposal.proposed_by} time={formatTime(proposal.proposed_at, language)} />
                    </Names>,
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
