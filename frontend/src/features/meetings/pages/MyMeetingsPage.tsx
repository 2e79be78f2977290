// In which meetings do I sit?
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { ButtonLink, EmptyState, Page, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import styles from '../components/meetings.module.css';
import { Of } from '../components/Of';
import { useMyMeetings } from '../my_queries';
import type { MyMeetingRow } from '../types';
import { toneOfMeeting } from '../words';

/** The meetings of who has a seat. */
export default function MyMeetingsPage() {
  const { t } = useTranslation();
  const query = useMyMeetings();
  return (
    <div className={styles.large}>
      <Page title={t('nav.myMeetings')} tabTitle={t('nav.myMeetings')}>
        <QueryView query={query} rows={6} isFramed>
          {(meetings) =>
            meetings.length === 0 ? (
              <Section title={t('nav.myMeetings')}>
                <EmptyState title={t('meetings.noOwn')} text={t('meetings.noOwnText')} />
              </Section>
            ) : (
              <ol className={styles.cards} aria-label={t('nav.myMeetings')}>
                {meetings.map((meeting) => (
                  <Card key={meeting.id} meeting={meeting} />
                ))}
              </ol>
            )
          }
        </QueryView>
      </Page>
    </div>
  );
}

function Card({ meeting }: { meeting: MyMeetingRow }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  return (
    <li className={styles.part}>
      <div className={styles.partHead}>
        <h2>
          <RecordText text={meeting.title} />
        </h2>
        <Tag tone={toneOfMeeting(meeting.state)}>{label('meetings', `states.${meeting.state}`)}</Tag>
      </div>
      <p>
        <RecordText text={meeting.body} /> · {label('meetings', `stages.${meeting.stage}`)} · {label('meetings', `duties.${meeting.duty}`)}
      </p>
      <p>
        {formatTime(meeting.starts_at, language)} · <RecordText text={meeting.place} />
      </p>
      <div className={styles.row}>
        <ButtonLink size="large" type="primary" to={`/my-meetings/${meeting.id}`}>
          {t('meetings.enter')}
          <Of text={meeting.title} />
        </ButtonLink>
      </div>
    </li>
  );
}
