// What am I to judge, by when, and how far am I?
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../../../api/problems';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { ButtonLink, EmptyState, Page, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { dayInWords, hourInWords, leftOf } from '../../invitations/due';
import { SaveLine, Undecided } from '../components/SaveLine';
import styles from '../components/scoring.module.css';
import { next } from '../law';
import { type TimedQueue, useQueue } from '../queries';
import type { Queue, Sheet } from '../types';
import { useOutbox } from '../useOutbox';
import { nameOf, sheetPath, totalText } from '../words';

/** The queue of a reviewer. */
export default function QueuePage() {
  const { t } = useTranslation();
  const query = useQueue();
  // An account that nobody has tied to an expert yet has nothing to judge.
  const isUntied = query.error instanceof ProblemError && query.error.status === 404;
  return (
    <div className={styles.large}>
      <Page title={t('nav.sheets')} tabTitle={t('nav.sheets')} lead={<SaveLine />}>
        {isUntied ? (
          <Nothing />
        ) : (
          <QueryView query={query} rows={8} isFramed>
            {(found) => (found.queue.rows.length === 0 ? <Nothing /> : <Whole timed={found} />)}
          </QueryView>
        )}
      </Page>
    </div>
  );
}

function Nothing() {
  const { t } = useTranslation();
  return (
    <Section title={t('scoring.list')}>
      <EmptyState title={t('scoring.none')} text={t('scoring.noneText')} action={<ButtonLink to="/my-reviews">{t('scoring.toInvitations')}</ButtonLink>} />
    </Section>
  );
}

/** Until when, in words, by the server's clock. */
function Due({ until, offsetMs }: { until: string; offsetMs: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const day = dayInWords(until, language);
  const hour = hourInWords(until);
  const left = leftOf(until, Date.now() + offsetMs);
  return (
    <>
      {hour === undefined ? t('scoring.byDay', { day }) : t('scoring.byHour', { day, hour })}
      {left.kind === 'over' ? t('scoring.isOver') : left.kind === 'today' ? t('scoring.isToday') : t('scoring.daysLeft', { count: left.days })}
    </>
  );
}

function Whole({ timed }: { timed: TimedQueue }) {
  const { t } = useTranslation();
  const { queue, offsetMs } = timed;
  const { outbox } = useOutbox();
  const rows = queue.rows.map((row) => ({ ...row, state: outbox.isFinal(row.id) ? 'submitted' : row.state }));
  const done = rows.filter((row) => row.state === 'submitted').length;
  const first = next(rows);
  return (
    <>
      <section className={styles.part} aria-labelledby="sheets-progress">
        <h2 id="sheets-progress">{t('scoring.progressTitle')}</h2>
        <p className={styles.ask}>{queue.due_at ? <Due until={queue.due_at} offsetMs={offsetMs} /> : t('scoring.allDone')}</p>
        <div className={styles.progress}>
          <span>{t('scoring.progress', { done, of: rows.length })}</span>
          <progress max={rows.length} value={done} aria-label={t('scoring.progressTitle')} />
        </div>
        <Undecided rows={queue.rows} />
        <div className={styles.buttons}>
          {first !== undefined && (
            <ButtonLink type="primary" to={sheetPath(first)}>
              {t(done === 0 ? 'scoring.start' : 'scoring.goOn')}
            </ButtonLink>
          )}
          {queue.phases.some((phase) => phase.is_light) && <ButtonLink to="/my-sheets/grid">{t('scoring.toGrid')}</ButtonLink>}
        </div>
      </section>
      <section aria-labelledby="sheets-list">
        <h2 id="sheets-list">{t('scoring.list')}</h2>
        <ol className={styles.cards}>
          {queue.rows.map((row) => (
            <Card key={row.id} row={row} queue={queue} />
          ))}
        </ol>
      </section>
    </>
  );
}

/** Where a sheet stands, by its word. */
function StateTag({ row }: { row: Sheet }) {
  const label = useLabel();
  const { outbox } = useOutbox();
  const isWaiting = outbox.typed(row.id) !== undefined;
  const state = isWaiting ? 'waiting' : row.skipped && row.state !== 'submitted' ? 'skipped' : row.state;
  return <Tag tone={state === 'submitted' ? 'green' : state === 'waiting' ? 'gold' : state === 'draft' ? 'blue' : 'neutral'}>{label('scoring', `states.${state}`)}</Tag>;
}

function Card({ row, queue }: { row: Sheet; queue: Queue }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const category = queue.phases.find((phase) => phase.id === row.phase)?.category;
  const name = nameOf(row);
  const total = row.total === null || row.total === undefined ? undefined : row.total / 100;
  return (
    <li className={styles.card}>
      <p className={styles.cardHead}>
        <span className={styles.soft}>
          <RecordText text={row.nomination_id ?? row.alias} />
          {category && ` · ${label('category', category)}`}
        </span>
        <StateTag row={row} />
      </p>
      <strong>
        <RecordText text={name} />
      </strong>
      <p className={styles.cardFoot}>
        <span>
          {t('scoring.total')} {totalText(total)}
          {row.saved_at && <span className={styles.soft}> · {formatTime(row.saved_at, language)}</span>}
        </span>
        <ButtonLink to={sheetPath(row.id)}>
          {t(row.state === 'submitted' ? 'scoring.look' : 'scoring.judge')}
          <span className="visually-hidden">
            {t('common.colon')}
            <RecordText text={name} />
          </span>
        </ButtonLink>
      </p>
    </li>
  );
}
