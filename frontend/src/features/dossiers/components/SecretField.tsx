// How is a personal datum written? Its ends tell that it is there; an edit replaces it whole; to read it one says why.
import { type FormEvent, type ReactNode, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../../api/types';
import { useBilingual } from '../../../shared/i18n';
import { Alert, Button, Dialog, Field, FieldNotes, RecordText, type Room, TextArea, useProblemText } from '../../../shared/ui';
import { textOf } from '../form';
import { focusOn } from '../focus';
import { useReveal } from '../queries';
import { DossierIdContext, ReadOnlyContext, useTheEditor, useView } from '../useEditor';
import { Day, Line } from './controls';
import styles from './dossiers.module.css';

/** Fewest characters of a reason, as the server asks. */
const LEAST_REASON = 4;

/** A personal datum: masked, to be replaced, or shown for a reason. */
export function SecretField(props: { address: string; field: FormField; label: ReactNode; hint: ReactNode; error: string | undefined; room: Room }) {
  const { address, field } = props;
  const { t } = useTranslation();
  const editor = useTheEditor();
  const view = useView(address);
  // What is typed stays in sight until the person is done, also after the server has it and tells only its ends.
  const [draft, setDraft] = useState<string>();
  const [isAsking, setAsking] = useState(false);
  const isReadOnly = useContext(ReadOnlyContext);
  if (view.isMasked && draft === undefined) {
    return (
      <fieldset id={address} tabIndex={-1} className={styles.table}>
        <legend>{props.label}</legend>
        <div className={styles.secret}>
          <span className={styles.secretValue}>
            {t('dossier.secret.filled')} <RecordText text={textOf(view.value)} />
          </span>
          <span className={styles.buttons}>
            <Button size="small" onClick={() => setAsking(true)}>
              {t('dossier.secret.reveal')}
            </Button>
            {!isReadOnly && (
              <Button
                size="small"
                onClick={() => {
                  setDraft('');
                  focusOn(address);
                }}
              >
                {t('dossier.secret.replace')}
              </Button>
            )}
          </span>
        </div>
        <FieldNotes id={address} hint={props.hint} error={props.error} room={props.room} />
        {isAsking && <Reveal address={address} field={field} onClose={() => setAsking(false)} />}
      </fieldset>
    );
  }
  const Control = field.kind === 'date' ? Day : Line;
  const isReplacing = draft === '' && view.isMasked;
  return (
    <Field id={address} label={props.label} hint={props.hint} error={props.error} room={props.room}>
      {(wiring) => (
        <span className={styles.secretBox}>
          <Control
            wiring={wiring}
            field={field}
            value={draft ?? (view.isMasked ? '' : view.value)}
            onEdit={(value) => {
              setDraft(textOf(value));
              editor.edit(address, value);
            }}
          />
          {/* Beside the box: what stands below stays where it is when somebody begins to type. */}
          {draft !== undefined && (
            <Button
              onClick={() => {
                setDraft(undefined);
                focusOn(address);
              }}
            >
              {isReplacing ? t('common.cancel') : t('dossier.secret.done')}
            </Button>
          )}
        </span>
      )}
    </Field>
  );
}

function Reveal({ address, field, onClose }: { address: string; field: FormField; onClose: () => void }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const problemText = useProblemText();
  const reveal = useReveal(useContext(DossierIdContext));
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const isShort = reason.trim().length < LEAST_REASON;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isShort && !reveal.isPending) reveal.mutate({ address, reason: reason.trim() });
  };
  return (
    <Dialog isOpen title={t('dossier.secret.title')} onClose={onClose}>
      <form className={styles.stack} onSubmit={submit} noValidate>
        <p>{t('dossier.secret.lead')}</p>
        {reveal.data === undefined ? (
          <>
            <TextArea label={t('dossier.secret.reason')} name="reason" value={reason} onChange={setReason} error={isTried && isShort ? t('dossier.secret.needReason', { value: LEAST_REASON }) : undefined} />
            {reveal.isError && <Alert type="error" showIcon title={problemText(reveal.error)} />}
            <div className={styles.buttons}>
              <Button type="primary" htmlType="submit" aria-busy={reveal.isPending}>
                {t('dossier.secret.show')}
              </Button>
              <Button onClick={onClose}>{t('common.cancel')}</Button>
            </div>
          </>
        ) : (
          <p role="status">
            {bilingual(field.label)}
            {t('common.colon')}
            <strong className={styles.secretValue}>
              <RecordText text={textOf(reveal.data)} />
            </strong>
          </p>
        )}
      </form>
    </Dialog>
  );
}
