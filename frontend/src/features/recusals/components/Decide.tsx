// What is decided about a finding? By one person where the engine asks, by two where a bar falls; always with a reason.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, By, OptionGroup, ReasonForm, RecordText, Tag } from '../../../shared/ui';
import { useDeed } from '../queries';
import type { Decision, Finding, Ruling } from '../types';
import styles from './recusals.module.css';
import { Trouble } from './Trouble';

/** What stands, and the forms for what this reader may do. */
export function Decide({ finding }: { finding: Finding }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const label = useLabel();
  const deed = useDeed(finding);
  const { may } = finding;
  const inForce = finding.decisions.find((one) => one.state === 'in_force');
  const proposed = finding.decisions.find((one) => one.state === 'proposed');
  const asked = inForce?.reversal_asked_by;
  return (
    <div className={styles.stack}>
      <p role="status" className="visually-hidden">
        {deed.isSuccess ? t('recusals.done') : ''}
      </p>
      <div className={styles.verdict} data-standing={finding.standing}>
        <strong>{label('recusals', `standingText.${finding.standing}`)}</strong>
        <span className={styles.minor}>{label('recusals', `effect.${finding.standing}`)}</span>
      </div>
      {finding.walled && <Alert type="warning" showIcon title={t('recusals.walled')} description={<RecordText text={bilingual(finding.walled)} />} />}
      {may.decide && <DecisionForm isPending={deed.isPending} error={errorOf(deed, 'decide')} onSend={(outcome, reason) => deed.mutate({ kind: 'decide', outcome, reason })} />}
      {proposed && <Proposed title={t('recusals.proposed')} by={proposed.by} reason={proposed.reason} />}
      {asked && <Proposed title={t('recusals.reversalAsked')} by={asked} reason={inForce?.reversal_asked_reason} />}
      {may.agree_lift && <AnswerForm words={asked ? 'reversalAnswers' : 'secondAnswers'} isPending={deed.isPending} error={errorOf(deed, 'answer')} onSend={(is_agreed, reason) => deed.mutate({ kind: 'answer', is_agreed, reason })} />}
      <WayBack deed={deed} mayLift={may.lift} mayReverse={may.reverse} takesTwo={inForce?.outcome === 'conflict'} />
      {!may.decide && !may.lift && !may.agree_lift && !may.reverse && !finding.walled && <p className={styles.minor}>{t('recusals.readOnly')}</p>}
    </div>
  );
}

type DeedSent = ReturnType<typeof useDeed>;

/** Why a deed of a kind was refused, if that was the one that was sent. */
const errorOf = (deed: DeedSent, kind: string): unknown => (deed.variables?.kind === kind ? deed.error : undefined);

/** Something for which a second person is asked. */
function Proposed({ title, by, reason }: { title: string; by: string; reason: string | null | undefined }) {
  const { t } = useTranslation();
  return (
    <Alert
      type="info"
      showIcon
      title={title}
      description={
        <>
          <RecordText text={by} />
          {t('common.colon')}
          <RecordText text={reason} />
        </>
      }
    />
  );
}

/** A bar is lifted, or a decision taken back; one at a time. Of what bars it is asked for. */
function WayBack({ deed, mayLift, mayReverse, takesTwo }: { deed: DeedSent; mayLift: boolean; mayReverse: boolean; takesTwo: boolean }) {
  const { t } = useTranslation();
  const reverse = t(takesTwo ? 'recusals.askReversal' : 'recusals.reverse');
  const [isOpen, setOpen] = useState<'lift' | 'reverse'>();
  const close = () => setOpen(undefined);
  const form = { isPending: deed.isPending, onCancel: close };
  return (
    <>
      {mayLift && isOpen === 'lift' && (
        <ReasonForm
          {...form}
          label={t('recusals.lift')}
          hint={t('recusals.liftHint')}
          send={t('recusals.liftSend')}
          trouble={<Trouble error={errorOf(deed, 'lift')} />}
          onSend={(reason) => deed.mutate({ kind: 'lift', reason }, { onSuccess: close })}
        />
      )}
      {mayReverse && isOpen === 'reverse' && (
        <ReasonForm
          {...form}
          label={reverse}
          hint={t(takesTwo ? 'recusals.askReversalHint' : 'recusals.reverseHint')}
          send={reverse}
          isDanger
          trouble={<Trouble error={errorOf(deed, 'reverse')} />}
          onSend={(reason) => deed.mutate({ kind: 'reverse', reason }, { onSuccess: close })}
        />
      )}
      <div className={styles.buttons}>
        {mayLift && isOpen !== 'lift' && <Button onClick={() => setOpen('lift')}>{t('recusals.lift')}</Button>}
        {mayReverse && isOpen !== 'reverse' && <Button onClick={() => setOpen('reverse')}>{reverse}</Button>}
      </div>
    </>
  );
}

const OUTCOMES: readonly Ruling[] = ['conflict', 'not_a_conflict'];

function DecisionForm({ isPending, error, onSend }: { isPending: boolean; error: unknown; onSend: (outcome: Ruling, reason: string) => void }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<Ruling>();
  return (
    <ReasonForm
      label={t('recusals.decide')}
      reasonLabel={t(outcome === 'not_a_conflict' ? 'recusals.becauseNot' : 'common.reason')}
      hint={t(outcome === 'not_a_conflict' ? 'recusals.becauseNotHint' : 'recusals.reasonHint')}
      send={t('recusals.decide')}
      isFit={outcome !== undefined}
      unfit={t('recusals.choose')}
      trouble={<Trouble error={error} />}
      isPending={isPending}
      onSend={(reason) => outcome !== undefined && onSend(outcome, reason)}
    >
      <OptionGroup
        label={t('recusals.question')}
        options={OUTCOMES.map((value) => ({ value, label: t(`recusals.answers.${value}`) }))}
        chosen={outcome === undefined ? [] : [outcome]}
        onChange={([chosen]) => setOutcome(chosen as Ruling)}
      />
    </ReasonForm>
  );
}

function AnswerForm({ words, isPending, error, onSend }: { words: 'secondAnswers' | 'reversalAnswers'; isPending: boolean; error: unknown; onSend: (isAgreed: boolean, reason: string) => void }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string>();
  return (
    <ReasonForm label={t('recusals.second')} send={t('recusals.secondSend')} isFit={chosen !== undefined} unfit={t('recusals.choose')} trouble={<Trouble error={error} />} isPending={isPending} onSend={(reason) => onSend(chosen === 'agree', reason)}>
      <OptionGroup
        label={t('recusals.second')}
        options={(['agree', 'refuse'] as const).map((value) => ({ value, label: t(`recusals.${words}.${value}`) }))}
        chosen={chosen === undefined ? [] : [chosen]}
        onChange={([next]) => setChosen(next)}
      />
    </ReasonForm>
  );
}

/** All that was decided, the newest first. */
export function History({ decisions }: { decisions: readonly Decision[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  if (decisions.length === 0) return <p className={styles.minor}>{t('recusals.noDecisions')}</p>;
  const line = (key: string, words: string, by: string | null | undefined, at: string | null | undefined, reason: string | null | undefined) =>
    by && (
      <div key={key}>
        <span className={styles.minor}>
          {words} · <By name={by} time={formatTime(at, language)} />
        </span>
        {reason && (
          <p className={styles.quote}>
            <RecordText text={reason} />
          </p>
        )}
      </div>
    );
  return (
    <ol className={styles.history}>
      {decisions.map((one) => (
        <li key={one.id}>
          <span className={styles.verdictHead}>
            <strong>{label('recusals', `outcomes.${one.outcome}`)}</strong>
            <Tag tone={one.state === 'in_force' ? 'blue' : one.state === 'proposed' ? 'gold' : 'neutral'}>{label('recusals', `decisionStates.${one.state}`)}</Tag>
          </span>
          {line('by', t('recusals.decidedBy'), one.by, one.at, one.reason)}
          {line('agreed', t(one.state === 'refused' ? 'recusals.refusedBy' : 'recusals.agreedBy'), one.agreed_by, one.agreed_at, one.agreed_reason)}
          {line('reversalAsked', t('recusals.reversalAskedBy'), one.reversal_asked_by, one.reversal_asked_at, one.reversal_asked_reason)}
          {line('reversed', t('recusals.reversedBy'), one.reversed_by, one.reversed_at, one.reversed_reason)}
        </li>
      ))}
    </ol>
  );
}
