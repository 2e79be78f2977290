// Which candidates does the society nominate, and which stand by?
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldFault } from '../../../api/problems';
import type { SelectionView } from '../../../api/types';
import { Alert, Button, OptionGroup, RecordText, TextArea, useProblemText } from '../../../shared/ui';
import styles from './process.module.css';
import { useDecideSelection } from './queries';

const OUTCOMES = ['chosen', 'reserve', 'not_chosen'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** The form of the decision; what was decided before is proposed, or the first by rank. */
export function DecideForm({ view }: { view: SelectionView }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const decide = useDecideSelection(view.year);
  const expected = view.call?.expected ?? 0;
  const scored = view.candidates.filter((one) => one.place != null).sort((left, right) => (left.place ?? 0) - (right.place ?? 0));
  const [outcomes, setOutcomes] = useState<Readonly<Record<string, Outcome>>>(() =>
    Object.fromEntries(scored.map((one, place) => [one.key, OUTCOMES.find((outcome) => outcome === one.outcome) ?? (place < expected ? 'chosen' : 'not_chosen')])),
  );
  const [summary, setSummary] = useState('');
  const [isTried, setTried] = useState(false);
  const of = (outcome: Outcome) => scored.filter((one) => outcomes[one.key] === outcome).map((one) => one.key);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (summary.trim() === '' || of('chosen').length === 0 || decide.isPending) return;
    decide.mutate({ version: view.version, society_id: view.society_id, chosen: of('chosen'), reserve: of('reserve'), summary: summary.trim() });
  };
  return (
    <form className={styles.form} aria-label={t('selection.decision')} onSubmit={submit} noValidate>
      {scored.map((one) => (
        <OptionGroup
          key={one.key}
          label={<RecordText text={`${one.place}. ${one.title}`} />}
          options={OUTCOMES.map((outcome) => ({ value: outcome, label: t(`selectionOutcome.${outcome}`) }))}
          chosen={[outcomes[one.key] ?? 'not_chosen']}
          onChange={(chosen) => setOutcomes({ ...outcomes, [one.key]: (chosen[0] ?? 'not_chosen') as Outcome })}
        />
      ))}
      <TextArea label={t(view.call?.decided_at ? 'selection.whyAnew' : 'selection.summary')} name="summary" value={summary} onChange={setSummary} error={isTried && summary.trim() === '' ? t('process.needed') : fieldFault(decide.error, '/summary')} />
      {isTried && of('chosen').length === 0 && <Alert type="error" showIcon title={t('selection.noneChosen')} />}
      {decide.isError && <Alert type="error" showIcon title={fieldFault(decide.error, '/chosen') ?? textOf(decide.error)} />}
      <div>
        <Button type="primary" htmlType="submit" aria-busy={decide.isPending}>
          {t(view.call?.decided_at ? 'selection.decideAnew' : 'selection.decide')}
        </Button>
      </div>
    </form>
  );
}
