// How does CAST answer a dispute? Accepted, the facts are corrected; either way it says why.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError, presentOf } from '../../../api/problems';
import type { DisputeView } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { Alert, Button, Field, Input, QueryView, RecordText, SelectField, TextArea, useProblemText } from '../../../shared/ui';
import { useAnswerDispute, useCases } from '../queries';
import styles from './track_record.module.css';

const SHORTEST = 10;

interface FactRow {
  key: string;
  caseRef: string;
  measure: string;
  label: string;
  value: number;
}

/** The answer to one dispute; what is corrected starts from what the society says would be right. */
export function AnswerForm({ dispute, onDone }: { dispute: DisputeView; onDone: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const cases = useCases(dispute.society_id, dispute.round, dispute.indicator);
  return (
    <div className={styles.stack}>
      <div className={styles.quote}>
        <RecordText text={dispute.claim} />
      </div>
      <QueryView query={cases} rows={4}>
        {(loaded) => {
          const nameOf = (measure: string) => {
            const known = loaded.sums.find((sum) => sum.measure === measure);
            return known === undefined ? measure : language === 'en' ? known.name_en : known.name;
          };
          const rows = loaded.cases.flatMap((one) =>
            one.facts.map((fact) => ({
              key: `${one.case_ref}/${fact.measure}`,
              caseRef: one.case_ref,
              measure: fact.measure,
              label: `${one.case_title || one.case_ref || t('record.wholeRound')} · ${nameOf(fact.measure)}`,
              value: fact.value,
            })),
          );
          return <Form dispute={dispute} rows={withDisputed(rows, dispute, nameOf)} onDone={onDone} />;
        }}
      </QueryView>
    </div>
  );
}

/** The fact that is disputed may not be recorded at all yet: it can still be corrected. */
function withDisputed(rows: FactRow[], dispute: DisputeView, nameOf: (measure: string) => string): FactRow[] {
  const { case_ref: caseRef, measure } = dispute;
  if (caseRef === null || caseRef === undefined || !measure) return rows;
  const key = `${caseRef}/${measure.measure}`;
  if (rows.some((row) => row.key === key)) return rows;
  return [{ key, caseRef, measure: measure.measure, label: `${caseRef} · ${nameOf(measure.measure)}`, value: 0 }, ...rows];
}

function Form({ dispute, rows, onDone }: { dispute: DisputeView; rows: readonly FactRow[]; onDone: () => void }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const answer = useAnswerDispute();
  const disputed = `${dispute.case_ref ?? ''}/${dispute.measure?.measure ?? ''}`;
  const [isAccepted, setAccepted] = useState(true);
  const [chosen, setChosen] = useState(rows.some((row) => row.key === disputed) ? disputed : (rows[0]?.key ?? ''));
  const [value, setValue] = useState(dispute.claimed_value === null || dispute.claimed_value === undefined ? '' : String(dispute.claimed_value));
  const [text, setText] = useState('');
  const [isTried, setTried] = useState(false);
  const row = rows.find((one) => one.key === chosen);
  const isShort = text.trim().length < SHORTEST;
  const isNumber = /^\d{1,6}$/.test(value.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isShort || answer.isPending || (isAccepted && (row === undefined || !isNumber))) return;
    const corrections = isAccepted && row !== undefined ? [{ case_ref: row.caseRef, measure: row.measure, value: Number(value) }] : [];
    answer.mutate({ id: dispute.id, version: dispute.version, body: { is_accepted: isAccepted, answer: text.trim(), corrections } }, { onSuccess: onDone });
  };
  const fields = answer.error instanceof ProblemError ? answer.error.fields : [];
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <SelectField
        label={t('dispute.decision')}
        value={isAccepted ? 'accept' : 'reject'}
        options={[
          { value: 'accept', label: t('dispute.accept') },
          { value: 'reject', label: t('dispute.reject') },
        ]}
        onChange={(next) => setAccepted(next === 'accept')}
      />
      {isAccepted && (
        <>
          <SelectField label={t('dispute.correct')} value={chosen} options={rows.map((one) => ({ value: one.key, label: `${one.label} ${one.value}` }))} onChange={setChosen} />
          <Field label={t('dispute.correctTo')} error={isTried && !isNumber ? t('dispute.numberFault') : undefined}>
            {(wiring) => <Input {...wiring} name="value" inputMode="numeric" value={value} onChange={(event) => setValue(event.target.value)} />}
          </Field>
        </>
      )}
      <TextArea label={t('dispute.reason')} name="answer" rows={5} value={text} hint={t('dispute.reasonHint')} error={isTried && isShort ? t('dispute.shortFault') : undefined} onChange={setText} />
      {answer.isError && (
        <Alert type="error" showIcon title={presentOf(answer.error) ? t('dispute.movedOn') : textOf(answer.error)} description={fields.map((field) => field.message).join('；') || undefined} />
      )}
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" loading={answer.isPending}>
          {t('dispute.sendAnswer')}
        </Button>
      </div>
    </form>
  );
}
