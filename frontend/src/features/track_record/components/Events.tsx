// What did a society do, what was it sanctioned with, on what does that rest, and how may it appeal?
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { presentOf } from '../../../api/problems';
import type { IntegrityEventView } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { nameIn } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Days, Dialog, Facts, RecordText, Tag, type Tone, TextArea, useProblemText } from '../../../shared/ui';
import { useStepEvent } from '../queries';
import { SocietyName } from './Indicators';
import styles from './track_record.module.css';

const SHORTEST = 10;
const SANCTIONS: Record<string, Tone> = { reminder: 'neutral', talk: 'gold', suspension: 'red', cancellation: 'red' };

/** One integrity event with everything that it rests on. */
export function EventItem({ event, showsSociety = false }: { event: IntegrityEventView; showsSociety?: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const term = event.ends_on ? <Days from={event.starts_on} to={event.ends_on} /> : t('event.from', { from: event.starts_on });
  return (
    <article className={styles.item}>
      <div className={styles.itemHead}>
        <h3>
          {showsSociety && (
            <>
              <SocietyName zh={event.society} en={event.society_en} />
              {' · '}
            </>
          )}
          <RecordText text={event.title} />
        </h3>
        <Tag tone={SANCTIONS[event.sanction] ?? 'neutral'}>{label('sanction', event.sanction)}</Tag>
        <Tag tone={event.state === 'proposed' ? 'gold' : 'neutral'}>{label('eventState', event.state)}</Tag>
        {event.suspends_today && <Tag tone="red">{t('event.suspendsToday')}</Tag>}
      </div>
      <div className={styles.quote}>
        <RecordText text={event.finding} />
      </div>
      <Facts
        facts={[
          { label: t('event.number'), value: event.number },
          { label: t('event.kind'), value: label('eventKind', event.kind) },
          { label: t('record.columns.round'), value: event.round },
          { label: t('event.term'), value: term },
          { label: t('event.basis'), value: <RecordText text={event.basis} />, isWide: true },
          { label: t('event.decision'), value: <RecordText text={event.decision} />, isWide: true },
          { label: t('event.appeal'), value: <RecordText text={event.appeal} />, isWide: true },
          ...(event.explanation ? [{ label: t('event.explanation'), value: <RecordText text={event.explanation} />, isWide: true }] : []),
        ]}
      />
      <div className={styles.itemFoot}>
        <span>{t('event.recordedAt', { time: formatTime(event.recorded_at, language) })}</span>
        {event.recorded_by && (
          <span>
            <RecordText text={t('event.recordedBy', { name: nameIn(event.names, event.recorded_by) })} />
          </span>
        )}
        {event.confirmed_by && (
          <span>
            <RecordText text={t('event.confirmedBy', { name: nameIn(event.names, event.confirmed_by) })} />
          </span>
        )}
        {event.closed_on && <span>{t('event.closedOn', { day: event.closed_on })}</span>}
      </div>
      <Steps event={event} />
    </article>
  );
}

type StepName = 'confirm' | 'refuse' | 'restore' | 'annul';

function Steps({ event }: { event: IntegrityEventView }) {
  const { t } = useTranslation();
  const [step, setStep] = useState<StepName | undefined>(undefined);
  if (event.allowed_steps.length === 0) return null;
  return (
    <div className={styles.buttons}>
      {event.allowed_steps.map((name) => (
        <Button key={name} size="small" type={name === 'confirm' ? 'primary' : 'default'} onClick={() => setStep(name as StepName)}>
          {t(`event.steps.${name as StepName}`)}
        </Button>
      ))}
      <Dialog isOpen={step !== undefined} title={step === undefined ? '' : t(`event.steps.${step}`)} onClose={() => setStep(undefined)}>
        {step !== undefined && <StepForm event={event} step={step} onDone={() => setStep(undefined)} />}
      </Dialog>
    </div>
  );
}

function StepForm({ event, step, onDone }: { event: IntegrityEventView; step: StepName; onDone: () => void }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const take = useStepEvent();
  const [text, setText] = useState('');
  const [isTried, setTried] = useState(false);
  const mustExplain = step !== 'confirm';
  const isShort = mustExplain && text.trim().length < SHORTEST;
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    setTried(true);
    if (isShort || take.isPending) return;
    take.mutate({ id: event.id, version: event.version, step, ...(mustExplain ? { explanation: text.trim() } : {}) }, { onSuccess: onDone });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>{t(`event.stepTexts.${step}`)}</p>
      {mustExplain && <TextArea label={t('event.explanation')} name="explanation" rows={4} value={text} error={isTried && isShort ? t('dispute.shortFault') : undefined} onChange={setText} />}
      {take.isError && <Alert type="error" showIcon title={presentOf(take.error) ? t('dispute.movedOn') : textOf(take.error)} />}
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" loading={take.isPending}>
          {t(`event.steps.${step}`)}
        </Button>
      </div>
    </form>
  );
}
