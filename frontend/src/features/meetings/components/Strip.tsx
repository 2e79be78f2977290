// Where is the meeting? One line over the page, kept up to date.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLabel } from '../../../shared/i18n';
import { Alert, RecordText, Tag, useProblemText } from '../../../shared/ui';
import { clock } from '../agenda';
import { useTracker } from '../tracker';
import type { MeetingTracker } from '../types';
import { toneOfItem, toneOfMeeting } from '../words';
import styles from './meetings.module.css';

/** The line; `ballotTo` says where the ballot that is held is found. */
export function Strip({ id, ballotTo }: { id: string; ballotTo?: (ballot: string) => string }) {
  const { t } = useTranslation();
  const { query, isLive } = useTracker(id);
  const tracker = query.data;
  const problemOf = useProblemText();
  // Its place is kept: what stands below is not to move under a finger when it comes.
  if (tracker === undefined) return <div className={styles.strip}>{query.isError && <RecordText text={problemOf(query.error)} />}</div>;
  return (
    <div className={styles.stack}>
      <div className={styles.strip} role="status" aria-atomic="false" aria-label={t('meetings.tracker')}>
        <Now tracker={tracker} />
        {tracker.ballot && (
          <span>
            {t('meetings.cast', { cast: tracker.ballot.cast, of: tracker.ballot.of })}
            {ballotTo && (
              <>
                {' '}
                <Link to={ballotTo(tracker.ballot.id)}>{t('meetings.toBallot')}</Link>
              </>
            )}
          </span>
        )}
        <span className={styles.minor}>{t(isLive ? 'meetings.live' : 'meetings.polled')}</span>
      </div>
      {tracker.you && (
        <div className={styles.notice}>
          {tracker.you.recused && <Alert type="warning" showIcon title={t('meetings.youAreOut')} />}
          {tracker.you.next_is_yours && !tracker.you.recused && <Alert type="info" showIcon title={t('meetings.nextIsYours')} />}
        </div>
      )}
    </div>
  );
}

/** State, item, next item and presence. */
function Now({ tracker }: { tracker: MeetingTracker }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <>
      <Tag tone={toneOfMeeting(tracker.state)}>{label('meetings', `states.${tracker.state}`)}</Tag>
      {tracker.now ? (
        <span>
          <strong>{t('meetings.nowItem', { position: tracker.now.position })}</strong> <Tag tone={toneOfItem(tracker.now.state)}>{label('meetings', `itemStates.${tracker.now.state}`)}</Tag>
        </span>
      ) : (
        <span>{t('meetings.noItem')}</span>
      )}
      {tracker.on_deck && (
        <span>
          {t('meetings.onDeck', { position: tracker.on_deck.position })}
          {tracker.on_deck.begins && ` · ${clock(tracker.on_deck.begins)}`}
        </span>
      )}
      <span>{t('meetings.presence', { count: tracker.present.count, of: tracker.present.of })}</span>
    </>
  );
}
