// How are instants and figures written? Beijing time always, digits by the language of the page.
import type { Language } from './i18n';

const ZONE = 'Asia/Shanghai';

/** Writes an instant to the minute, in Beijing time; `withSeconds` adds the seconds. */
export function formatTime(instant: string | null | undefined, language: Language, withSeconds = false): string {
  if (instant === null || instant === undefined) return '—';
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return '—';
  const parts: Intl.DateTimeFormatOptions =
    language === 'en'
      ? { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }
      : { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' };
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', {
    ...parts,
    ...(withSeconds ? { second: '2-digit' as const } : {}),
    hourCycle: 'h23',
    timeZone: ZONE,
  })
    .format(date)
    .replaceAll('/', '-');
}

/** Writes the time of day of an instant in Beijing, with its day where that is another than today there. */
export function formatClock(instant: string, language: Language, now: Date = new Date()): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return '—';
  const day = (one: Date) => one.toLocaleDateString('sv-SE', { timeZone: ZONE });
  if (day(date) !== day(now)) return formatTime(instant, language, true);
  return date.toLocaleTimeString('en-GB', { timeZone: ZONE, hourCycle: 'h23' });
}

/** Seconds between two instants, or undefined when either is missing. */
export function secondsBetween(start: string | null | undefined, end: string | null | undefined): number | undefined {
  if (!start || !end) return undefined;
  const seconds = (Date.parse(end) - Date.parse(start)) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

/** Writes a whole number with thousands separated. */
export function formatCount(value: number, language: Language): string {
  return new Intl.NumberFormat(language).format(value);
}

/** Writes a score or probability in [0, 1] with two decimals, or a dash. */
export function formatScore(value: number | null | undefined): string {
  return value === null || value === undefined ? '—' : value.toFixed(2);
}

/** Writes a share in [0, 1] as a percentage; one short of the whole never rounds up to 100 %. */
export function formatShare(value: number): string {
  const percent = value * 100;
  if (percent > 99 && percent < 100) return `${(Math.floor(percent * 10) / 10).toFixed(1)}%`;
  return `${percent >= 10 || Number.isInteger(percent) ? Math.round(percent) : percent.toFixed(1)}%`;
}
