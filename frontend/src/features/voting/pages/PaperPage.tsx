// How do I vote?
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Dialog, Facts, Page, QueryView, Tag, Trouble } from '../../../shared/ui';
import { LineName, Marks } from '../components/Marks';
import { Steer } from '../components/Steer';
import { TallyTable } from '../components/TallyTable';
import styles from '../components/voting.module.css';
import { toneOfVote, useBallotName, useShare } from '../components/words';
import { lawful, waitOf } from '../marks';
import { emptyPocket, keepPocket, type Pocket, pocketOf, shelf } from '../pocket';
import { useBallot, useCast } from '../queries';
import type { Ballot } from '../types';

/** The paper of who has a seat. */
export default function PaperPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const nameOf = useBallotName();
  const { id = '', ballot: key = '' } = useParams();
  const query = useBallot(key);
  const ballot = query.data;
  const title = ballot ? nameOf(ballot) : t('voting.ballot');
  return (
    <div className={styles.large}>
      <Page
        crumbs={[{ label: t('nav.myMeetings'), to: `/my-meetings/${id}` }]}
        title={title}
        tabTitle={title}
        lead={
          ballot && (
            <>
              <Tag tone={toneOfVote(ballot.state)}>{label('voting', `states.${ballot.state}`)}</Tag> <Tag>{label('voting', `variants.${ballot.variant}`)}</Tag>
            </>
          )
        }
      >
        <QueryView query={query} rows={10} isFramed>
          {(found) => <Whole key={found.id} ballot={found} />}
        </QueryView>
      </Page>
    </div>
  );
}

function Whole({ ballot }: { ballot: Ballot }) {
  const { t } = useTranslation();
  const mayCast = ballot.may.cast;
  const isSteering = ballot.may.open || ballot.may.close;
  return (
    <>
      {mayCast && <Paper ballot={ballot} />}
      {ballot.own?.has_cast && <Cast ballot={ballot} />}
      {!mayCast && !ballot.own?.has_cast && <section className={styles.part}>{t(`voting.waits.${waitOf(ballot.state, pocketOf(ballot.id, shelf()).isSent)}`)}</section>}
      {(isSteering || ballot.progress) && (
        <section className={styles.part} aria-label={t('voting.chair')}>
          <h2>{t('voting.chair')}</h2>
          {ballot.progress && <p>{t('voting.progress', { cast: ballot.progress.cast, of: ballot.progress.of, expected: ballot.progress.expected })}</p>}
          <Steer ballot={ballot} />
          {ballot.tally && <TallyTable ballot={ballot} tally={ballot.tally} />}
        </section>
      )}
    </>
  );
}

/** The paper while it is open: marked, looked at once more, handed in, and sent until it arrives. */
function Paper({ ballot }: { ballot: Ballot }) {
  const { t } = useTranslation();
  const shareOf = useShare();
  const [pocket, setPocket] = useState<Pocket>(() => pocketOf(ballot.id, shelf()));
  const [isAsked, setAsked] = useState(false);
  const cast = useCast(ballot);
  const marks = lawful(pocket.marks, ballot.lines, ballot.cap);
  const change = (next: Pocket) => {
    setPocket(next);
    keepPocket(ballot.id, next, shelf());
  };
  const hand = () => {
    setAsked(false);
    const sent = { ...pocket, marks, isSent: true };
    change(sent);
    cast.mutate({ key: sent.key, marks }, { onSuccess: () => emptyPocket(ballot.id, shelf()), onError: () => change({ ...sent, isSent: false }) });
  };
  // Handed in before the page was loaded anew: it goes on until it arrives.
  const again = useRef(pocket.isSent ? hand : undefined);
  useEffect(() => {
    again.current?.();
    again.current = undefined;
  }, []);
  const isOnItsWay = cast.isPending || pocket.isSent;
  return (
    <section className={styles.part} aria-label={t('voting.paper')}>
      <p>{t('voting.paperHint', { cap: ballot.cap, share: shareOf(ballot.threshold) })}</p>
      <p className={styles.count} role="status">
        {t('voting.chosen', { value: marks.length, cap: ballot.cap })}
        {marks.length >= ballot.cap && t('voting.full')}
      </p>
      <Marks label={t('voting.lines')} lines={ballot.lines} cap={ballot.cap} marks={marks} isDisabled={isOnItsWay} onChange={(next) => change({ ...pocket, marks: next })} />
      {isOnItsWay && cast.failureCount > 0 && <Alert type="warning" showIcon title={t('voting.onItsWay')} description={t('voting.onItsWayText')} />}
      {!cast.isPending && <Trouble error={cast.error} stale={t('voting.stale')} />}
      <div className={styles.buttons}>
        <Button size="large" type="primary" aria-busy={isOnItsWay} onClick={() => !isOnItsWay && setAsked(true)}>
          {t(marks.length === 0 ? 'voting.handInEmpty' : 'voting.handIn')}
        </Button>
      </div>
      <Dialog isOpen={isAsked} title={t('voting.sure')} onClose={() => setAsked(false)}>
        <div className={styles.stack}>
          {marks.length === 0 ? (
            <p>{t('voting.sureEmpty')}</p>
          ) : (
            <ol className={styles.list} aria-label={t('voting.sureList')}>
              {ballot.lines
                .filter((line) => marks.includes(line.number))
                .map((line) => (
                  <li key={line.number}>
                    {line.number} <LineName line={line} />
                  </li>
                ))}
            </ol>
          )}
          <p>{t('voting.sureText')}</p>
          <div className={styles.buttons}>
            <Button size="large" type="primary" onClick={hand}>
              {t('voting.sureSend')}
            </Button>
            <Button size="large" onClick={() => setAsked(false)}>
              {t('voting.sureBack')}
            </Button>
          </div>
        </div>
      </Dialog>
    </section>
  );
}

/** What is left in the member's hands. */
function Cast({ ballot }: { ballot: Ballot }) {
  const { t } = useTranslation();
  const language = useLanguage();
  useEffect(() => emptyPocket(ballot.id, shelf()), [ballot.id]);
  const own = ballot.own;
  return (
    <section className={styles.part} aria-label={t('voting.receipt')}>
      <Alert type="success" showIcon title={t('voting.cast')} description={t(ballot.variant === 'secret' ? 'voting.castSecret' : 'voting.castNamed')} />
      {own?.digest && (
        <Facts
          facts={[
            { label: t('voting.castAt'), value: formatTime(own.cast_at, language, true) },
            { label: t('voting.digest'), value: <span className={styles.receipt}>{own.digest}</span>, isWide: true },
          ]}
        />
      )}
    </section>
  );
}
