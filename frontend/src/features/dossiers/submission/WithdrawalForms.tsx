// With what words is a withdrawal asked for, and answered? A choice with its effect, and a reason.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldFault } from '../../../api/problems';
import { newKey } from '../../../api/intent';
import { Button, OptionGroup, TextArea } from '../../../shared/ui';
import { useAnswerWithdrawal, useAskWithdrawal } from './queries';
import { Refusal } from './Refusal';
import styles from './submission.module.css';
import type { DossierSubmissions, DossierWithdrawal } from './types';

/** Characters of a reason and of an answer, at the least; as the server has it. */
const LEAST_REASON = 4;
const LEAST_ANSWER = 2;
const MOST = 2000;

const lengthOf = (text: string) => [...text.trim()].length;

/** What becomes of the place, in words. */
export function useEffectWords(known: Pick<DossierSubmissions, 'frees_place'>): (isReplacement: boolean) => string {
  const { t } = useTranslation();
  return (isReplacement) => {
    if (isReplacement) return t('submission.effectReplace');
    return t(known.frees_place ? 'submission.effectFrees' : 'submission.effectKeeps');
  };
}

/** The request. */
export function AskForm({ id, known }: { id: string; known: DossierSubmissions }) {
  const { t } = useTranslation();
  const effect = useEffectWords(known);
  const ask = useAskWithdrawal(id);
  const [kind, setKind] = useState('plain');
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const [key, setKey] = useState(newKey);
  const isReplacement = kind === 'replacement';
  const isShort = lengthOf(reason) < LEAST_REASON || lengthOf(reason) > MOST;
  // Other words are another request.
  const change = (then: () => void) => {
    then();
    setKey(newKey());
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isShort || ask.isPending) return;
    ask.mutate({ key, version: known.version, reason: reason.trim(), is_replacement: isReplacement });
  };
  return (
    <form className={styles.form} onSubmit={send} noValidate>
      <OptionGroup
        label={t('submission.kind')}
        options={[{ value: 'plain', label: t('submission.plain') }, ...(known.may_replace ? [{ value: 'replacement', label: t('submission.replacement') }] : [])]}
        chosen={[kind]}
        hint={effect(isReplacement)}
        onChange={([chosen]) => change(() => setKind(chosen ?? 'plain'))}
      />
      <TextArea
        label={t('submission.reason')}
        name="reason"
        value={reason}
        hint={t('submission.reasonHint')}
        error={isTried && isShort ? t('submission.length', { least: LEAST_REASON, most: MOST }) : fieldFault(ask.error, '/reason')}
        onChange={(text) => change(() => setReason(text))}
      />
      <Refusal id={id} of={ask} moved={t('submission.moved')} />
      <div>
        <Button type="primary" danger htmlType="submit" aria-busy={ask.isPending}>
          {t('submission.askIt')}
        </Button>
      </div>
    </form>
  );
}

/** The answer. */
export function AnswerForm({ id, withdrawal, known }: { id: string; withdrawal: DossierWithdrawal; known: DossierSubmissions }) {
  const { t } = useTranslation();
  const effect = useEffectWords(known);
  const send = useAnswerWithdrawal(id, withdrawal.id);
  const [choice, setChoice] = useState('');
  const [answer, setAnswer] = useState('');
  const [isTried, setTried] = useState(false);
  const isShort = lengthOf(answer) < LEAST_ANSWER || lengthOf(answer) > MOST;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (choice === '' || isShort || send.isPending) return;
    send.mutate({ version: known.version, is_granted: choice === 'grant', answer: answer.trim() });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate aria-label={t('submission.answer')}>
      <OptionGroup
        label={t('submission.answer')}
        options={[
          { value: 'grant', label: t('submission.grant') },
          { value: 'refuse', label: t('submission.refuse') },
        ]}
        chosen={[choice]}
        hint={choice === 'grant' ? effect(withdrawal.is_replacement) : choice === 'refuse' ? t('submission.effectRefuse') : undefined}
        error={isTried && choice === '' ? t('submission.choose') : undefined}
        onChange={([chosen]) => setChoice(chosen ?? '')}
      />
      <TextArea
        label={t('submission.answerReason')}
        name="answer"
        value={answer}
        error={isTried && isShort ? t('submission.length', { least: LEAST_ANSWER, most: MOST }) : fieldFault(send.error, '/answer')}
        onChange={setAnswer}
      />
      <Refusal id={id} of={send} moved={t('submission.moved')} />
      <div>
        <Button type="primary" htmlType="submit" danger={choice === 'refuse'} aria-busy={send.isPending}>
          {t('submission.answerIt')}
        </Button>
      </div>
    </form>
  );
}
