// Which quota has each society in this proposal? The sheet: filter, open, decide otherwise, confirm, publish, take away.
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Button, By, Dialog, Facts, Page, QueryView, RecordText, Section, Tag, toneOfAppeal, toneOfStanding } from '../../../shared/ui';
import { Balance } from '../components/Balance';
import { Deeds } from '../components/Deeds';
import { OutcomeTable } from '../components/OutcomeTable';
import { OverrideForm, SumCheck } from '../components/OverrideForm';
import { QuotaMap } from '../components/QuotaMap';
import styles from '../components/quotas.module.css';
import { SheetFilterBar } from '../components/SheetFilters';
import type { QuotaDecision, QuotaProposalDetail } from '../contract';
import { useProposal } from '../proposals';
import { linesOf, usePolicy } from '../queries';
import { useSheet } from '../useSheet';

const FILES = ['sheet.xlsx', 'sheet.pdf', 'bundle'] as const;

/** The page of one proposal. */
export default function ProposalPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const { id = '' } = useParams();
  const query = useProposal(id);
  const proposal = query.data;
  const title = proposal ? t('proposal.ofYear', { year: proposal.year }) : t('proposal.proposal');
  return (
    <Page
      crumbs={[{ label: t('proposal.title'), to: '/quota/proposals' }]}
      title={title}
      tabTitle={title}
      lead={
        proposal && (
          <>
            <Tag tone={toneOfStanding(proposal.standing)}>{label('proposal', `standings.${proposal.standing}`)}</Tag> {t(`proposal.next.${proposal.standing}` as 'proposal.next.draft')}
          </>
        )
      }
      actions={proposal && <Deeds proposal={proposal} />}
    >
      <QueryView query={query} rows={12} isFramed>
        {(found) => (
          <Names value={found.names}>
            <Sheet proposal={found} />
          </Names>
        )}
      </QueryView>
    </Page>
  );
}

function Sheet({ proposal }: { proposal: QuotaProposalDetail }) {
  const { t } = useTranslation();
  const [filters, change] = useSheet();
  const policy = usePolicy(proposal.policy.id).data;
  const [edited, edit] = useState<QuotaDecision | undefined>(undefined);
  const mayOverride = proposal.allowed_actions.includes('override');
  const decided = useMemo(() => proposal.decisions.map((row) => ({ previous: row.previous, proposed: row.decided })), [proposal.decisions]);
  const picked = filters.from !== '' && filters.to !== '' ? { from: Number(filters.from), to: Number(filters.to) } : undefined;
  const last = {
    key: 'reason',
    title: t('proposal.decision'),
    width: 260,
    render: (row: QuotaDecision) => <Decided row={row} {...(mayOverride ? { onEdit: () => edit(row) } : {})} />,
  };
  return (
    <>
      <Balance rows={decided} total={proposal.total} reserve={proposal.balance.held} />
      <div className={styles.columns}>
        <Section title={t('quota.map')}>
          <QuotaMap rows={decided} picked={picked} onPick={(cell) => change({ from: cell ? String(cell.from) : '', to: cell ? String(cell.to) : '' })} />
        </Section>
        <Provenance proposal={proposal} />
      </div>
      <Section title={t('proposal.sheet')}>
        <div className={styles.stack}>
          <SumCheck balance={proposal.balance} />
          <SheetFilterBar rows={proposal.decisions} filters={filters} onFilter={change} />
          <OutcomeTable label={t('proposal.sheet')} rows={proposal.decisions} lines={linesOf(policy)} filters={filters} onFilter={change} linkOf={(row) => `/quota/proposals/${proposal.id}/societies/${encodeURIComponent(row.society_id)}`} last={last} />
        </div>
      </Section>
      <Dialog isOpen={edited !== undefined} title={t('proposal.overrideTitle', { society: edited?.society ?? '' })} onClose={() => edit(undefined)}>
        {edited && <OverrideForm proposalId={proposal.id} decision={edited} balance={proposal.balance} onDone={() => edit(undefined)} />}
      </Dialog>
    </>
  );
}

/** What was decided for a society, by whom and why; the appeal, if there is one. */
function Decided({ row, onEdit }: { row: QuotaDecision; onEdit?: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <span className={styles.decided}>
      {row.appeal && <Tag tone={toneOfAppeal(row.appeal)}>{label('appeal', `states.${row.appeal}`)}</Tag>}
      {row.decided !== row.proposed && (
        <span>
          {t('proposal.insteadOf', { proposed: row.proposed })}
          {row.reason && (
            <>
              {t('common.colon')}
              <RecordText text={row.reason} />
            </>
          )}
        </span>
      )}
      {onEdit && (
        <Button size="small" onClick={onEdit}>
          {t('proposal.override')}
          <span className="visually-hidden">
            {t('common.colon')}
            <RecordText text={row.society} />
          </span>
        </Button>
      )}
    </span>
  );
}

/** On what the proposal rests, who did what, and the files to take away. */
function Provenance({ proposal }: { proposal: QuotaProposalDetail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const person = (by: string | null | undefined, at: string | null | undefined) => by ? <By name={by} time={formatTime(at, language)} /> : '—';
  return (
    <Section title={t('proposal.provenance')}>
      <div className={styles.stack}>
        <Facts
          facts={[
            {
              label: t('policy.policy'),
              value: (
                <Link to={`/quota/policies/${proposal.policy.id}`}>
                  <RecordText text={language === 'en' ? proposal.policy.title_en : proposal.policy.title} /> v{proposal.policy.version}
                </Link>
              ),
            },
            { label: t('proposal.proposedBy'), value: person(proposal.proposed_by, proposal.proposed_at) },
            { label: t('proposal.confirmedBy'), value: person(proposal.confirmed_by, proposal.confirmed_at) },
            { label: t('proposal.publishedBy'), value: person(proposal.published_by, proposal.published_at) },
            ...(proposal.appeals_until ? [{ label: t('proposal.appealsUntil'), value: formatTime(proposal.appeals_until, language) }] : []),
            { label: t('proposal.note'), value: <RecordText text={proposal.note} />, isWide: true },
            { label: t('report.inputDigest'), value: <span className={styles.digest}>{proposal.input_digest}</span>, isWide: true },
            { label: t('report.outputDigest'), value: <span className={styles.digest}>{proposal.output_digest}</span>, isWide: true },
          ]}
        />
        <div className={styles.buttons}>
          {FILES.map((file) => (
            <Button key={file} href={`/api/v1/quota-proposals/${proposal.id}/${file}`} download>
              {t(`proposal.files.${file.replace('sheet.', '') as 'xlsx' | 'pdf' | 'bundle'}`)}
            </Button>
          ))}
        </div>
      </div>
    </Section>
  );
}
