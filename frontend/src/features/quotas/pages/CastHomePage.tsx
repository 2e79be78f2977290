// Where does CAST start? What waits, and the societies by score with what is proposed for each.
import { useTranslation } from 'react-i18next';
import { ButtonLink, EmptyState, Page, QueryView, Section } from '../../../shared/ui';
import { attentionRows } from '../attention';
import { Balance } from '../components/Balance';
import { CastAttention } from '../components/CastAttention';
import { OutcomeTable } from '../components/OutcomeTable';
import styles from '../components/quotas.module.css';
import { SheetFilterBar } from '../components/SheetFilters';
import type { QuotaProposal } from '../contract';
import { presentProposal, useProposal, useProposals } from '../proposals';
import { linesOf, usePolicy } from '../queries';
import { useSheet } from '../useSheet';
import { useCastOverview, useOtherCounts } from '../waiting';

/** The home page of CAST. */
export default function CastHomePage() {
  const { t } = useTranslation();
  const proposals = useProposals();
  return (
    <Page title={t('castHome.title')} tabTitle={t('castHome.title')} lead={t('castHome.lead')}>
      <QueryView query={proposals} rows={12} isFramed>
        {(all) => (
          <>
            <Waiting proposals={all} />
            <Present proposal={presentProposal(all)} />
          </>
        )}
      </QueryView>
    </Page>
  );
}

function Waiting({ proposals }: { proposals: readonly QuotaProposal[] }) {
  const overview = useCastOverview();
  const others = useOtherCounts();
  return (
    <QueryView query={overview} rows={3} isFramed>
      {(found) => <CastAttention rows={attentionRows(found, proposals, others.counts)} isPartial={others.isPartial} />}
    </QueryView>
  );
}

function Present({ proposal }: { proposal: QuotaProposal | undefined }) {
  const { t } = useTranslation();
  const [read, change] = useSheet();
  const query = useProposal(proposal?.id);
  const policy = usePolicy(proposal?.policy.id ?? '').data;
  if (proposal === undefined) {
    return (
      <Section title={t('castHome.societies')}>
        <EmptyState title={t('proposal.none')} text={t('castHome.noneText')} action={<ButtonLink to="/quota/simulator">{t('simulator.title')}</ButtonLink>} />
      </Section>
    );
  }
  const filters = { ...read, sort: read.sort === '' ? '-score' : read.sort };
  return (
    <QueryView query={query} rows={10} isFramed>
      {(found) => (
        <>
          <Balance rows={found.decisions.map((row) => ({ previous: row.previous, proposed: row.decided }))} total={found.total} reserve={found.balance.held} />
          <Section
            title={t('castHome.societies')}
            hint={<ButtonLink to={`/quota/proposals/${proposal.id}`}>{t('proposal.ofYear', { year: proposal.year })}</ButtonLink>}
          >
            <div className={styles.stack}>
              <SheetFilterBar rows={found.decisions} filters={filters} onFilter={change} />
              <OutcomeTable label={t('castHome.societies')} rows={found.decisions} lines={linesOf(policy)} filters={filters} onFilter={change} linkOf={(row) => `/quota/proposals/${proposal.id}/societies/${encodeURIComponent(row.society_id)}`} />
            </div>
          </Section>
        </>
      )}
    </QueryView>
  );
}
