// Why does this society get this many places? The full explanation, the decision on it, and its appeal.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Button, By, Dialog, Facts, Page, QueryView, RecordText, Section } from '../../../shared/ui';
import { AppealCard } from '../components/AppealCard';
import { Explanation } from '../components/Explanation';
import { Move } from '../components/Move';
import { OverrideForm } from '../components/OverrideForm';
import styles from '../components/quotas.module.css';
import type { QuotaDecisionDetail } from '../contract';
import { useDecision, useProposal } from '../proposals';
import { usePolicy } from '../queries';

/** The page of one society in one proposal. */
export default function DecisionPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const { id = '', code = '' } = useParams();
  const query = useDecision(id, code);
  const proposal = useProposal(id).data;
  const indicators = usePolicy(proposal?.policy.id ?? '').data?.read.indicators;
  const [isEditing, setEditing] = useState(false);
  const found = query.data;
  const title = found?.society ?? code;
  const mayOverride = proposal?.allowed_actions.includes('override') ?? false;
  return (
    <Page
      crumbs={[
        { label: t('proposal.title'), to: '/quota/proposals' },
        { label: found ? t('proposal.ofYear', { year: found.year }) : t('proposal.proposal'), to: `/quota/proposals/${id}` },
      ]}
      title={<RecordText text={title} />}
      tabTitle={title}
      lead={
        found && (
          <>
            {found.society_id} · {label('societies', `groups.${found.group}`)}
          </>
        )
      }
      actions={
        mayOverride && (
          <Button type="primary" onClick={() => setEditing(true)}>
            {t('proposal.override')}
          </Button>
        )
      }
    >
      <QueryView query={query} rows={12} isFramed>
        {(decision) => (
          <>
            <Decision decision={decision} />
            {decision.filed_appeal && <AppealCard appeal={decision.filed_appeal} mayDecide={proposal?.allowed_actions.includes('decide_appeal') ?? false} held={proposal?.balance.held} />}
            <Explanation outcome={decision.outcome} indicators={indicators} />
            <Dialog isOpen={isEditing} title={t('proposal.overrideTitle', { society: decision.society })} onClose={() => setEditing(false)}>
              <OverrideForm proposalId={id} decision={decision} balance={proposal?.balance} onDone={() => setEditing(false)} />
            </Dialog>
          </>
        )}
      </QueryView>
    </Page>
  );
}

/** What people decided, where it is not what was proposed. */
function Decision({ decision }: { decision: QuotaDecisionDetail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (decision.decided === decision.proposed) return null;
  return (
    <Section title={t('proposal.decision')}>
      <div className={styles.stack}>
        <Facts
          facts={[
            { label: t('quota.columns.decided'), value: <Move from={decision.previous} to={decision.decided} /> },
            { label: t('quota.columns.proposed'), value: decision.proposed },
            {
              label: t('proposal.decidedBy'),
              value: (
                <Names value={decision.names}>
                  <By name={decision.decided_by} time={formatTime(decision.decided_at, language)} />
                </Names>
              ),
            },
            { label: t('quota.columns.reason'), value: <RecordText text={decision.reason} />, isWide: true },
          ]}
        />
      </div>
    </Section>
  );
}
