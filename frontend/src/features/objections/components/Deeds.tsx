// What can the office do with an objection where it stands? Screen it, ask, record, propose, decide.
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { presentOf } from '../../../api/problems';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Alert, Button, OptionGroup, SelectField, TextArea, useProblemText } from '../../../shared/ui';
import { type Deed, type ObjectionDetail, type ObjectionTask, useDeed, useRefusals } from '../queries';
import styles from './objections.module.css';

/** A form for one deed: it says what went wrong, and is empty again when it was done. */
export function DeedForm(props: { objection: ObjectionDetail; send: string; isFit: boolean; isDanger?: boolean; deed: () => Deed; onDone?: () => void; children?: ReactNode }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const act = useDeed(props.objection);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!props.isFit || act.isPending) return;
    act.mutate(props.deed(), { onSuccess: () => props.onDone?.() });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {props.children}
      {act.isError && <Alert type="error" showIcon title={presentOf(act.error) ? t('objection.stale') : textOf(act.error)} />}
      <div>
        <Button type="primary" htmlType="submit" danger={props.isDanger ?? false} disabled={!props.isFit} aria-busy={act.isPending}>
          {props.send}
        </Button>
      </div>
    </form>
  );
}

type Of = { objection: ObjectionDetail };

/** A label that the heading above says already. */
const Unseen = ({ text }: { text: string }) => <span className="visually-hidden">{text}</span>;

const isLong = (text: string, least = 4) => text.trim().length >= least;

/** Taken, not taken for a reason, or handed over. */
export function Screening({ objection }: Of) {
  const { t } = useTranslation();
  const language = useLanguage();
  const refusals = useRefusals().data ?? [];
  const [decision, setDecision] = useState<'accept' | 'refuse' | 'transfer' | undefined>(undefined);
  const [refusal, setRefusal] = useState('');
  const [text, setText] = useState('');
  const words = (one: (typeof refusals)[number]) => (language === 'en' ? `${one.en} (${one.basis_en})` : `${one.zh}（${one.basis_zh}）`);
  return (
    <DeedForm
      objection={objection}
      send={t('objection.deeds.screen')}
      isFit={decision !== undefined && isLong(text) && (decision !== 'refuse' || refusal !== '')}
      deed={() => ({ what: 'screen', body: { decision: decision ?? 'accept', text, ...(decision === 'refuse' ? { refusal } : {}) } })}
    >
      <OptionGroup
        label={<Unseen text={t('objection.screening')} />}
        options={(['accept', 'refuse', 'transfer'] as const).map((value) => ({ value, label: t(`objection.decisions.${value}`) }))}
        chosen={decision === undefined ? [] : [decision]}
        onChange={([chosen]) => setDecision(chosen as typeof decision)}
      />
      {decision === 'refuse' && (
        <SelectField label={t('objection.refusal')} value={refusal} options={[{ value: '', label: t('objection.choose') }, ...refusals.map((one) => ({ value: one.code, label: words(one) }))]} onChange={setRefusal} />
      )}
      {decision !== undefined && <TextArea label={t(decision === 'accept' ? 'objection.summary' : 'objection.toObjector')} hint={decision === 'accept' ? t('objection.summaryHint') : undefined} name="text" rows={4} value={text} onChange={setText} />}
    </DeedForm>
  );
}

/** Something is asked of a party. */
export function Asking({ objection }: Of) {
  const { t } = useTranslation();
  const [party, setParty] = useState('');
  const [what, setWhat] = useState('');
  const done = () => {
    setParty('');
    setWhat('');
  };
  return (
    <DeedForm objection={objection} send={t('objection.deeds.ask')} isFit={party !== '' && isLong(what)} deed={() => ({ what: 'ask', body: { party, what } })} onDone={done}>
      <SelectField label={t('objection.party')} value={party} options={[{ value: '', label: t('objection.choose') }, ...(['nominator', 'nominee', 'objector'] as const).map((value) => ({ value, label: t(`objection.parties.${value}`) }))]} onChange={setParty} />
      <TextArea label={t('objection.what')} hint={t('objection.whatHint')} name="what" value={what} onChange={setWhat} />
    </DeedForm>
  );
}

/** More time is granted, or not. */
export function ExtensionDecision({ objection, task }: Of & { task: ObjectionTask }) {
  const { t } = useTranslation();
  const [isGranted, setGranted] = useState<'yes' | 'no' | undefined>(undefined);
  const [answer, setAnswer] = useState('');
  return (
    <DeedForm objection={objection} send={t('objection.deeds.extension')} isFit={isGranted !== undefined && isLong(answer)} deed={() => ({ what: 'extension', task: task.id, body: { is_granted: isGranted === 'yes', answer } })}>
      <OptionGroup
        label={t('objection.extensionDecision')}
        options={(['yes', 'no'] as const).map((value) => ({ value, label: t(`objection.extensionWords.${value}`) }))}
        chosen={isGranted === undefined ? [] : [isGranted]}
        onChange={([chosen]) => setGranted(chosen as typeof isGranted)}
      />
      <TextArea label={t('objection.reason')} name="answer" value={answer} onChange={setAnswer} />
    </DeedForm>
  );
}

/** The record of the investigation. */
export function Recording({ objection }: Of) {
  const { t } = useTranslation();
  const [text, setText] = useState(objection.record ?? '');
  return (
    <DeedForm objection={objection} send={t('objection.deeds.record')} isFit={isLong(text, 10)} deed={() => ({ what: 'record', body: { text } })}>
      <TextArea label={<Unseen text={t('objection.record')} />} hint={t('objection.recordHint')} name="record" rows={5} value={text} onChange={setText} />
    </DeedForm>
  );
}

const EFFECTS: Record<string, readonly string[]> = {
  dismissed: ['stays'],
  upheld: ['stays', 'terminated'],
  admitted: ['stays', 'terminated'],
  deferred: ['deferred'],
};

/** What is proposed to become of it. */
export function Proposing({ objection }: Of) {
  const { t } = useTranslation();
  const label = useLabel();
  const outcomes = objection.finding === 'admitted' ? ['admitted'] : ['dismissed', 'upheld', 'deferred'];
  const [outcome, setOutcome] = useState('');
  const [effect, setEffect] = useState('');
  const [text, setText] = useState('');
  const effects = EFFECTS[outcome] ?? [];
  const choose = (chosen: string) => {
    setOutcome(chosen);
    setEffect(EFFECTS[chosen]?.length === 1 ? (EFFECTS[chosen]?.[0] ?? '') : '');
  };
  return (
    <DeedForm objection={objection} send={t('objection.deeds.propose')} isFit={outcome !== '' && effect !== '' && isLong(text)} deed={() => ({ what: 'propose', body: { outcome, effect, text } })}>
      <OptionGroup label={t('objection.outcome')} options={outcomes.map((value) => ({ value, label: label('objection', `outcomes.${value}`) }))} chosen={outcome === '' ? [] : [outcome]} onChange={([chosen]) => choose(chosen ?? '')} />
      {effects.length > 0 && <OptionGroup label={t('objection.effect')} options={effects.map((value) => ({ value, label: label('objection', `effects.${value}`) }))} chosen={effect === '' ? [] : [effect]} onChange={([chosen]) => setEffect(chosen ?? '')} />}
      <TextArea label={t('objection.outcomeText')} hint={t('objection.outcomeHint')} name="outcome" rows={4} value={text} onChange={setText} />
    </DeedForm>
  );
}

/** A deferred nomination goes on at the same point of the next round. */
export function Resuming({ objection }: Of) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <DeedForm objection={objection} send={t('objection.deeds.resume')} isFit={isLong(reason, 10)} deed={() => ({ what: 'resume', body: { reason } })}>
      <TextArea label={t('objection.reason')} hint={t('objection.resumeHint')} name="resume" value={reason} onChange={setReason} />
    </DeedForm>
  );
}

/** Another person agrees, or gives it back. */
export function Deciding({ objection }: Of) {
  const { t } = useTranslation();
  const [verdict, setVerdict] = useState<'yes' | 'no' | undefined>(undefined);
  const [text, setText] = useState('');
  return (
    <DeedForm
      objection={objection}
      send={t('objection.deeds.decide')}
      isFit={verdict === 'yes' || (verdict === 'no' && isLong(text))}
      isDanger={verdict === 'yes' && objection.effect === 'terminated'}
      deed={() => ({ what: 'decide', body: { is_agreed: verdict === 'yes', text } })}
    >
      <OptionGroup
        label={<Unseen text={t('objection.deciding')} />}
        hint={t('objection.decidingHint')}
        options={(['yes', 'no'] as const).map((value) => ({ value, label: t(`objection.verdicts.${value}`) }))}
        chosen={verdict === undefined ? [] : [verdict]}
        onChange={([chosen]) => setVerdict(chosen as typeof verdict)}
      />
      {verdict === 'no' && <TextArea label={t('objection.reason')} name="reason" value={text} onChange={setText} />}
    </DeedForm>
  );
}
