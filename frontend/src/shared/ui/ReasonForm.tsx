// How is a deed done that needs a reason? Its choices, the reason, one button.
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isReason, REASON_LEAST } from '../reason';
import { GrowingText } from './controls';
import { Field } from './fields';
import styles from './kit.module.css';
import { Button } from './primitives';

const LONGEST = 2000;

/** A box for a reason; what is wrong with it is told once it was tried. */
export function ReasonField({ label, hint, isTried, longest = LONGEST, value, onChange }: { label?: string | undefined; hint?: string | undefined; isTried: boolean; longest?: number; value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation();
  return (
    <Field label={label ?? t('common.reason')} hint={hint} error={isTried && !isReason(value) ? t('common.reasonShort', { least: REASON_LEAST }) : undefined}>
      {(wiring) => <GrowingText {...wiring} name="reason" maxLength={longest} value={value} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}

/** A form with a reason; what is typed stays when the server refuses. */
export function ReasonForm(props: {
  label: string;
  reasonLabel?: string;
  hint?: string;
  longest?: number;
  send: string;
  isDanger?: boolean;
  /** Whether everything but the reason is chosen. */
  isFit?: boolean;
  /** What is missing besides the reason. */
  unfit?: string;
  /** Why the server refused, as the feature tells it. */
  trouble: ReactNode;
  isPending: boolean;
  onSend: (reason: string) => void;
  onCancel?: () => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const isFit = props.isFit ?? true;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isFit && isReason(reason) && !props.isPending) props.onSend(reason.trim());
  };
  return (
    <form className={styles.reasonForm} aria-label={props.label} onSubmit={submit} noValidate>
      {props.children}
      {isTried && !isFit && props.unfit && (
        <p className={styles.fieldError} role="alert">
          {props.unfit}
        </p>
      )}
      <ReasonField label={props.reasonLabel} hint={props.hint} isTried={isTried} {...(props.longest === undefined ? {} : { longest: props.longest })} value={reason} onChange={setReason} />
      {props.trouble}
      <div className={styles.reasonButtons}>
        <Button type="primary" danger={props.isDanger ?? false} htmlType="submit" aria-busy={props.isPending}>
          {props.send}
        </Button>
        {props.onCancel && <Button onClick={props.onCancel}>{t('common.cancel')}</Button>}
      </div>
    </form>
  );
}
