// What does a message say, and what may be done with it?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Facts, QueryView, RecordText, Tag, TextArea, useProblemText } from '../../../shared/ui';
import type { OutboxMessageText } from '../../../api/types';
import { useBounce, useDeed, useMessage } from '../queries';
import { useErrorText, useRecipient } from '../words';
import { toneOfMail } from '../tones';
import styles from './notifications.module.css';

function Deeds({ message }: { message: OutboxMessageText }) {
  const { t } = useTranslation();
  const label = useLabel();
  const textOf = useProblemText();
  const deed = useDeed();
  const bounce = useBounce();
  const [reason, setReason] = useState('');
  const { id, version, state } = message;
  const failure = deed.error ?? bounce.error;
  return (
    <div className={styles.stack}>
      {message.barred && <Alert type="info" showIcon title={label('outbox', `barred.${message.barred}`)} />}
      {failure && <Alert type="error" showIcon title={textOf(failure)} />}
      {state === 'waiting' && <TextArea label={t('outbox.holdReason')} name="reason" rows={2} value={reason} onChange={setReason} />}
      <div className={styles.row}>
        {state === 'held' && (
          <Button type="primary" disabled={Boolean(message.barred)} loading={deed.isPending} onClick={() => deed.mutate({ id, version, deed: 'release' })}>
            {t('outbox.release')}
          </Button>
        )}
        {state === 'waiting' && (
          <Button disabled={reason.trim() === ''} loading={deed.isPending} onClick={() => deed.mutate({ id, version, deed: 'hold', reason: reason.trim() })}>
            {t('outbox.hold')}
          </Button>
        )}
        {/* The link of this kind is wiped: whoever sent it makes another. */}
        {(state === 'failed' || state === 'bounced') && message.kind !== 'nominee_asked' && (
          <Button loading={deed.isPending} onClick={() => deed.mutate({ id, version, deed: 'resend' })}>
            {t('outbox.resend')}
          </Button>
        )}
        {state === 'sent' && (
          <Button loading={bounce.isPending} onClick={() => bounce.mutate(id)}>
            {t('outbox.bounce')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** The content of the dialog of one message. */
export function MessageDialog({ id }: { id: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const recipientOf = useRecipient();
  const errorOf = useErrorText();
  const query = useMessage(id);
  return (
    <QueryView query={query} rows={4}>
      {(message) => (
        <div className={styles.stack}>
          <Facts
            facts={[
              { label: t('outbox.recipient'), value: <RecordText text={recipientOf(message)} /> },
              {
                label: t('outbox.state'),
                value: <Tag tone={toneOfMail(message.state)}>{label('outbox', `states.${message.state}`)}</Tag>,
              },
              ...(message.decided_by ? [{ label: t('outbox.decidedBy'), value: <RecordText text={message.decided_by} /> }] : []),
              ...(message.held_by ? [{ label: t('outbox.heldBy'), value: <RecordText text={message.held_by} /> }] : []),
              ...(message.released_by ? [{ label: t('outbox.releasedBy'), value: <RecordText text={message.released_by} /> }] : []),
              ...(message.error ? [{ label: t('outbox.error'), value: errorOf(message.error) }] : []),
              { label: t('outbox.attempts'), value: String(message.attempts) },
              { label: t('outbox.createdAt'), value: formatTime(message.created_at, language) },
              ...(message.sent_at ? [{ label: t('outbox.sentAt'), value: formatTime(message.sent_at, language) }] : []),
            ]}
          />
          <pre className={styles.letter}>
            <RecordText text={message.text} />
          </pre>
          <Deeds message={message} />
        </div>
      )}
    </QueryView>
  );
}
