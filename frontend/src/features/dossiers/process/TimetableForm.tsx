// How is the timetable of a round set? Boxes in Beijing time; what others set meanwhile is shown beside what was typed.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldFault, ProblemError } from '../../../api/problems';
import type { TimetableView } from '../../../api/types';
import { useLabel } from '../../../shared/i18n';
import { Alert, BothVersions, Button, Field, Input, OptionGroup, RecordText, TextArea, useProblemText } from '../../../shared/ui';
import type { Timed } from '../queries';
import styles from './process.module.css';
import { lossOf, readTimetable, type TimetableText, textOfTimetable } from './timetable';
import { useSetTimetable } from './timetable_queries';

const COUNTS = ['natural', 'working'] as const;

const NAMES = ['opens_at', 'closes_at', 'cutoff', 'publicity_days', 'publicity_count', 'correction_days', 'basis'] as const;

/** The last instant that four digits of a year can write. */
const LATEST = '9999-12-31T23:59:59';

/** The form; `view` is what stands now, and may change while somebody types. */
export function TimetableForm({ view, onDone, canCancel }: { view: Timed<TimetableView>; onDone: () => void; canCancel: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const textOf = useProblemText();
  const set = useSetTimetable(view.year);
  const [text, setText] = useState(() => textOfTimetable(view));
  // The version that the writer began with: what others set meanwhile is never overwritten unseen.
  const [seen, setSeen] = useState(view.version);
  const [isTried, setTried] = useState(false);
  const edit = (part: Partial<TimetableText>) => setText({ ...text, ...part });
  const read = readTimetable(text);
  const faults = 'faults' in read ? read.faults : {};
  const loss = lossOf(text, view, Date.now() + view.offsetMs);
  const isStale = set.error instanceof ProblemError && set.error.code === 'stale' && view.version !== seen;
  const faultOf = (name: keyof TimetableText) => {
    const own = faults[name];
    return isTried && own ? t(own === 'needed' ? 'process.needed' : `timetable.faults.${own}`) : fieldFault(set.error, `/${name}`);
  };
  const send = (version: number) => {
    if (!('body' in read) || set.isPending) return;
    setSeen(version);
    set.mutate({ version, ...read.body }, { onSuccess: onDone });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    send(seen);
  };
  const box = (name: 'opens_at' | 'closes_at' | 'cutoff', hint: string) => (
    <Field label={t(`timetable.fields.${name}`)} hint={hint} error={faultOf(name)}>
      {(wiring) => (
        <Input
          {...wiring}
          {...(name === 'cutoff' ? { type: 'date', max: LATEST.slice(0, 10) } : { type: 'datetime-local', step: 1, max: LATEST })}
          name={name}
          value={text[name]}
          onChange={(event) => edit({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  const word = (name: keyof TimetableText, of: TimetableText) => {
    if (name === 'publicity_count') return label('dayCount', of[name]);
    return name === 'basis' ? <RecordText text={of[name]} /> : of[name].replace('T', ' ') || '—';
  };
  return (
    <form className={styles.form} aria-label={t('timetable.set')} onSubmit={submit} noValidate>
      <div className={styles.fields}>
        {box('opens_at', t('timetable.hints.opens_at'))}
        {box('closes_at', t('timetable.hints.closes_at'))}
        {box('cutoff', t('timetable.hints.cutoff'))}
        <Field label={t('timetable.fields.publicity_days')} hint={t('timetable.hints.publicity_days')} error={faultOf('publicity_days')}>
          {(wiring) => <Input {...wiring} inputMode="numeric" name="publicity_days" value={text.publicity_days} onChange={(event) => edit({ publicity_days: event.target.value })} />}
        </Field>
        <OptionGroup
          label={t('timetable.fields.publicity_count')}
          options={COUNTS.map((value) => ({ value, label: label('dayCount', value) }))}
          chosen={[text.publicity_count]}
          onChange={(chosen) => edit({ publicity_count: chosen[0] ?? 'natural' })}
        />
        <Field label={t('timetable.fields.correction_days')} hint={t('timetable.hints.correction_days')} error={faultOf('correction_days')}>
          {(wiring) => <Input {...wiring} inputMode="numeric" name="correction_days" value={text.correction_days} onChange={(event) => edit({ correction_days: event.target.value })} />}
        </Field>
      </div>
      <TextArea label={t('timetable.fields.basis')} hint={t('timetable.hints.basis')} name="basis" rows={2} value={text.basis} onChange={(basis) => edit({ basis })} error={faultOf('basis')} />
      {loss && <Alert type="warning" showIcon title={t(`timetable.loss.${loss}`)} />}
      {set.isError && !isStale && <Alert type="error" showIcon title={textOf(set.error)} />}
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={set.isPending}>
          {t('timetable.save')}
        </Button>
        {canCancel && <Button onClick={onDone}>{t('process.cancel')}</Button>}
      </div>
      <BothVersions
        isOpen={isStale}
        title={t('timetable.stale')}
        fields={NAMES.map((name) => ({ key: name, label: t(`timetable.fields.${name}`), mine: word(name, text), theirs: word(name, textOfTimetable(view)) }))}
        isPending={set.isPending}
        onKeepMine={() => send(view.version)}
        onTakeTheirs={onDone}
        onClose={() => set.reset()}
      />
    </form>
  );
}
