// What waits to be sent, what a second person must release, and who is not reached?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { OutboxMessage } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, type Column, DataTable, Dialog, EmptyState, Page, QueryView, RecordText, Section, SelectField, ShortList, Stats, Tag } from '../../../shared/ui';
import { MessageDialog } from '../components/MessageDialog';
import styles from '../components/notifications.module.css';
import { TemplatesPart } from '../components/TemplatesPart';
import { useOutbox, useTemplates, useUnreachable } from '../queries';
import { toneOfMail } from '../tones';
import { useErrorText, useRecipient } from '../words';

const STATES = ['held', 'waiting', 'sent', 'failed', 'bounced', 'superseded'] as const;

/** So many are shown until all are asked for. */
const SHOWN = 15;

/** The outbox of the award office. */
export default function OutboxPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const recipientOf = useRecipient();
  const errorOf = useErrorText();
  const [params, setParams] = useSearchParams();
  const state = params.get('state') ?? 'held';
  const [opened, setOpened] = useState('');
  const outbox = useOutbox(state === 'all' ? '' : state);
  const unreachable = useUnreachable();
  const templates = useTemplates();
  const open = (message: OutboxMessage) => (
    <Button onClick={() => setOpened(message.id)}>
      {t('outbox.open')}
      <span className="visually-hidden">
        {t('common.colon')}
        <RecordText text={message.subject} />
      </span>
    </Button>
  );
  const subject: Column<OutboxMessage> = {
    key: 'subject',
    title: t('outbox.subject'),
    onPhone: 'title',
    render: (message) => (
      <span>
        <RecordText text={message.subject} />
        {!message.subject.startsWith(label('outbox', `kinds.${message.kind}`)) && (
          <>
            <br />
            <span className={styles.soft}>{label('outbox', `kinds.${message.kind}`)}</span>
          </>
        )}
      </span>
    ),
  };
  const recipient: Column<OutboxMessage> = { key: 'recipient', title: t('outbox.recipient'), width: 180, render: (message) => <RecordText text={recipientOf(message)} /> };
  const columns: Column<OutboxMessage>[] = [
    subject,
    recipient,
    {
      key: 'state',
      title: t('outbox.state'),
      width: 150,
      render: (message) => (
        <span>
          <Tag tone={toneOfMail(message.state)}>{label('outbox', `states.${message.state}`)}</Tag>
          {message.error && (
            <>
              <br />
              <span className={styles.soft}>{errorOf(message.error)}</span>
            </>
          )}
        </span>
      ),
    },
    { key: 'created', title: t('outbox.createdAt'), width: 170, render: (message) => formatTime(message.created_at, language) },
    { key: 'open', title: t('common.actions'), width: 110, render: open },
  ];
  return (
    <Page title={t('outbox.title')} tabTitle={t('outbox.title')} lead={t('outbox.lead')}>
      <Section title={t('outbox.messages')}>
        <QueryView query={outbox} rows={5}>
          {(data) => (
            <div className={styles.stack}>
              <Stats stats={STATES.filter((one) => one !== 'superseded').map((one) => ({ label: label('outbox', `states.${one}`), value: Number((data.counts as Record<string, number>)[one] ?? 0) }))} />
              <div className={styles.row}>
                <SelectField
                  label={t('outbox.state')}
                  value={state}
                  options={[...STATES.map((value) => ({ value: value as string, label: label('outbox', `states.${value}`) })), { value: 'all', label: t('common.all') }]}
                  onChange={(value) => setParams({ state: value }, { replace: true })}
                />
              </div>
              {data.messages.length === 0 ? (
                <EmptyState title={t('outbox.none')} text={t('outbox.noneText')} />
              ) : (
                <ShortList items={data.messages} limit={SHOWN}>
                  {(messages) => <DataTable label={t('outbox.messages')} columns={columns} rows={messages} rowKey={(message) => message.id} />}
                </ShortList>
              )}
            </div>
          )}
        </QueryView>
      </Section>
      <Section title={t('outbox.unreachable')} hint={t('outbox.unreachableHint')}>
        <QueryView query={unreachable} rows={3}>
          {(data) =>
            data.length === 0 ? (
              <EmptyState title={t('outbox.allReached')} />
            ) : (
              <DataTable
                label={t('outbox.unreachable')}
                columns={[
                  { key: 'recipient', title: t('outbox.recipient'), onPhone: 'title', render: (one) => <RecordText text={recipientOf(one.message)} /> },
                  { key: 'error', title: t('outbox.error'), render: (one) => (one.message.error ? errorOf(one.message.error) : '') },
                  { key: 'count', title: t('outbox.lost'), width: 110, isEnd: true, render: (one) => String(one.count) },
                  { key: 'open', title: t('common.actions'), width: 110, render: (one) => open(one.message) },
                ]}
                rows={data}
                rowKey={(one) => one.message.id}
              />
            )
          }
        </QueryView>
      </Section>
      <Section title={t('outbox.templates')} hint={t('outbox.templatesHint')}>
        <QueryView query={templates} rows={5}>
          {(data) => <TemplatesPart templates={data} />}
        </QueryView>
      </Section>
      <Dialog isOpen={opened !== ''} isWide title={t('outbox.message')} onClose={() => setOpened('')}>
        <MessageDialog id={opened} />
      </Dialog>
    </Page>
  );
}
