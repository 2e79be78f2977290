// How is an integrity event recorded? What was found, what it is sanctioned with, on what that rests.
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { fieldFault, ProblemError } from '../../../api/problems';
import { useLabel } from '../../../shared/i18n';
import { Alert, Button, Field, Input, SelectField, TextArea, useProblemText } from '../../../shared/ui';
import { useRecordEvent } from '../queries';
import styles from './track_record.module.css';

const KINDS = ['conduct', 'complaint', 'misconduct', 'fees'] as const;
const SANCTIONS = ['reminder', 'talk', 'suspension', 'cancellation'] as const;
const LINES = ['society_id', 'round', 'title', 'basis', 'decision', 'appeal'] as const;
type Line = (typeof LINES)[number];

const EMPTY: Record<Line | 'finding' | 'kind' | 'sanction' | 'starts_on' | 'ends_on', string> = {
  society_id: '',
  round: '',
  title: '',
  basis: '',
  decision: '',
  appeal: '',
  finding: '',
  kind: 'conduct',
  sanction: 'reminder',
  starts_on: '',
  ends_on: '',
};

/** The form that records an event; what takes the right to nominate away then waits for another person. */
export function EventForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const textOf = useProblemText();
  const record = useRecordEvent();
  const [form, setForm] = useState(EMPTY);
  const [isTried, setTried] = useState(false);
  const key = useRef(newKey());
  const edit = (part: Partial<typeof EMPTY>) => {
    setForm({ ...form, ...part });
    key.current = newKey();
  };
  const isSuspension = form.sanction === 'suspension';
  const needed = [...LINES, 'finding' as const, 'starts_on' as const, ...(isSuspension ? (['ends_on'] as const) : [])];
  const isMissing = (name: keyof typeof EMPTY) => needed.includes(name as never) && form[name].trim() === '';
  const fault = (name: keyof typeof EMPTY) => (isTried && isMissing(name) ? t('event.needed') : fieldFault(record.error, `/${name}`));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (record.isPending || needed.some(isMissing)) return;
    const body = { ...form, round: Number(form.round), ends_on: isSuspension ? form.ends_on : null };
    record.mutate(
      { body, key: key.current },
      {
        onSuccess: onDone,
        onError: (error) => {
          if (error instanceof ProblemError && error.status >= 400 && error.status < 500 && error.status !== 401) key.current = newKey();
        },
      },
    );
  };
  const line = (name: Line | 'starts_on' | 'ends_on', type = 'text') => (
    <Field key={name} label={t(`event.fields.${name}`)} error={fault(name)}>
      {(wiring) => <Input {...wiring} type={type} name={name} value={form[name]} onChange={(event) => edit({ [name]: event.target.value })} />}
    </Field>
  );
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.minor}>{t('event.formText')}</p>
      <div className={styles.fields}>
        {line('society_id')}
        {line('round', 'number')}
        <SelectField label={t('event.kind')} value={form.kind} options={KINDS.map((value) => ({ value, label: label('eventKind', value) }))} onChange={(kind) => edit({ kind })} />
        <SelectField label={t('event.sanction')} value={form.sanction} options={SANCTIONS.map((value) => ({ value, label: label('sanction', value) }))} onChange={(sanction) => edit({ sanction })} />
        {line('starts_on', 'date')}
        {isSuspension && line('ends_on', 'date')}
      </div>
      {line('title')}
      <TextArea label={t('event.fields.finding')} name="finding" rows={4} value={form.finding} error={fault('finding')} onChange={(finding) => edit({ finding })} />
      {(['basis', 'decision', 'appeal'] as const).map((name) => line(name))}
      {record.isError && <Alert type="error" showIcon title={textOf(record.error)} />}
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" loading={record.isPending}>
          {t('event.record')}
        </Button>
      </div>
    </form>
  );
}
