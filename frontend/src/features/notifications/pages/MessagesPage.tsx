// What am I told, where am I written to, and how do I follow the deadlines?
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { OwnNotice } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, EmptyState, Page, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { CalendarPart } from '../components/CalendarPart';
import { MailSettingsForm } from '../components/MailSettingsForm';
import styles from '../components/notifications.module.css';
import { useMailSettings, useNotices, useReadNotice } from '../queries';

function Notice({ notice, onRead }: { notice: OwnNotice; onRead: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const isRead = Boolean(notice.read_at) || notice.is_superseded;
  // A page of this app, never another host.
  const link = notice.link && /^\/(?![/\\])/.test(notice.link) && notice.link !== '/messages' ? notice.link : undefined;
  return (
    <li className={styles.notice} data-read={isRead} data-superseded={notice.is_superseded}>
      <div>
        <p className={styles.title}>
          <RecordText text={notice.title} />
        </p>
        <div className={styles.meta}>
          {!isRead && <Tag tone="blue">{t('messages.unread')}</Tag>}
          {notice.is_superseded && <Tag>{t('messages.superseded')}</Tag>}
          <span>{formatTime(notice.created_at, language)}</span>
        </div>
      </div>
      <p className={styles.text}>
        <RecordText text={notice.text} />
        {link && (
          <>
            {' '}
            <Link to={link} onClick={onRead}>
              {t('messages.go')}
            </Link>
          </>
        )}
      </p>
      {!isRead && (
        <Button className={styles.deed ?? ''} onClick={onRead}>
          {t('messages.markRead')}
        </Button>
      )}
    </li>
  );
}

/** The page of messages. */
export default function MessagesPage() {
  const { t } = useTranslation();
  const notices = useNotices();
  const settings = useMailSettings();
  const read = useReadNotice();
  return (
    <Page
      title={t('messages.title')}
      tabTitle={t('messages.title')}
      lead={t('messages.lead')}
      actions={(notices.data?.unread ?? 0) > 0 && <Button onClick={() => read.mutate(undefined)}>{t('messages.markAllRead')}</Button>}
    >
      <Section title={t('messages.list')}>
        <QueryView query={notices} rows={4}>
          {(data) =>
            data.notices.length === 0 ? (
              <EmptyState title={t('messages.none')} text={t('messages.noneText')} />
            ) : (
              <ul className={styles.list} aria-label={t('messages.list')}>
                {data.notices.map((notice) => (
                  <Notice key={notice.id} notice={notice} onRead={() => read.mutate(notice.id)} />
                ))}
              </ul>
            )
          }
        </QueryView>
      </Section>
      <QueryView query={settings} rows={3} isFramed>
        {(data) => (
          <>
            <Section title={t('messages.mail')} id="mail">
              <MailSettingsForm key={`${data.version}-${data.language}`} settings={data} />
            </Section>
            <Section title={t('messages.calendar')} id="calendar">
              <CalendarPart hasCalendar={data.has_calendar} />
            </Section>
          </>
        )}
      </QueryView>
    </Page>
  );
}
