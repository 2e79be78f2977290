// What would become of each nomination? Every one named before anything is asked; a large number is typed to confirm.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBilingual } from '../../../shared/i18n';
import { Button, Dialog, Field, Input, QueryView, RecordText, ShortList } from '../../../shared/ui';
import { isConfirmed, split } from '../batch';
import { newKey, useAskBatch, usePreview } from '../queries';
import type { BatchRequest, Outlook } from '../types';
import styles from './examination.module.css';
import { Trouble } from './Trouble';

/** So many nominations are listed at once. */
const SHOWN = 100;

/** The dialog of one batch. */
export function BatchDialog(props: { year: number; request: BatchRequest | undefined; typedFrom: number; onClose: () => void; onAsked: () => void }) {
  const { t } = useTranslation();
  const { request } = props;
  return (
    <Dialog isOpen={request !== undefined} isWide title={t(request?.action === 'open' ? 'examination.batch.open' : 'examination.batch.accept')} onClose={props.onClose}>
      {request && <Looked {...props} request={request} />}
    </Dialog>
  );
}

function Looked({ year, request, typedFrom, onClose, onAsked }: { year: number; request: BatchRequest; typedFrom: number; onClose: () => void; onAsked: () => void }) {
  const query = usePreview(year, request);
  return <QueryView query={query}>{(rows) => <Confirm year={year} request={request} rows={rows} typedFrom={typedFrom} onClose={onClose} onAsked={onAsked} />}</QueryView>;
}

function Confirm({ year, request, rows, typedFrom, onClose, onAsked }: { year: number; request: BatchRequest; rows: readonly Outlook[]; typedFrom: number; onClose: () => void; onAsked: () => void }) {
  const { t } = useTranslation();
  const ask = useAskBatch(year);
  const [typed, setTyped] = useState('');
  const [isTried, setTried] = useState(false);
  // A repeat of the same request is one batch.
  const [key] = useState(newKey);
  const { done, left } = split(rows);
  const count = done.length;
  const isTyped = count >= typedFrom;
  const isSure = isConfirmed(typed, count, typedFrom);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    // What was looked at is what is asked for: each by its key, and how many.
    if (isSure && !ask.isPending) ask.mutate({ ...request, nominations: done.map((row) => row.nomination_id), expected: count, key }, { onSuccess: onAsked });
  };
  return (
    <form className={styles.inDialog} onSubmit={submit} noValidate>
      <p>{t(request.action === 'open' ? 'examination.batch.openText' : 'examination.batch.acceptText', { count })}</p>
      {count > 0 && <Rows name={t('examination.batch.willDo', { count })} effect={t(request.action === 'open' ? 'examination.batch.opens' : 'examination.batch.accepts')} rows={done} />}
      {left.length > 0 && <Rows name={t('examination.batch.willLeave', { count: left.length })} rows={left} />}
      {count === 0 && <p>{t('examination.batch.none')}</p>}
      {isTyped && (
        <Field label={t('examination.batch.type', { count })} error={isTried && !isSure ? t('examination.batch.mustType', { count }) : undefined}>
          {(wiring) => <Input {...wiring} inputMode="numeric" autoComplete="off" name="count" value={typed} onChange={(event) => setTyped(event.target.value)} />}
        </Field>
      )}
      <Trouble error={ask.error} />
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={ask.isPending} disabled={count === 0}>
          {t('examination.batch.confirm', { count })}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}

function Rows({ name, effect, rows }: { name: string; effect?: string; rows: readonly Outlook[] }) {
  const bilingual = useBilingual();
  return (
    <div className={styles.stack}>
      <h3>{name}</h3>
      <ShortList items={rows} limit={SHOWN}>
        {(shown) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, also by keyboard
          <ul className={styles.outlook} tabIndex={0} aria-label={name}>
            {shown.map((row) => (
              <li key={row.nomination_id}>
                <span className={styles.outlookTitle}>
                  <RecordText text={row.title} />
                  <span className={`${styles.minor} ${styles.number}`}>
                    <RecordText text={row.number} />
                  </span>
                </span>
                <span className={row.obstacle ? styles.fault : styles.minor}>{row.obstacle ? bilingual(row.obstacle) : effect}</span>
              </li>
            ))}
          </ul>
        )}
      </ShortList>
    </div>
  );
}
