// How does the secretary hold a meeting?
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useLabel } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { Page, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { managesMeetings } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { Agenda } from '../components/Agenda';
import { Attendance, Course } from '../components/Hall';
import styles from '../components/meetings.module.css';
import { Strip } from '../components/Strip';
import { useMeeting } from '../queries';
import { toneOfMeeting } from '../words';

/** One meeting, for the office. */
export default function MeetingPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const { id = '' } = useParams();
  const query = useMeeting(id);
  const manages = managesMeetings(useAccount());
  const meeting = query.data;
  const title = meeting?.title ?? t('nav.reviewMeetings');
  return (
    <Page
      crumbs={meeting ? [{ label: t('nav.reviewMeetings'), to: `/rounds/${meeting.round}/meetings` }] : []}
      title={<RecordText text={title} />}
      tabTitle={title}
      lead={
        meeting && (
          <>
            <Tag tone={toneOfMeeting(meeting.state)}>{label('meetings', `states.${meeting.state}`)}</Tag> <Tag>{label('meetings', `stages.${meeting.stage}`)}</Tag> <RecordText text={meeting.body.name} />
          </>
        )
      }
      actions={
        <>
          <Link to={`/meetings/${id}/screen`}>{t('meetings.screen')}</Link>
          <Link to={`/meetings/${id}/ballots/new`}>{t('meetings.ballots')}</Link>
        </>
      }
    >
      <Strip id={id} ballotTo={(ballot) => `/meetings/${id}/ballots/${ballot}`} />
      <QueryView query={query} rows={14} isFramed>
        {(found) => (
          <Names value={found.names}>
            <div className={styles.sides}>
              <div className={styles.stack}>
                <Agenda meeting={found} manages={manages} />
              </div>
              <div className={styles.stack}>
                <Course meeting={found} />
                <Attendance meeting={found} />
                {found.needs_opinion && (
                  <Section title={t('meetings.opinion')}>
                    <p>{t('meetings.opinionNeeded')}</p>
                  </Section>
                )}
              </div>
            </div>
          </Names>
        )}
      </QueryView>
    </Page>
  );
}
