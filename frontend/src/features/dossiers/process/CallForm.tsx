// How is a call written down: its text and time, the candidates, the experts?
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldFault } from '../../../api/problems';
import type { SelectionView } from '../../../api/types';
import { Alert, Button, Field, Input, RecordText, SelectField, TextArea, useProblemText } from '../../../shared/ui';
import { instantOf, localOf } from '../clock';
import { useDossiers } from '../queries';
import styles from './process.module.css';
import { useSaveSelection } from './queries';
import { nextKey, type Row } from './selection_form';

interface CandidateRow extends Row {
  dossier: string;
}

/** The form of a call. */
export function CallForm({ view, onDone, canCancel }: { view: SelectionView; onDone: () => void; canCancel: boolean }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const save = useSaveSelection(view.year);
  const board = useDossiers(view.year);
  const [text, setText] = useState(view.call?.text ?? '');
  const [opens, setOpens] = useState(localOf(view.call?.opens_at));
  const [closes, setCloses] = useState(localOf(view.call?.closes_at));
  const [expected, setExpected] = useState(String(view.call?.expected ?? ''));
  const [candidates, setCandidates] = useState<readonly CandidateRow[]>(() => view.candidates.map((one) => ({ key: one.key, first: one.title, second: '', dossier: one.dossier_id ?? '' })));
  const [experts, setExperts] = useState<readonly Row[]>(() => view.experts.map((one) => ({ key: one.key, first: one.name, second: one.unit })));
  const [isTried, setTried] = useState(false);
  const [opensAt, closesAt] = [instantOf(opens), instantOf(closes)];
  const isNumber = /^[1-9]\d{0,2}$/.test(expected.normalize('NFKC').trim());
  const isWhole = candidates.every((one) => one.first.trim() !== '') && experts.every((one) => one.first.trim() !== '' && one.second.trim() !== '');
  const needed = (isMissing: boolean, pointer: string) => (isTried && isMissing ? t('process.needed') : fieldFault(save.error, pointer));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (text.trim() === '' || !opensAt || !closesAt || !isNumber || !isWhole || save.isPending) return;
    save.mutate(
      {
        version: view.version,
        society_id: view.society_id,
        text: text.trim(),
        opens_at: opensAt,
        closes_at: closesAt,
        expected: Number(expected.normalize('NFKC')),
        candidates: candidates.map((one) => ({ key: one.key, title: one.first.trim(), dossier_id: one.dossier === '' ? null : one.dossier })),
        experts: experts.map((one) => ({ key: one.key, name: one.first.trim(), unit: one.second.trim() })),
      },
      { onSuccess: onDone },
    );
  };
  const own = (board.data ?? []).filter((one) => one.society_id === view.society_id);
  const options = [{ value: '', label: t('selection.noDossier') }, ...own.map((one) => ({ value: one.id, label: `${one.number} ${one.title}` }))];
  const changeCandidate = (key: string, part: Partial<CandidateRow>) => setCandidates(candidates.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const changeExpert = (key: string, part: Partial<Row>) => setExperts(experts.map((one) => (one.key === key ? { ...one, ...part } : one)));
  return (
    <form className={`${styles.form} ${styles.wideForm}`} aria-label={t('selection.call')} onSubmit={submit} noValidate>
      <TextArea label={t('selection.text')} name="text" rows={4} value={text} onChange={setText} error={needed(text.trim() === '', '/text')} />
      <div className={styles.fields}>
        <Field label={t('selection.opensAt')} hint={t('selection.beijing')} error={needed(!opensAt, '/opens_at')}>
          {(wiring) => <Input {...wiring} type="datetime-local" name="opens_at" value={opens} onChange={(event) => setOpens(event.target.value)} />}
        </Field>
        <Field label={t('selection.closesAt')} hint={t('selection.beijing')} error={needed(!closesAt, '/closes_at')}>
          {(wiring) => <Input {...wiring} type="datetime-local" name="closes_at" value={closes} onChange={(event) => setCloses(event.target.value)} />}
        </Field>
        <Field label={t('selection.expected')} error={isTried && !isNumber ? t('process.wholeNumber') : fieldFault(save.error, '/expected')}>
          {(wiring) => <Input {...wiring} inputMode="numeric" name="expected" value={expected} onChange={(event) => setExpected(event.target.value)} />}
        </Field>
      </div>
      <div className={styles.lists}>
        <fieldset className={styles.group}>
          <legend>{t('selection.candidates')}</legend>
          <ul className={styles.rows}>
            {candidates.map((one, place) => (
              <li key={one.key} className={styles.stack}>
                <Field label={t('selection.candidateNumber', { value: place + 1 })} error={isTried && one.first.trim() === '' ? t('process.needed') : undefined}>
                  {(wiring) => <Input {...wiring} name={`candidate-${place}`} value={one.first} onChange={(event) => changeCandidate(one.key, { first: event.target.value })} />}
                </Field>
                <div className={styles.rowLine}>
                  <div className={styles.grow}>
                    <SelectField isLabelHidden label={t('selection.dossierOf', { value: place + 1 })} value={one.dossier} options={options} onChange={(dossier) => changeCandidate(one.key, { dossier })} />
                  </div>
                  <Button size="small" onClick={() => setCandidates(candidates.filter((other) => other.key !== one.key))}>
                    {t('selection.remove')}
                    <span className="visually-hidden">
                      {t('common.colon')}
                      <RecordText text={one.first || t('selection.candidateNumber', { value: place + 1 })} />
                    </span>
                  </Button>
                </div>
              </li>
            ))}
          </ul>
          <div>
            <Button onClick={() => setCandidates([...candidates, { key: nextKey('c', candidates), first: '', second: '', dossier: '' }])}>{t('selection.addCandidate')}</Button>
          </div>
        </fieldset>
        <fieldset className={styles.group}>
          <legend>{t('selection.experts')}</legend>
          <ul className={styles.rows}>
            {experts.map((one, place) => (
              <li key={one.key} className={styles.stack}>
                <div className={styles.fields}>
                  <Field label={t('selection.expertName', { value: place + 1 })} error={isTried && one.first.trim() === '' ? t('process.needed') : undefined}>
                    {(wiring) => <Input {...wiring} name={`expert-${place}`} value={one.first} onChange={(event) => changeExpert(one.key, { first: event.target.value })} />}
                  </Field>
                  <Field label={t('selection.expertUnit', { value: place + 1 })} error={isTried && one.second.trim() === '' ? t('process.needed') : undefined}>
                    {(wiring) => <Input {...wiring} name={`unit-${place}`} value={one.second} onChange={(event) => changeExpert(one.key, { second: event.target.value })} />}
                  </Field>
                </div>
                <div>
                  <Button size="small" onClick={() => setExperts(experts.filter((other) => other.key !== one.key))}>
                    {t('selection.remove')}
                    <span className="visually-hidden">
                      {t('common.colon')}
                      <RecordText text={one.first || t('selection.expertNumber', { value: place + 1 })} />
                    </span>
                  </Button>
                </div>
              </li>
            ))}
          </ul>
          <div>
            <Button onClick={() => setExperts([...experts, { key: nextKey('e', experts), first: '', second: '' }])}>{t('selection.addExpert')}</Button>
          </div>
        </fieldset>
      </div>
      {save.isError && <Alert type="error" showIcon title={fieldFault(save.error, '/candidates') ?? fieldFault(save.error, '/experts') ?? textOf(save.error)} />}
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={save.isPending}>
          {t('selection.save')}
        </Button>
        {canCancel && <Button onClick={onDone}>{t('process.cancel')}</Button>}
      </div>
    </form>
  );
}
