// What was said in the meetings, and what did they ask of whom?
import { useTranslation } from 'react-i18next';
import type { ActionItem, SupervisionMeeting } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { type Column, DataTable, Disclosure, EmptyState, RecordText, Tag } from '../../../shared/ui';
import { useFinish } from '../queries';
import { ReasonForm } from './ReasonForm';
import styles from './supervision.module.css';

/** Meetings, newest first, with their action items. */
export function Meetings({ meetings }: { meetings: readonly SupervisionMeeting[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (meetings.length === 0) return <EmptyState title={t('supervision.noMeetings')} />;
  return (
    <div className={styles.entries}>
      {meetings.map((meeting) => (
        <article key={meeting.id} className={styles.entry}>
          <div className={styles.entryHead}>
            <h3>
              <RecordText text={meeting.title} />
            </h3>
            <span className={styles.minor}>
              {formatTime(meeting.held_at, language)} · <RecordText text={meeting.place} />
            </span>
          </div>
          {meeting.minutes === '' ? (
            <p className={styles.minor}>{t('supervision.noMinutes')}</p>
          ) : (
            <Disclosure label={t('supervision.minutes')} about={<RecordText text={meeting.title} />}>
              <p className={styles.text}>
                <RecordText text={meeting.minutes} />
              </p>
              <p className={styles.minor}>
                {t('supervision.participants')}
                {t('common.colon')}
                <RecordText text={meeting.participants.join('、')} />
              </p>
            </Disclosure>
          )}
          {meeting.action_items.length > 0 && <ActionItems items={meeting.action_items} label={t('supervision.actionItems')} />}
        </article>
      ))}
    </div>
  );
}

/** Action items as a table: who, until when, done or not. */
export function ActionItems({ items, label }: { items: readonly ActionItem[]; label: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const finish = useFinish();
  const columns: Column<ActionItem>[] = [
    { key: 'text', title: t('supervision.columns.actionItem'), onPhone: 'title', render: (item) => <RecordText text={item.text} /> },
    {
      key: 'owner',
      title: t('supervision.columns.owner'),
      width: 220,
      render: (item) => (
        <>
          <RecordText text={item.owner} />
          {item.society && (
            <div className={styles.minor}>
              <RecordText text={item.society} />
            </div>
          )}
        </>
      ),
    },
    { key: 'due', title: t('supervision.columns.due'), width: 120, render: (item) => <span className={item.is_overdue ? styles.overdue : undefined}>{item.due_on}</span> },
    {
      key: 'standing',
      title: t('supervision.columns.standing'),
      width: 260,
      render: (item) => (
        <div className={styles.buttons}>
          {item.done_at ? (
            <Tag tone="green">{t('supervision.done')}</Tag>
          ) : item.is_overdue ? (
            <Tag tone="red">{t('supervision.overdue')}</Tag>
          ) : (
            <Tag tone="blue">{t('supervision.open')}</Tag>
          )}
          {item.done_at && (
            <span className={styles.minor}>
              {formatTime(item.done_at, language)} · <RecordText text={item.done_note ?? ''} />
            </span>
          )}
          {item.may_finish && (
            <ReasonForm
              open={t('supervision.finish')}
              about={item.text}
              label={t('supervision.finishNote')}
              send={t('supervision.finish')}
              isPending={finish.isPending}
              error={finish.error}
              onSend={(note, done) => finish.mutate({ id: item.id, version: item.version, note }, { onSuccess: done })}
            />
          )}
        </div>
      ),
    },
  ];
  return <DataTable label={label} columns={columns} rows={items} rowKey={(item) => item.id} />;
}
