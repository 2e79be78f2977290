// How long is there still? A legal deadline in words that count down, with the instant beside them.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Tag } from '../../../shared/ui';
import { timeLeft } from '../deadline';

const MINUTE_MS = 60_000;

/** The clock of a deadline; renewed each minute. */
export function Clock({ until }: { until: string | null | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  const left = timeLeft(now, until);
  if (left === undefined) return <>—</>;
  const words = left.isOver ? t('clock.over') : left.days > 0 ? t('clock.days', { days: left.days, hours: left.hours }) : t('clock.hours', { hours: left.hours, minutes: left.minutes });
  return (
    <span>
      <Tag tone={left.isOver ? 'neutral' : left.days < 3 ? 'red' : 'gold'}>{words}</Tag> <span className="whole">{t('clock.until', { time: formatTime(until, language) })}</span>
    </span>
  );
}
