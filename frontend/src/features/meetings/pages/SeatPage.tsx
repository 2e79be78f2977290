// What do I see from my seat?
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { newKey } from '../../../api/intent';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, EmptyState, Page, QueryView, RecordText, Tag, Trouble } from '../../../shared/ui';
import styles from '../components/meetings.module.css';
import { MyItem } from '../components/MyItem';
import { Strip } from '../components/Strip';
import { useMyMeeting, useWord } from '../my_queries';
import { useLead } from '../queries';
import { useTracked } from '../tracker';
import type { MyMeeting } from '../types';
import { toneOfMeeting } from '../words';

/** One meeting, for who has a seat in it. */
export default function SeatPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const { id = '' } = useParams();
  const query = useMyMeeting(id);
  const meeting = query.data;
  const title = meeting?.title ?? t('nav.myMeetings');
  return (
    <div className={styles.large}>
      <Page
        crumbs={[{ label: t('nav.myMeetings'), to: '/my-meetings' }]}
        title={<RecordText text={title} />}
        tabTitle={title}
        lead={
          meeting && (
            <>
              <Tag tone={toneOfMeeting(meeting.state)}>{label('meetings', `states.${meeting.state}`)}</Tag> <RecordText text={meeting.body} /> · {label('meetings', `stages.${meeting.stage}`)}
            </>
          )
        }
      >
        <Strip id={id} ballotTo={(ballot) => `/my-meetings/${id}/ballots/${ballot}`} />
        <QueryView query={query} rows={12} isFramed>
          {(found) => <Whole meeting={found} />}
        </QueryView>
      </Page>
    </div>
  );
}

function Whole({ meeting }: { meeting: MyMeeting }) {
  const { t } = useTranslation();
  const tracker = useTracked(meeting.id);
  return (
    <>
      <Own meeting={meeting} />
      {meeting.may.lead && <Lead meeting={meeting} />}
      <section aria-labelledby="my-agenda">
        <h2 id="my-agenda">{t('meetings.agenda')}</h2>
        {meeting.items.length === 0 ? (
          <EmptyState title={t('meetings.noItems')} />
        ) : (
          <ol className={styles.cards}>
            {meeting.items.map((item) => (
              <MyItem key={item.position} meeting={meeting} position={item.position} facts={item.facts ?? undefined} isNow={tracker?.now?.position === item.position} />
            ))}
          </ol>
        )}
      </section>
      <AgreeAll meeting={meeting} />
    </>
  );
}

/** Several opinions that I have read, signed in one act; below them all, as one signs below what one has read. */
function AgreeAll({ meeting }: { meeting: MyMeeting }) {
  const { t } = useTranslation();
  const word = useWord(meeting);
  const waiting = meeting.items.flatMap(({ facts }) => (facts?.may.sign && facts.opinion ? [facts.opinion] : []));
  if (waiting.length < 2) return null;
  return (
    <section className={styles.part} aria-label={t('meetings.agreeAll', { count: waiting.length })}>
      <p>{t('meetings.agreeAllText', { count: waiting.length })}</p>
      <div className={styles.row}>
        <Button size="large" type="primary" onClick={() => !word.isPending && word.mutate({ kind: 'agree', key: newKey(), opinions: waiting })} aria-busy={word.isPending}>
          {t('meetings.agreeAll', { count: waiting.length })}
        </Button>
      </div>
      <Trouble error={word.error} stale={t('meetings.stale')} />
    </section>
  );
}

/** My seat, and whether I am there. */
function Own({ meeting }: { meeting: MyMeeting }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const word = useWord(meeting);
  const { is_present: isHere, number, duty } = meeting.you;
  return (
    <section className={styles.part} aria-label={t('meetings.yourSeat')}>
      <p>
        {formatTime(meeting.starts_at, language)} · <RecordText text={meeting.place} />
      </p>
      <p>
        {t('meetings.seatNumber', { number })} · {label('meetings', `duties.${duty}`)} · <Tag tone={isHere ? 'green' : 'neutral'}>{t(isHere ? 'meetings.youAreHere' : 'meetings.youAreNotHere')}</Tag>
      </p>
      {meeting.may.attend && (
        <div className={styles.row}>
          <Button size="large" type={isHere ? 'default' : 'primary'} onClick={() => !word.isPending && word.mutate({ kind: 'attend', isIn: !isHere })} aria-busy={word.isPending}>
            {t(isHere ? 'meetings.leave' : 'meetings.come')}
          </Button>
        </div>
      )}
      <Trouble error={word.error} stale={t('meetings.stale')} />
      <p className={styles.minor}>{t('meetings.secret')}</p>
    </section>
  );
}

/** What the head of the body does: from item to item. */
function Lead({ meeting }: { meeting: MyMeeting }) {
  const { t } = useTranslation();
  const lead = useLead(meeting.id);
  const tracker = useTracked(meeting.id);
  const version = tracker?.version ?? meeting.version;
  const next = meeting.items.find((item) => item.position === tracker?.on_deck?.position)?.facts ?? undefined;
  const go = (item: string | null, leave: 'done' | 'put_off') => lead.isPending || lead.mutate({ version, move: { item, leave } });
  return (
    <section className={styles.part} aria-label={t('meetings.lead')}>
      <h2>{t('meetings.lead')}</h2>
      <div className={styles.row}>
        {next && (
          <Button size="large" type="primary" onClick={() => go(next.id, 'done')} aria-busy={lead.isPending}>
            {t('meetings.toNext')}
          </Button>
        )}
        {tracker?.now && (
          <>
            <Button size="large" onClick={() => go(null, 'done')} aria-busy={lead.isPending}>
              {t('meetings.isDone')}
            </Button>
            <Button size="large" onClick={() => go(null, 'put_off')}>
              {t('meetings.putOff')}
            </Button>
          </>
        )}
      </div>
      <Trouble error={lead.error} stale={t('meetings.stale')} />
      {tracker?.ballot && <Link to={`/my-meetings/${meeting.id}/ballots/${tracker.ballot.id}`}>{t('meetings.toBallot')}</Link>}
    </section>
  );
}
