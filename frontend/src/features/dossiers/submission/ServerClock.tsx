// What time is it at the server, and how long is there still? Ticks by the server's clock, whatever this machine's says.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { countdown, unitsOf } from './clock';
import styles from './submission.module.css';

const TICK_MS = 1_000;

/** So few days before the end the clock warns. */
const NEAR_DAYS = 3;

/** The clock of a round. */
export function ServerClock({ offsetMs, opensAt, closesAt }: { offsetMs: number; opensAt: string | null | undefined; closesAt: string | null | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [here, setHere] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setHere(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const now = here + offsetMs;
  const left = countdown(now, opensAt, closesAt);
  const units = unitsOf(left);
  const isCounting = left.phase === 'open' || left.phase === 'before';
  const times = [
    { name: 'now', at: new Date(now).toISOString() },
    { name: 'closesAt', at: closesAt },
    { name: 'opensAt', at: opensAt },
  ] as const;
  const isNear = left.phase === 'open' && left.days < NEAR_DAYS;
  return (
    <div className={styles.stack}>
      <div role="timer" className={styles.left} data-near={isNear}>
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
