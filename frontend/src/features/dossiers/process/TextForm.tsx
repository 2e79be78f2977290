// How is one text asked for, such as a reason? A button that opens a box, and sends what is in it.
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, RecordText, TextArea } from '../../../shared/ui';
import { useFocusOnTurn } from '../focus';
import styles from './process.module.css';

/** A button that opens a box for one text; `about` tells it from its like in the other rows of a table. */
export function TextForm(props: { open: string; label: string; send: string; about?: string; isDanger?: boolean; isOptional?: boolean; isPrimary?: boolean; isPending: boolean; refusal: ReactNode; onSend: (text: string) => void }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [isTried, setTried] = useState(false);
  const place = useFocusOnTurn(isOpen);
  const isMissing = props.isOptional !== true && text.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isMissing && !props.isPending) props.onSend(text.trim());
  };
  return (
    <div ref={place} className={styles.turning}>
      {isOpen ? (
        <form className={styles.form} aria-label={props.about === undefined ? props.open : `${props.open}${t('common.colon')}${props.about}`} onSubmit={submit} noValidate>
          <TextArea label={props.label} name="text" value={text} onChange={setText} error={isTried && isMissing ? t('process.needed') : undefined} />
          {props.refusal}
          <div className={styles.buttons}>
            <Button type="primary" htmlType="submit" danger={props.isDanger ?? false} aria-busy={props.isPending}>
              {props.send}
            </Button>
            <Button onClick={() => setOpen(false)}>{t('process.cancel')}</Button>
          </div>
        </form>
      ) : (
        <Button type={props.isPrimary ? 'primary' : 'default'} danger={props.isDanger ?? false} onClick={() => setOpen(true)}>
          {props.open}
          {props.about !== undefined && (
            <span className="visually-hidden">
              {t('common.colon')}
              <RecordText text={props.about} />
            </span>
          )}
        </Button>
      )}
    </div>
  );
}
