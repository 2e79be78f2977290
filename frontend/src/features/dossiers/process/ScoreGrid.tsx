// How are an expert's scores written down? A grid by keyboard: arrows and Enter go up and down, Tab goes on.
import { type FormEvent, type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SelectionView } from '../../../api/types';
import { useBilingual, useLanguage } from '../../../shared/i18n';
import { Alert, Button, RecordText, Section, SelectField, useProblemText } from '../../../shared/ui';
import { languageOf } from '../../../shared/ui/RecordText';
import styles from './process.module.css';
import { useScores } from './queries';
import { isBlank, isOwn, isPoints, type Marks, marksOf, scoreOf } from './selection_form';

/** Goes to the box above or below in the same column. */
function walk(event: KeyboardEvent<HTMLInputElement>) {
  const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : 0;
  if (step === 0 || event.nativeEvent.isComposing) return;
  const { row, column } = event.currentTarget.dataset;
  const next = event.currentTarget.form?.querySelector<HTMLInputElement>(`input[data-row="${Number(row) + step}"][data-column="${column}"]`);
  // Enter in the last row sends the form, as everywhere.
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
}

/** The grid: one expert at a time, a row for each candidate. */
export function ScoreGrid({ view }: { view: SelectionView }) {
  const { t } = useTranslation();
  const [expert, setExpert] = useState(view.experts[0]?.key ?? '');
  const known = view.experts.some((one) => one.key === expert) ? expert : (view.experts[0]?.key ?? '');
  return (
    <Section title={t('selection.scores')} hint={t('selection.scoresHint')}>
      <div className={styles.stack}>
        <div className={styles.fields}>
          <SelectField label={t('selection.expert')} value={known} options={view.experts.map((one) => ({ value: one.key, label: `${one.name} · ${one.unit}` }))} onChange={setExpert} />
        </div>
        <Grid key={known} view={view} expert={known} />
      </div>
    </Section>
  );
}

function Grid({ view, expert }: { view: SelectionView; expert: string }) {
  const { t } = useTranslation();
  const page = useLanguage();
  const bilingual = useBilingual();
  // Each box is named by the heads of its row and column, which are marked with the language of what they say.
  const id = useId();
  const textOf = useProblemText();
  const scores = useScores(view);
  const [typed, setTyped] = useState<Readonly<Record<string, Marks>>>({});
  const [isTried, setTried] = useState(false);
  const marks = (candidate: string) => typed[candidate] ?? marksOf(view, expert, candidate);
  const isRecused = (candidate: string) => marks(candidate).recusal.trim() !== '';
  const write = (candidate: string, part: Partial<Marks>) => setTyped({ ...typed, [candidate]: { ...marks(candidate), ...part } });
  const written = Object.entries(typed).filter(([, one]) => !isBlank(one));
  const wholes = written.map(([candidate, one]) => scoreOf(view, expert, candidate, one));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const sent = wholes.filter((one) => one !== undefined);
    if (sent.length === 0 || sent.length < written.length || scores.isPending) return;
    scores.mutate(sent, {
      onSuccess: () => {
        setTyped({});
        setTried(false);
      },
    });
  };
  const total = (candidate: string) => {
    if (isRecused(candidate)) return t('selection.recused');
    const { points } = marks(candidate);
    const isWhole = view.criteria.every((one) => isPoints(points[one.code] ?? '', one.most));
    return isWhole ? view.criteria.reduce((sum, one) => sum + Number((points[one.code] ?? '').normalize('NFKC')), 0) : '—';
  };
  return (
    <form className={styles.stack} aria-label={t('selection.scores')} onSubmit={submit} noValidate>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled is reached by keyboard, also where every box is locked */}
      <section className={styles.scroll} aria-label={t('selection.candidates')} tabIndex={0}>
        <table className={styles.grid}>
          <thead>
            <tr>
              <th scope="col">{t('selection.candidate')}</th>
              {view.criteria.map((one) => (
                <th key={one.code} id={`${id}-${one.code}`} scope="col" title={bilingual(one.help)}>
                  {t('selection.criterion', { label: bilingual(one.label), most: one.most })}
                </th>
              ))}
              <th scope="col">{t('selection.total')}</th>
              <th id={`${id}-recusal`} scope="col">
                {t('selection.recusal')}
              </th>
            </tr>
          </thead>
          <tbody>
            {view.candidates.map((candidate, row) => (
              <tr key={candidate.key}>
                <th id={`${id}/${candidate.key}`} scope="row">
                  <RecordText text={candidate.title} />
                  {isOwn(view, expert, candidate.key) && <p className={styles.minor}>{t('selection.isOwn')}</p>}
                </th>
                {view.criteria.map((one, column) => {
                  const text = marks(candidate.key).points[one.code] ?? '';
                  const isWrong = !isRecused(candidate.key) && (text === '' ? isTried && candidate.key in typed && !isBlank(marks(candidate.key)) : !isPoints(text, one.most));
                  return (
                    <td key={one.code}>
                      <input
                        aria-labelledby={`${id}/${candidate.key} ${id}-${one.code}`}
                        inputMode="numeric"
                        data-row={row}
                        data-column={column}
                        value={text}
                        disabled={isRecused(candidate.key) || isOwn(view, expert, candidate.key)}
                        {...(isWrong ? { 'aria-invalid': true as const } : {})}
                        onKeyDown={walk}
                        onChange={(event) => write(candidate.key, { points: { ...marks(candidate.key).points, [one.code]: event.target.value } })}
                      />
                    </td>
                  );
                })}
                <td className={styles.number}>{total(candidate.key)}</td>
                <td>
                  <input
                    data-wide
                    aria-labelledby={`${id}/${candidate.key} ${id}-recusal`}
                    lang={languageOf(marks(candidate.key).recusal, page)}
                    placeholder={t('selection.recusalHint')}
                    data-row={row}
                    data-column="recusal"
                    value={marks(candidate.key).recusal}
                    disabled={isOwn(view, expert, candidate.key)}
                    onKeyDown={walk}
                    onChange={(event) => write(candidate.key, { recusal: event.target.value })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {isTried && wholes.includes(undefined) && <Alert type="error" showIcon title={t('selection.notWhole')} />}
      {scores.isError && <Alert type="error" showIcon title={textOf(scores.error)} />}
      <div>
        <Button type="primary" htmlType="submit" aria-busy={scores.isPending}>
          {t('selection.saveScores')}
        </Button>
      </div>
    </form>
  );
}
