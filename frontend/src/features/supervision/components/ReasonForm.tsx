// How is one text asked for, such as a reason, a reply or a note? A line to open it, a box, a button.
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Alert, Button, RecordText, TextArea, useProblemText } from '../../../shared/ui';
import styles from './supervision.module.css';

/** A button that opens a box for one text, and sends it. */
export function ReasonForm(props: {
  open: string;
  /** Said to screen readers after the button's word: what it is about. */
  about: string;
  label: string;
  send: string;
  isDanger?: boolean;
  /** As tall as the buttons beside it; small by itself. */
  isTall?: boolean;
  isOptional?: boolean;
  isPending: boolean;
  error: unknown;
  onSend: (text: string, done: () => void) => void;
}) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [isTried, setTried] = useState(false);
  const isMissing = !props.isOptional && text.trim() === '';
  if (!isOpen) {
    return (
      <div>
        <Button size={props.isTall ? 'middle' : 'small'} danger={props.isDanger ?? false} onClick={() => setOpen(true)}>
          {props.open}
          <span className="visually-hidden">
            {t('common.colon')}
            <RecordText text={props.about} />
          </span>
        </Button>
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isMissing || props.isPending) return;
    props.onSend(text.trim(), () => {
      setOpen(false);
      setText('');
      setTried(false);
    });
  };
  return (
    <form className={styles.form} onSubmit={submit} aria-labelledby={id} noValidate>
      <span id={id} className="visually-hidden">
        {props.open}
        {t('common.colon')}
        <RecordText text={props.about} />
      </span>
      <TextArea label={props.label} name="text" value={text} onChange={setText} error={isTried && isMissing ? t('supervision.needed') : undefined} />
      {props.error !== null && props.error !== undefined && <Alert type="error" showIcon title={textOf(props.error)} />}
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" danger={props.isDanger ?? false} aria-busy={props.isPending}>
          {props.send}
        </Button>
        <Button onClick={() => setOpen(false)}>{t('supervision.cancel')}</Button>
      </div>
    </form>
  );
}
