// Which nomination stands where, and how sure is it? Ranks with their intervals; the figures as given and calibrated side by side.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button, type Column, DataTable, RecordText } from '../../../shared/ui';
import type { Row } from '../types';
import { points } from '../words';
import styles from './reviews.module.css';

const SHOWN = 50;

/** A rank with the interval in which it lies, out of so many. */
export function Rank({ row, of }: { row: Row; of: number }) {
  const { t } = useTranslation();
  const { rank, rank_low: low, rank_high: high } = row;
  if (!rank || !low || !high) return <span>—</span>;
  const at = (place: number) => `${((100 * (place - 1)) / Math.max(1, of - 1)).toFixed(1)}%`;
  return (
    <span className={styles.rank}>
      <span className={styles.figure}>{t('reviews.rankOf', { rank, of })}</span>
      <span className={styles.minor}>{low === high ? t('reviews.rankSure') : t('reviews.rankBetween', { low, high })}</span>
      <span className={styles.span} aria-hidden="true">
        <span className={styles.spanBand} style={{ left: at(low), width: `calc(${at(high)} - ${at(low)})` }} />
      </span>
    </span>
  );
}

/** The nominations of a phase, the best first. */
export function Ranking({ rows, isCalibrated }: { rows: readonly Row[]; isCalibrated: boolean }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(SHOWN);
  const ranked = rows.filter((row) => row.rank).length;
  const figure = (value: number | null | undefined) => <span className={styles.figure}>{points(value)}</span>;
  const columns: Column<Row>[] = [
    {
      key: 'nomination',
      title: t('reviews.nomination'),
      onPhone: 'title',
      render: ({ nomination }) => (
        <Link to={`/nominations/${nomination.id}/scores`}>
          <RecordText text={nomination.title} />
          <span className={styles.line}>
            <RecordText text={nomination.nomination_id} />
          </span>
        </Link>
      ),
    },
    { key: 'rank', title: t('reviews.rank'), width: '24%', render: (row) => <Rank row={row} of={ranked} /> },
    { key: 'sheets', title: t('reviews.sheets'), isEnd: true, render: (row) => row.sheets },
    { key: 'raw', title: t('reviews.raw'), isEnd: true, render: (row) => figure(row.raw) },
    ...(isCalibrated ? [{ key: 'calibrated', title: t('reviews.calibrated'), isEnd: true, render: (row: Row) => figure(row.calibrated) }] : []),
    { key: 'spread', title: t('reviews.spread'), isEnd: true, render: (row) => figure(row.spread) },
  ];
  return (
    <div className={styles.stack}>
      <DataTable label={t('reviews.ranking')} columns={columns} rows={rows.slice(0, shown)} rowKey={(row) => row.nomination.id} />
      {shown < rows.length && (
        <div>
          <Button onClick={() => setShown(shown + SHOWN)}>{t('reviews.showMore', { part: shown, whole: rows.length })}</Button>
        </div>
      )}
    </div>
  );
}
