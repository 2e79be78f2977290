// Until when may somebody answer, in words? The day as people say it, and the days that are left by the server's clock.
import type { Language } from '../../shared/i18n';

const ZONE = 'Asia/Shanghai';
const DAY_MS = 86_400_000;

/** The day in Beijing as a count of days, so that days can be subtracted. */
function dayNumber(ms: number): number {
  return Math.round(Date.parse(`${new Date(ms).toLocaleDateString('sv-SE', { timeZone: ZONE })}T00:00:00Z`) / DAY_MS);
}

/** The last instant that is still in time: an end at midnight is the end of the day before. */
const lastOf = (instant: string): Date => new Date(Date.parse(instant) - 1);

/** The day with its weekday: “12月7日（星期一）”, “Monday 7 December”. */
export function dayInWords(instant: string, language: Language): string {
  const date = lastOf(instant);
  if (Number.isNaN(date.getTime())) return '—';
  const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', { ...options, timeZone: ZONE }).format(date);
  const weekday = part({ weekday: 'long' });
  return language === 'en' ? `${weekday} ${part({ day: 'numeric', month: 'long' })}` : `${part({ month: 'long', day: 'numeric' })}（${weekday}）`;
}

/** The time of day in Beijing, or nothing where the whole day counts. */
export function hourInWords(instant: string): string | undefined {
  const time = new Date(instant).toLocaleTimeString('en-GB', { timeZone: ZONE, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' });
  return time === '00:00' ? undefined : time;
}

export interface Left {
  kind: 'over' | 'today' | 'days';
  days: number;
}

/** How many days of the calendar are left; over at the very instant. */
export function leftOf(instant: string, nowMs: number): Left {
  const until = Date.parse(instant);
  if (!Number.isFinite(until) || nowMs >= until) return { kind: 'over', days: 0 };
  const days = dayNumber(until - 1) - dayNumber(nowMs);
  return { kind: days === 0 ? 'today' : 'days', days };
}
