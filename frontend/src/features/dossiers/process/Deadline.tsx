// When does nominating end? In Beijing time, in words, by the server's clock; with the way to the round's timetable.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Tag } from '../../../shared/ui';
import { countdown, isNear, unitsOf } from '../clock';
import { useServerNow } from '../useServerNow';
import styles from './process.module.css';

/** The end of nominating, with what is left and the server's clock beside it. */
export function Deadline(props: { year: number; offsetMs: number; opensAt: string | null | undefined; closesAt: string | null | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useServerNow(props.offsetMs);
  const left = countdown(now, props.opensAt, props.closesAt);
  if (left.phase === 'unset') return <p className={styles.minor}>{t('process.noTimetable')}</p>;
  const isOver = left.phase === 'over';
  const words = isOver ? t('process.over') : `${t(`societyHome.until.${left.phase === 'before' ? 'open' : 'close'}`)} ${t(`societyHome.left.${unitsOf(left)}`, { ...left })}`;
  return (
    <div className={styles.deadline}>
      <Tag tone={isOver ? 'red' : isNear(left) ? 'gold' : 'blue'}>{words}</Tag>
      <span>{t('process.closesAt', { time: formatTime(props.closesAt, language, true) })}</span>
      {left.phase === 'before' && <span>{t('process.opensAt', { time: formatTime(props.opensAt, language, true) })}</span>}
      <span className={styles.minor} role="timer" aria-live="off">
        {t('process.serverClock', { time: formatTime(new Date(now).toISOString(), language, true) })}
      </span>
      <Link to={`/rounds/${props.year}/timetable`}>{t('timetable.title')}</Link>
    </div>
  );
}
