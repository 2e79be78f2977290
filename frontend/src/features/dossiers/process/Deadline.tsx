// When does nominating end? In Beijing time, in words, by the server's clock.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Tag } from '../../../shared/ui';
import { aheadOf, leftUntil } from './clock';
import styles from './process.module.css';

const SECOND_MS = 1000;

/** The present by the server's clock, renewed each second. */
function useServerNow(serverNow: string): number {
  const [ahead, setAhead] = useState(() => ({ of: serverNow, by: aheadOf(serverNow, Date.now()) }));
  if (ahead.of !== serverNow) setAhead({ of: serverNow, by: aheadOf(serverNow, Date.now()) });
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  return now + ahead.by;
}

/** The end of nominating, with what is left and the server's clock beside it. */
export function Deadline(props: { now: string; opensAt: string | null | undefined; closesAt: string | null | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useServerNow(props.now);
  const left = leftUntil(props.closesAt, now);
  const toOpen = leftUntil(props.opensAt, now);
  if (left === undefined) return <p className={styles.minor}>{t('process.noTimetable')}</p>;
  const words = left.isOver
    ? t('process.over')
    : left.days > 0
      ? t('process.leftDays', { days: left.days, hours: left.hours })
      : t('process.leftHours', { hours: left.hours, minutes: left.minutes, seconds: left.seconds });
  return (
    <div className={styles.deadline}>
      <Tag tone={left.isOver ? 'red' : left.days < 3 ? 'gold' : 'blue'}>{words}</Tag>
      <span>{t('process.closesAt', { time: formatTime(props.closesAt, language, true) })}</span>
      {toOpen && !toOpen.isOver && <span>{t('process.opensAt', { time: formatTime(props.opensAt, language, true) })}</span>}
      <span className={styles.minor} role="timer" aria-live="off">
        {t('process.serverClock', { time: formatTime(new Date(now).toISOString(), language, true) })}
      </span>
    </div>
  );
}
