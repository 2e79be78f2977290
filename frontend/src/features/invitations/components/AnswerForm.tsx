// How does a reviewer give a reason? From a short list, with words where they are needed; large enough for a thumb.
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBilingual } from '../../../shared/i18n';
import { Button, Field, GrowingText } from '../../../shared/ui';
import { isAnswer } from '../answer';
import type { AnswerWord } from '../types';
import styles from './invitations.module.css';
import { Trouble } from './Parts';

const LONGEST = 1000;

/** Big options, one under the other. */
export function Options({ label, options, chosen, onChoose }: { label: string; options: readonly { value: string; label: string }[]; chosen: string; onChoose: (value: string) => void }) {
  const name = useId();
  return (
    <fieldset className={styles.options}>
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.option} data-chosen={chosen === option.value}>
          <input type="radio" name={name} value={option.value} checked={chosen === option.value} onChange={() => onChoose(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Reasons, words, one button. */
export function AnswerForm(props: { label: string; list: readonly AnswerWord[]; send: string; hint?: string; isDanger?: boolean; error: unknown; isPending: boolean; onSend: (code: string, words: string) => void; onCancel?: () => void }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const [code, setCode] = useState('');
  const [words, setWords] = useState('');
  const [isTried, setTried] = useState(false);
  const isWhole = isAnswer(props.list, code, words);
  const needsWords = props.list.find((word) => word.code === code)?.words === true;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isWhole && !props.isPending) props.onSend(code, words.trim());
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Options label={props.label} options={props.list.map((word) => ({ value: word.code, label: bilingual(word) }))} chosen={code} onChoose={setCode} />
      {isTried && code === '' && (
        <p className={styles.fault} role="alert">
          {t('invitations.chooseReason')}
        </p>
      )}
      <Field label={t(needsWords ? 'invitations.wordsNeeded' : 'invitations.words')} hint={props.hint} error={isTried && code !== '' && !isWhole ? t('invitations.writeWords') : undefined}>
        {(wiring) => <GrowingText {...wiring} name="words" maxLength={LONGEST} value={words} onChange={(event) => setWords(event.target.value)} />}
      </Field>
      <Trouble error={props.error} />
      <div className={styles.buttons}>
        <Button size="large" type="primary" danger={props.isDanger ?? false} htmlType="submit" aria-busy={props.isPending}>
          {props.send}
        </Button>
        {props.onCancel && (
          <Button size="large" onClick={props.onCancel}>
            {t('common.cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}
