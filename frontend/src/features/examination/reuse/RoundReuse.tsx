// What do the nominations of a round share, with each other and with earlier ones? The newest comparison with its pairs; the award office asks for another.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ReuseNomination } from '../../../api/types';
import { evidenceAddress, useQueryInPlace, withFilters } from '../../../shared/address';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { formatCount, formatTime } from '../../../shared/time';
import { Button, type Column, DataTable, EmptyState, Paging, QueryView, RecordText, Section, Tag, toneOfRun } from '../../../shared/ui';
import { Trouble } from '../components/Trouble';
import { newKey } from '../queries';
import type { ReusePair, ReuseRun } from '../types';
import { useCompareRound, useReusePairs, useReuseRuns } from './queries';
import styles from './reuse.module.css';
import { isUnderWay, newestDone, strengthOf, toneOfReuse } from './reuse';

/** The comparison of the round of `year`. */
export function RoundReuse({ year, mayCompare }: { year: number; mayCompare: boolean }) {
  const { t } = useTranslation();
  const query = useReuseRuns(year);
  return (
    <Section title={t('reuse.round.title')} hint={t('reuse.round.hint')}>
      <QueryView query={query} rows={4}>
        {(runs) => (
          <div className={styles.stack}>
            {mayCompare && <Compare year={year} isRunning={runs.some(isUnderWay)} isFirst={runs.length === 0} />}
            <Newest runs={runs} mayCompare={mayCompare} />
          </div>
        )}
      </QueryView>
    </Section>
  );
}

function Compare({ year, isRunning, isFirst }: { year: number; isRunning: boolean; isFirst: boolean }) {
  const { t } = useTranslation();
  const compare = useCompareRound(year);
  // A repeat of the same request is one comparison.
  const [key, setKey] = useState(newKey);
  const [from, move] = usePairsFrom();
  const isBusy = compare.isPending || isRunning;
  const onSuccess = () => {
    setKey(newKey());
    if (from !== '') move('');
  };
  return (
    <>
      <div>
        <Button aria-busy={isBusy} onClick={() => !isBusy && compare.mutate(key, { onSuccess })}>
          {t(isFirst ? 'reuse.round.start' : 'reuse.round.startAgain')}
        </Button>
      </div>
      <Trouble error={compare.error} />
    </>
  );
}

/** How the newest comparison stands, and the pairs of the newest that was carried out. */
function Newest({ runs, mayCompare }: { runs: readonly ReuseRun[]; mayCompare: boolean }) {
  const { t } = useTranslation();
  const [newest] = runs;
  const done = newestDone(runs);
  if (newest === undefined) return <EmptyState title={t('reuse.round.none')} text={t(mayCompare ? 'reuse.round.noneStart' : 'reuse.round.noneWait')} />;
  return (
    <>
      <div role="status" className={styles.stack}>
        <RunLine run={newest} />
        {done && done.id !== newest.id && <RunLine run={done} />}
      </div>
      {done && <Pairs key={done.id} run={done} />}
    </>
  );
}

function RunLine({ run }: { run: ReuseRun }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const count = (value: number) => formatCount(value, language);
  return (
    <div>
      <p className={styles.run}>
        <Tag tone={toneOfRun(run.state)}>{label('runState', run.state)}</Tag>
        <span className="whole">{formatTime(run.finished_at ?? run.requested_at, language)}</span>
        <span className={styles.minor}>
          {t('reuse.round.by')}
          {t('common.colon')}
          <RecordText text={run.requested_by} />
        </span>
      </p>
      {run.state === 'done' && <p className={styles.minor}>{t('reuse.round.counts', { compared: count(run.compared), against: count(run.against), found: count(run.found) })}</p>}
      {run.state === 'failed' && <p className={styles.minor}>{t('reuse.round.failed')}</p>}
    </div>
  );
}

/** Where the pairs begin, kept in the address, and how that is changed; the queue above stays where it is. */
function usePairsFrom(): [string, (pairs: string) => void] {
  const [params, change] = useQueryInPlace();
  const move = (pairs: string) => change((now) => withFilters(now, { pairs, cursor: now.get('cursor') ?? '' }), { isKept: true });
  return [params.get('pairs') ?? '', move];
}

function Pairs({ run }: { run: ReuseRun }) {
  const { t } = useTranslation();
  const [from, move] = usePairsFrom();
  const query = useReusePairs(run.id, from);
  const columns = useColumns(run.round);
  return (
    <QueryView query={query} rows={8}>
      {({ data, meta }) =>
        meta.total === 0 ? (
          <EmptyState title={t('reuse.none')} text={t('reuse.noneHint')} />
        ) : (
          <div>
            <DataTable label={t('reuse.round.pairs')} columns={columns} rows={data} rowKey={(pair) => `${pair.nomination.id}-${pair.other.id}-${pair.finding.kind}`} isStale={query.isPlaceholderData} />
            <Paging label={t('reuse.round.pairs')} meta={meta} shown={data.length} onMove={move} />
          </div>
        )
      }
    </QueryView>
  );
}

function useColumns(year: number): Column<ReusePair>[] {
  const { t } = useTranslation();
  const label = useLabel();
  const say = useBilingual();
  return [
    { key: 'nomination', title: t('reuse.round.columns.nomination'), onPhone: 'title', render: (pair) => <Named one={pair.nomination} year={year} to={evidenceAddress(pair.nomination.id)} /> },
    { key: 'other', title: t('reuse.round.columns.other'), render: (pair) => <Named one={pair.other} year={year} to={evidenceAddress(pair.other.id)} /> },
    {
      key: 'shared',
      title: t('reuse.round.columns.shared'),
      render: ({ finding }) => (
        <>
          <Tag tone={toneOfReuse(finding.kind)}>{label('reuseKind', finding.kind)}</Tag> <RecordText text={say(finding.what)} />
          {finding.rules.length > 0 && <span className={styles.line}>{finding.rules.join(' · ')}</span>}
        </>
      ),
    },
    {
      key: 'strength',
      title: t('reuse.round.columns.strength'),
      width: 96,
      isEnd: true,
      render: ({ finding }) => {
        const strength = strengthOf(finding);
        return strength.kind === 'share' ? <span className={styles.percent}>{strength.percent} %</span> : t(`reuse.round.strengths.${strength.kind}`);
      },
    },
  ];
}

function Named({ one, year, to }: { one: ReuseNomination; year: number; to: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Link to={to} className={styles.name}>
        <RecordText text={one.title} />
      </Link>
      <span className={styles.line}>
        <RecordText text={one.number} />
        {one.round !== year && ` · ${t('reuse.earlierRound', { year: one.round })}`}
      </span>
    </>
  );
}
