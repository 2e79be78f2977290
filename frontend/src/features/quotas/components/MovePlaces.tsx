// How are places handed out of the reserve, or given back? A number and a reason; both stay in the ledger.
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { fieldFault } from '../../../api/problems';
import { Alert, Button, Field, Input, TextArea, useProblemText } from '../../../shared/ui';
import type { QuotaCounter } from '../contract';
import { readNumber } from '../numbers';
import { useMovePlaces } from '../ledger';
import styles from './quotas.module.css';

/** The form; `most` is how many places there are to move. */
export function MovePlaces(props: { year: number; counter: QuotaCounter; way: 'transfer' | 'give_back'; most: number; onDone: () => void }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const move = useMovePlaces(props.year, props.way);
  const [places, setPlaces] = useState('1');
  const [reason, setReason] = useState('');
  const key = useRef(newKey());
  const number = readNumber(places);
  const isFit = number !== undefined && Number.isInteger(number) && number >= 1 && number <= props.most;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (move.isPending || number === undefined || !isFit || reason.trim() === '') return;
    move.mutate({ key: key.current, counter: props.counter.id, places: number, reason }, { onSuccess: props.onDone, onError: () => (key.current = newKey()) });
  };
  return (
    <form className={styles.stack} onSubmit={submit}>
      {move.isError && <Alert type="error" showIcon title={fieldFault(move.error, '/places') ?? textOf(move.error)} />}
      <p>{t(`ledger.moveTexts.${props.way}`, { value: props.most })}</p>
      <Field label={t('ledger.places')} error={isFit ? undefined : t('ledger.placesFault', { max: props.most })}>
        {(wiring) => <Input {...wiring} name="places" inputMode="numeric" className={styles.narrow ?? ''} value={places} onChange={(event) => setPlaces(event.target.value)} />}
      </Field>
      <TextArea label={t('quota.columns.reason')} name="reason" value={reason} onChange={setReason} />
      <div>
        <Button type="primary" htmlType="submit" disabled={!isFit || reason.trim() === ''} aria-busy={move.isPending}>
          {t(`ledger.moves.${props.way}`)}
        </Button>
      </div>
    </form>
  );
}
