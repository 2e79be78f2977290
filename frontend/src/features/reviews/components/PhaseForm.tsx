// When does a phase run, and is the severity of reviewers taken off? The form of a draft, new or changed.
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { fieldFault, mayPass } from '../../../api/problems';
import { useLabel } from '../../../shared/i18n';
import { Button, Field, Input, SelectField, Trouble } from '../../../shared/ui';
import { instantOf, localOf } from '../../dossiers/clock';
import { useNewPhase, usePhaseDeed } from '../queries';
import type { Phase } from '../types';
import styles from './reviews.module.css';

interface Text {
  opens: string;
  closes: string;
  isCalibrated: boolean;
}

interface Sent {
  opens_at: string;
  closes_at: string;
  is_calibrated: boolean;
}

/** The times and the switch; what is typed stays when the server refuses. */
function Times(props: { label: string; known?: Phase; error: unknown; isPending: boolean; onSend: (sent: Sent) => void; onCancel: () => void; children?: ReactNode }) {
  const { t } = useTranslation();
  const { known } = props;
  const [text, setText] = useState<Text>({ opens: known ? localOf(known.opens_at) : '', closes: known ? localOf(known.closes_at) : '', isCalibrated: known?.is_calibrated ?? false });
  const [isTried, setTried] = useState(false);
  const [opens_at, closes_at] = [instantOf(text.opens), instantOf(text.closes)];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (opens_at && closes_at && !props.isPending) props.onSend({ opens_at, closes_at, is_calibrated: text.isCalibrated });
  };
  const fault = (isMissing: boolean, pointer: string) => (isTried && isMissing ? t('process.needed') : fieldFault(props.error, pointer));
  return (
    <form className={styles.form} aria-label={props.label} onSubmit={submit} noValidate>
      {props.children}
      <div className={styles.fields}>
        <Field label={t('reviews.opens')} hint={t('selection.beijing')} error={fault(!opens_at, '/opens_at')}>
          {(wiring) => <Input {...wiring} type="datetime-local" name="opens_at" value={text.opens} onChange={(event) => setText({ ...text, opens: event.target.value })} />}
        </Field>
        <Field label={t('reviews.closes')} hint={t('selection.beijing')} error={fault(!closes_at, '/closes_at')}>
          {(wiring) => <Input {...wiring} type="datetime-local" name="closes_at" value={text.closes} onChange={(event) => setText({ ...text, closes: event.target.value })} />}
        </Field>
      </div>
      <label className={styles.tick}>
        <input type="checkbox" name="is_calibrated" checked={text.isCalibrated} onChange={(event) => setText({ ...text, isCalibrated: event.target.checked })} />
        {t('reviews.calibrate')}
      </label>
      <p className={styles.minor}>{t('reviews.calibrateHint')}</p>
      <Trouble error={props.error} stale={t('reviews.stale')} />
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={props.isPending}>
          {t('reviews.saveDraft')}
        </Button>
        <Button onClick={props.onCancel}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}

/** Drafts a phase of a category that has none. */
export function NewPhaseForm({ year, free, onDone }: { year: number; free: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const make = useNewPhase(year);
  const [category, setCategory] = useState(free[0] ?? '');
  const key = useRef(newKey());
  const again = (error: unknown) => {
    // Another text is another request; what had no answer may have arrived, and is the same.
    if (!mayPass(error)) key.current = newKey();
  };
  return (
    <Times
      label={t('reviews.newPhase')}
      error={make.error}
      isPending={make.isPending}
      onSend={(sent) => make.mutate({ ...sent, category, key: key.current }, { onSuccess: onDone, onError: again })}
      onCancel={onDone}
    >
      <SelectField label={t('reviews.category')} value={category} options={free.map((value) => ({ value, label: label('category', value) }))} onChange={setCategory} />
    </Times>
  );
}

/** Changes a draft. */
export function ChangePhaseForm({ year, phase, onDone }: { year: number; phase: Phase; onDone: () => void }) {
  const { t } = useTranslation();
  const change = usePhaseDeed(year, phase);
  return <Times label={t('reviews.change')} known={phase} error={change.error} isPending={change.isPending} onSend={(sent) => change.mutate({ kind: 'change', ...sent }, { onSuccess: onDone })} onCancel={onDone} />;
}

/** Puts the end of a phase off. */
export function ExtendForm({ year, phase, onDone }: { year: number; phase: Phase; onDone: () => void }) {
  const { t } = useTranslation();
  const extend = usePhaseDeed(year, phase);
  const [closes, setCloses] = useState(localOf(phase.closes_at));
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const closes_at = instantOf(closes);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (closes_at && reason.trim().length >= 2 && !extend.isPending) extend.mutate({ kind: 'extend', closes_at, reason: reason.trim() }, { onSuccess: onDone });
  };
  return (
    <form className={styles.form} aria-label={t('reviews.extend')} onSubmit={submit} noValidate>
      <Field label={t('reviews.closes')} hint={t('selection.beijing')} error={isTried && !closes_at ? t('process.needed') : fieldFault(extend.error, '/closes_at')}>
        {(wiring) => <Input {...wiring} type="datetime-local" name="closes_at" value={closes} onChange={(event) => setCloses(event.target.value)} />}
      </Field>
      <Field label={t('common.reason')} error={isTried && reason.trim().length < 2 ? t('process.needed') : fieldFault(extend.error, '/reason')}>
        {(wiring) => <Input {...wiring} name="reason" maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
      <Trouble error={extend.error} stale={t('reviews.stale')} />
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={extend.isPending}>
          {t('reviews.extend')}
        </Button>
        <Button onClick={onDone}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}
