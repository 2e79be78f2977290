// How does a person decide otherwise than the engine? Places and a reason, the sum in view, both versions where two met.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldFault, presentOf } from '../../../api/problems';
import { useLanguage } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Alert, BothVersions, Button, By, Field, Input, RecordText, TextArea, useProblemText } from '../../../shared/ui';
import { readNumber } from '../numbers';
import type { QuotaBalance, QuotaDecision, QuotaDecisionDetail } from '../contract';
import { useOverride } from '../proposals';
import styles from './quotas.module.css';

/** What stands now, as far as the answer says. */
type Theirs = Partial<QuotaDecisionDetail>;

/** The form; `balance` is the sum before this change. */
export function OverrideForm(props: { proposalId: string; decision: QuotaDecision; balance: QuotaBalance | undefined; onDone: () => void }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { decision } = props;
  const override = useOverride(props.proposalId);
  const [places, setPlaces] = useState(String(decision.decided));
  const [reason, setReason] = useState(decision.reason ?? '');
  // The version that the form began with; what somebody else did meanwhile does not change it unseen.
  const [seen] = useState(decision.version);
  const number = readNumber(places);
  const isWhole = number !== undefined && Number.isInteger(number) && number >= 0;
  const present = presentOf(override.error);
  const theirs = (present?.data ?? {}) as Theirs;
  const send = (version: number) => {
    if (override.isPending || number === undefined || !isWhole || reason.trim() === '') return;
    override.mutate({ code: decision.society_id, version, places: number, reason }, { onSuccess: props.onDone });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(seen);
  };
  return (
    <form className={styles.stack} onSubmit={submit}>
      {override.isError && !present && <Alert type="error" showIcon title={textOf(override.error)} />}
      <p className={styles.minor}>{t('proposal.overrideText', { previous: decision.previous, proposed: decision.proposed })}</p>
      <Field label={t('quota.columns.decided')} error={isWhole ? fieldFault(override.error, '/places') : t('proposal.placesWhole')}>
        {(wiring) => <Input {...wiring} name="places" inputMode="numeric" className={styles.narrow ?? ''} value={places} onChange={(event) => setPlaces(event.target.value)} />}
      </Field>
      {props.balance && isWhole && <SumCheck balance={props.balance} change={number - decision.decided} />}
      <TextArea label={t('quota.columns.reason')} name="reason" rows={4} value={reason} onChange={setReason} hint={t('proposal.reasonHint')} error={fieldFault(override.error, '/reason')} />
      <div>
        <Button type="primary" htmlType="submit" disabled={!isWhole || reason.trim() === ''} aria-busy={override.isPending}>
          {t('proposal.decide')}
        </Button>
      </div>
      <BothVersions
        isOpen={present !== undefined}
        title={t('proposal.staleTitle', { society: decision.society })}
        lead={theirs.decided_by && <StaleLead theirs={theirs} />}
        fields={[
          { key: 'places', label: t('quota.columns.decided'), mine: places, theirs: theirs.decided ?? '—' },
          { key: 'reason', label: t('quota.columns.reason'), mine: <RecordText text={reason} />, theirs: <RecordText text={theirs.reason} /> },
        ]}
        isPending={override.isPending}
        onKeepMine={() => present && send(present.version)}
        onTakeTheirs={props.onDone}
        onClose={() => override.reset()}
      />
    </form>
  );
}

function StaleLead({ theirs }: { theirs: Theirs }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <>
      {t('proposal.changedBy')}
      <Names value={theirs.names ?? {}}>
        <By name={theirs.decided_by} time={formatTime(theirs.decided_at, language)} />
      </Names>
    </>
  );
}

/** Whether the places still fit the total, with a change that is being typed. */
export function SumCheck({ balance, change = 0 }: { balance: QuotaBalance; change?: number }) {
  const { t } = useTranslation();
  const decided = balance.decided + change;
  const held = balance.total - decided;
  return (
    <p className={styles.sum} data-over={held < 0} role="status">
      {held < 0 ? t('proposal.sumOver', { decided, total: balance.total, over: -held }) : t('proposal.sumFits', { decided, total: balance.total, held })}
    </p>
  );
}
