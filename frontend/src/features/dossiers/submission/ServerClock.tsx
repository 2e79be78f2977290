// What time is it at the server, and how long is there still? Ticks by the server's clock, whatever this machine's says.
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { countdown, isNear, unitsOf } from '../clock';
import { useServerNow } from '../useServerNow';
import styles from './submission.module.css';

/** The clock of a round. */
export function ServerClock({ offsetMs, opensAt, closesAt }: { offsetMs: number; opensAt: string | null | undefined; closesAt: string | null | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useServerNow(offsetMs);
  const left = countdown(now, opensAt, closesAt);
  const units = unitsOf(left);
  const isCounting = left.phase === 'open' || left.phase === 'before';
  const times = [
    { name: 'now', at: new Date(now).toISOString() },
    { name: 'closesAt', at: closesAt },
    { name: 'opensAt', at: opensAt },
  ] as const;
  return (
    <div className={styles.stack}>
      <div role="timer" className={styles.left} data-near={isNear(left)}>
        {isCounting ? (
          <>
            <span className={styles.leftName}>{t(`societyHome.until.${left.phase === 'before' ? 'open' : 'close'}`)}</span>
            <span className={styles.leftWords}>{t(`societyHome.left.${units}`, { ...left })}</span>
          </>
        ) : (
          <span className={styles.leftWords}>{t(left.phase === 'over' ? 'societyHome.over' : 'societyHome.unset')}</span>
        )}
      </div>
      <dl className={styles.times}>
        {times.map(({ name, at }) => (
          <div key={name}>
            <dt>{t(`societyHome.${name}`)}</dt>
            <dd>{formatTime(at, language, true)}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.minor}>{t(left.phase === 'unset' ? 'societyHome.unsetText' : 'societyHome.clockHint')}</p>
    </div>
  );
}
