// How does a society appeal? How many places it asks for and why, before the clock runs out.
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { fieldFault } from '../../../api/problems';
import { Alert, Button, Field, Input, TextArea, useProblemText } from '../../../shared/ui';
import type { SocietyQuotaDecision } from '../contract';
import { readNumber } from '../numbers';
import { useAppeal } from '../proposals';
import styles from './quotas.module.css';

/** The form of an appeal. */
export function AppealForm({ society, decision }: { society: string; decision: SocietyQuotaDecision }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const appeal = useAppeal(decision.proposal_id);
  const [wanted, setWanted] = useState(String(decision.decided + 1));
  const [ground, setGround] = useState('');
  const key = useRef(newKey());
  const number = readNumber(wanted);
  const isFit = number !== undefined && Number.isInteger(number) && number > decision.decided;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (appeal.isPending || number === undefined || !isFit || ground.trim() === '') return;
    appeal.mutate({ key: key.current, society_id: society, ground, wanted: number }, { onError: () => (key.current = newKey()) });
  };
  return (
    <form className={styles.stack} onSubmit={submit}>
      {appeal.isError && <Alert type="error" showIcon title={fieldFault(appeal.error, '/wanted') ?? textOf(appeal.error)} />}
      <p>{t('appeal.formText')}</p>
      <Field label={t('appeal.wanted')} hint={t('appeal.wantedHint', { value: decision.decided })} error={isFit ? undefined : t('appeal.wantedFault', { value: decision.decided })}>
        {(wiring) => <Input {...wiring} name="wanted" inputMode="numeric" className={styles.narrow ?? ''} value={wanted} onChange={(event) => setWanted(event.target.value)} />}
      </Field>
      <TextArea label={t('appeal.ground')} name="ground" rows={6} value={ground} onChange={setGround} hint={t('appeal.groundHint')} error={fieldFault(appeal.error, '/ground')} />
      <div>
        <Button type="primary" htmlType="submit" disabled={!isFit || ground.trim() === ''} aria-busy={appeal.isPending}>
          {t('appeal.file')}
        </Button>
      </div>
    </form>
  );
}
