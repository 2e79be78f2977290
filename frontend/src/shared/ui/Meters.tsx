// How large is a score, a load, a share? Small bars that always stand beside their number.
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n';
import { formatCount, formatScore } from '../time';
import styles from './kit.module.css';

const percent = (share: number) => `${(Math.min(Math.max(share, 0), 1) * 100).toFixed(1)}%`;

/** A score in [0, 1] as a bar, a number and, when known, its band. */
export function ScoreBar(props: {
  score: number | null | undefined;
  low?: number | null | undefined;
  high?: number | null | undefined;
  isWide?: boolean;
}) {
  const { t } = useTranslation();
  const { score, low, high } = props;
  if (score === null || score === undefined) return <span>—</span>;
  const hasBand = low !== null && low !== undefined && high !== null && high !== undefined;
  const words = hasBand
    ? t('candidate.scoreBand', { score: formatScore(score), low: formatScore(low), high: formatScore(high) })
    : t('candidate.scoreOnly', { score: formatScore(score) });
  return (
    <span className={props.isWide ? `${styles.score} ${styles.scoreWide}` : styles.score} role="img" aria-label={words}>
      <span className={styles.scoreTrack}>
        <span className={styles.scoreFill} style={{ width: percent(score) }} />
        {hasBand && <span className={styles.scoreBand} style={{ left: percent(low), width: percent(high - low) }} />}
      </span>
      <span className={styles.scoreNumber}>{formatScore(score)}</span>
      {hasBand && props.isWide && (
        <span className={styles.scoreRange}>
          {formatScore(low)}–{formatScore(high)}
        </span>
      )}
    </span>
  );
}

/** A load as a number and, when a limit is known, a bar; gold when full. */
export function LoadBar({ load, limit }: { load: number | null | undefined; limit: number | null | undefined }) {
  const { t } = useTranslation();
  if (load === null || load === undefined) return <span>—</span>;
  if (limit === null || limit === undefined || limit === 0) return <span className="tabular">{load}</span>;
  return (
    <span className={styles.loadBar}>
      <span className={styles.loadTrack} aria-hidden="true">
        <span className={styles.loadFill} data-full={load >= limit} style={{ display: 'block', width: percent(load / limit) }} />
      </span>
      {t('experts.loadOf', { load, max: limit })}
    </span>
  );
}

/** Counts by kind, as a list with bars in proportion to the largest. */
export function CountBars({ items }: { items: readonly { key: string; label: ReactNode; count: number }[] }) {
  const language = useLanguage();
  const largest = Math.max(1, ...items.map((item) => item.count));
  return (
    <ul className={styles.bars}>
      {items.map((item) => (
        <li key={item.key} className={styles.bar}>
          <span className={styles.barLabel}>{item.label}</span>
          <span className={styles.barCount}>{formatCount(item.count, language)}</span>
          <span className={styles.barTrack} aria-hidden="true">
            <span className={styles.barFill} style={{ display: 'block', width: percent(item.count / largest) }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
