// What does the hall's screen show? Which item it is, which comes next, how many are there; nothing of what they are.
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useLabel } from '../../../shared/i18n';
import { Page, QueryView } from '../../../shared/ui';
import { clock } from '../agenda';
import styles from '../components/meetings.module.css';
import { useTracker } from '../tracker';
import type { MeetingTracker } from '../types';

/** The screen in the hall. */
export default function ScreenPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { query } = useTracker(id);
  return (
    <Page crumbs={[{ label: t('nav.reviewMeetings'), to: `/meetings/${id}` }]} title={t('meetings.screen')} tabTitle={t('meetings.screen')}>
      <QueryView query={query} rows={6} isFramed>
        {(tracker) => <Screen tracker={tracker} />}
      </QueryView>
    </Page>
  );
}

function Screen({ tracker }: { tracker: MeetingTracker }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <div className={styles.screen} role="status" aria-label={t('meetings.tracker')}>
      {tracker.now ? (
        <>
          <p>{label('meetings', `itemStates.${tracker.now.state}`)}</p>
          <p className={styles.screenNow}>{tracker.now.position}</p>
        </>
      ) : (
        <p>{label('meetings', `states.${tracker.state}`)}</p>
      )}
      {tracker.on_deck && (
        <p>
          {t('meetings.onDeck', { position: tracker.on_deck.position })}
          {tracker.on_deck.begins && ` · ${clock(tracker.on_deck.begins)}`}
        </p>
      )}
      <p>{t('meetings.presence', { count: tracker.present.count, of: tracker.present.of })}</p>
      {tracker.ballot && <p>{t('meetings.cast', { cast: tracker.ballot.cast, of: tracker.ballot.of })}</p>}
    </div>
  );
}
