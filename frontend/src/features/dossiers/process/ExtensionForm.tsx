// How does the award office ask for a deadline to be put off: for whom, until when, why?
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { fieldFault, ProblemError } from '../../../api/problems';
import type { NewDeadlineExtension } from '../../../api/types';
import { Alert, Button, Field, Input, OptionGroup, Select, TextArea, useProblemText } from '../../../shared/ui';
import { useSocietyNames } from '../../societies/queries';
import { instantOf, localOf } from '../clock';
import styles from './process.module.css';
import { dossierKeyIn } from './timetable';
import { useAskExtension } from './timetable_queries';

const SCOPES = ['all', 'society', 'dossier'] as const;

const EMPTY = { scope: 'society', society: '', dossier: '', until: '', reason: '' };

/** For whom the boxes say it is; undefined where they do not. */
function targetOf(text: typeof EMPTY): Pick<NewDeadlineExtension, 'society_id' | 'dossier_id'> | undefined {
  if (text.scope === 'all') return {};
  if (text.scope === 'society') return text.society === '' ? undefined : { society_id: text.society };
  const dossier = dossierKeyIn(text.dossier);
  return dossier === undefined ? undefined : { dossier_id: dossier };
}

/** The form; `closesAt` is the end that is put off. */
export function ExtensionForm({ year, closesAt, onAsked, onCancel }: { year: number; closesAt: string; onAsked: () => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const names = useSocietyNames();
  const ask = useAskExtension(year);
  const [text, setText] = useState({ ...EMPTY, until: localOf(closesAt) });
  const [isTried, setTried] = useState(false);
  const key = useRef(newKey());
  const edit = (part: Partial<typeof EMPTY>) => {
    setText({ ...text, ...part });
    // Another text is another request.
    key.current = newKey();
  };
  const until = instantOf(text.until);
  const reason = text.reason.trim();
  const target = targetOf(text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (target === undefined || until === undefined || reason === '' || ask.isPending) return;
    ask.mutate(
      { key: key.current, ...target, until, reason },
      {
        onSuccess: onAsked,
        // A refusal was an answer: the next try is a new request. No answer: the same one.
        onError: (error) => {
          if (error instanceof ProblemError && error.status >= 400 && error.status < 500) key.current = newKey();
        },
      },
    );
  };
  const needed = (isMissing: boolean, pointer: string, words = t('process.needed')) => (isTried && isMissing ? words : fieldFault(ask.error, pointer));
  return (
    <form className={styles.form} aria-label={t('timetable.ask')} onSubmit={submit} noValidate>
      <OptionGroup label={t('timetable.scope')} options={SCOPES.map((value) => ({ value, label: t(`timetable.scopes.${value}`) }))} chosen={[text.scope]} onChange={(chosen) => edit({ scope: chosen[0] ?? 'society' })} />
      <div className={styles.fields}>
        {text.scope === 'society' && (
          <Field label={t('timetable.society')} error={needed(target === undefined, '/society_id')}>
            {(wiring) => (
              <Select
                {...wiring}
                value={text.society}
                options={[{ value: '', label: t(names.isPending ? 'common.loading' : 'timetable.choose') }, ...(names.data ?? []).map((one) => ({ value: one.code, label: `${one.code} ${one.name}` }))]}
                onChange={(society) => edit({ society })}
              />
            )}
          </Field>
        )}
        {text.scope === 'dossier' && (
          <Field label={t('timetable.dossier')} hint={t('timetable.dossierHint')} error={needed(target === undefined, '/dossier_id', t('timetable.faults.dossier'))}>
            {(wiring) => <Input {...wiring} name="dossier" autoComplete="off" value={text.dossier} onChange={(event) => edit({ dossier: event.target.value })} />}
          </Field>
        )}
        <Field label={t('timetable.until')} hint={t('timetable.hints.closes_at')} error={needed(until === undefined, '/until')}>
          {(wiring) => <Input {...wiring} type="datetime-local" step={1} name="until" value={text.until} onChange={(event) => edit({ until: event.target.value })} />}
        </Field>
      </div>
      <TextArea label={t('timetable.reason')} hint={t('timetable.reasonHint')} name="reason" value={text.reason} onChange={(next) => edit({ reason: next })} error={needed(reason === '', '/reason')} />
      {names.isError && text.scope === 'society' && <Alert type="error" showIcon title={textOf(names.error)} />}
      {ask.isError && <Alert type="error" showIcon title={textOf(ask.error)} />}
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={ask.isPending}>
          {t('timetable.ask')}
        </Button>
        <Button onClick={onCancel}>{t('process.cancel')}</Button>
      </div>
    </form>
  );
}
