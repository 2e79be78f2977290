// How does a society say that an item of its record is wrong? Which round, which fact, why, what would be right.
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { fieldFault, ProblemError } from '../../../api/problems';
import type { IndicatorView, RecordView } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Field, Input, SelectField, TextArea, useProblemText } from '../../../shared/ui';
import { madeOf } from '../figures';
import { useCases, useFileDispute } from '../queries';
import styles from './track_record.module.css';

const SHORTEST = 10;

/** The form that files a dispute about an indicator of a round, or one fact behind it. */
export function DisputeForm(props: { record: RecordView; indicator: IndicatorView; year: number | undefined; onDone: () => void }) {
  const { record, indicator } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const textOf = useProblemText();
  const file = useFileDispute(record.society_id);
  const rounds = record.rounds.filter((round) => round.figures.some((figure) => figure.indicator === indicator.id));
  const [year, setYear] = useState(props.year ?? rounds[0]?.year ?? 0);
  const [item, setItem] = useState('');
  const [claim, setClaim] = useState('');
  const [value, setValue] = useState('');
  const [isTried, setTried] = useState(false);
  const key = useRef(newKey());
  const cases = useCases(record.society_id, year, indicator.id);
  const round = rounds.find((one) => one.year === year);
  const isShort = claim.trim().length < SHORTEST;
  const isNumber = value === '' || /^\d{1,6}$/.test(value.trim());
  const measureName = (measure: string) => {
    const known = indicator.measures.find((one) => one.measure === measure);
    return known === undefined ? measure : language === 'en' ? known.name_en : known.name;
  };
  const facts = (cases.data?.cases ?? []).flatMap((one) =>
    one.facts.map((fact) => ({
      value: JSON.stringify([one.case_ref, fact.measure]),
      label: `${one.case_title || one.case_ref || t('record.wholeRound')} · ${measureName(fact.measure)} ${fact.value}`,
    })),
  );
  const edit = (change: () => void) => {
    change();
    key.current = newKey();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isShort || !isNumber || file.isPending) return;
    const [caseRef, measure] = item === '' ? [null, null] : (JSON.parse(item) as [string, string]);
    file.mutate(
      { body: { round: year, indicator: indicator.id, case_ref: caseRef, measure, claim: claim.trim(), claimed_value: value.trim() === '' ? null : Number(value) }, key: key.current },
      {
        onSuccess: props.onDone,
        onError: (error) => {
          if (error instanceof ProblemError && error.status >= 400 && error.status < 500 && error.status !== 401) key.current = newKey();
        },
      },
    );
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.minor}>
        {t('dispute.formText')}
        {round?.disputable_until && ` ${t('dispute.until', { time: formatTime(round.disputable_until, language) })}`}
      </p>
      <SelectField
        label={t('record.columns.round')}
        value={String(year)}
        options={rounds.map((one) => ({ value: String(one.year), label: `${one.year} · ${madeOf(one.figures.find((figure) => figure.indicator === indicator.id))}` }))}
        onChange={(next) => edit(() => { setYear(Number(next)); setItem(''); })}
      />
      <SelectField label={t('dispute.item')} value={item} options={[{ value: '', label: t('dispute.wholeIndicator') }, ...facts]} onChange={(next) => edit(() => setItem(next))} />
      <Field label={t('dispute.claimedValue')} hint={t('dispute.claimedValueHint')} error={isTried && !isNumber ? t('dispute.numberFault') : fieldFault(file.error, '/claimed_value')}>
        {(wiring) => <Input {...wiring} name="claimed_value" inputMode="numeric" value={value} onChange={(event) => edit(() => setValue(event.target.value))} />}
      </Field>
      <TextArea label={t('dispute.claim')} name="claim" rows={5} value={claim} hint={t('dispute.claimHint')} error={isTried && isShort ? t('dispute.shortFault') : fieldFault(file.error, '/claim')} onChange={(text) => edit(() => setClaim(text))} />
      {file.isError && <Alert type="error" showIcon title={textOf(file.error)} />}
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" loading={file.isPending}>
          {t('dispute.send')}
        </Button>
      </div>
    </form>
  );
}
