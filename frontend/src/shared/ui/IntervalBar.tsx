// Where does a score stand, how sure is it, and which line does it cross? A bar with its interval, and the same in words.
import { useTranslation } from 'react-i18next';
import styles from './kit.module.css';

/** The two lines that decide: wholly above the one, or wholly under the other. */
export interface Lines {
  expand: number;
  shrink: number;
}

const at = (points: number) => `${Math.min(Math.max(points, 0), 100).toFixed(2)}%`;

/** A score in points, or a share in percent (0–100), with its 80 % interval; the colour never says more than the words. */
export function IntervalBar(props: { score: number; low: number; high: number; lines?: Lines | undefined; isWide?: boolean; isShare?: boolean }) {
  const { t } = useTranslation();
  const { score, low, high, lines } = props;
  const unit = props.isShare ? '%' : '';
  const figures = { score: `${score.toFixed(1)}${unit}`, low: low.toFixed(1), high: `${high.toFixed(1)}${unit}` };
  const words = lines
    ? t('interval.withLines', { ...figures, expand: lines.expand.toFixed(0), shrink: lines.shrink.toFixed(0) })
    : t(props.isShare ? 'interval.share' : 'interval.plain', figures);
  return (
    <span className={styles.interval} data-wide={props.isWide} role="img" aria-label={words} title={words}>
      <span className={styles.intervalTrack}>
        {lines && <span className={styles.intervalLine} data-line="shrink" style={{ left: at(lines.shrink) }} />}
        {lines && <span className={styles.intervalLine} data-line="expand" style={{ left: at(lines.expand) }} />}
        <span className={styles.intervalBand} style={{ left: at(low), width: at(high - low) }} />
        <span className={styles.intervalScore} style={{ left: at(score) }} />
      </span>
      <span className={styles.intervalText}>
        <span className={styles.scoreNumber}>{figures.score}</span>
        <span className={styles.scoreRange}>
          {figures.low}–{figures.high}
        </span>
      </span>
    </span>
  );
}
