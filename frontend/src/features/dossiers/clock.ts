// How long is there still, by the server's clock, and which day and hour is it in Beijing? Never rounded up; over at the very instant.

const SECOND_MS = 1_000;

/** A request that took longer did not spend the time on the line: it waited, for instance for a new sign-in. */
const LONGEST_LINE_MS = 4_000;

/** How far the server's clock is ahead, in ms; it read `now` half-way between asking and being answered. */
export function offsetFrom(now: string, sentAt: number, answeredAt: number): number {
  const server = Date.parse(now);
  const line = Math.min(answeredAt - sentAt, LONGEST_LINE_MS);
  return Number.isFinite(server) ? server - (answeredAt - line / 2) : 0;
}

/** Where a round stands: not begun, open, over, or no times made known. */
export type Phase = 'unset' | 'before' | 'open' | 'over';

export interface Countdown {
  phase: Phase;
  /** To the opening before it, to the close while open. */
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
}

/** What is left to the next of the two instants; the window is half-open. */
export function countdown(now: number, opensAt: string | null | undefined, closesAt: string | null | undefined): Countdown {
  const opens = opensAt ? Date.parse(opensAt) : Number.NaN;
  const closes = closesAt ? Date.parse(closesAt) : Number.NaN;
  const nothing = { days: 0, hours: 0, minutes: 0, seconds: 0 };
  if (!Number.isFinite(closes)) return { phase: 'unset', ...nothing };
  if (now >= closes) return { phase: 'over', ...nothing };
  const isBefore = Number.isFinite(opens) && now < opens;
  const seconds = Math.floor(((isBefore ? opens : closes) - now) / SECOND_MS);
  return {
    phase: isBefore ? 'before' : 'open',
    days: Math.floor(seconds / 86_400),
    hours: Math.floor((seconds % 86_400) / 3_600),
    minutes: Math.floor((seconds % 3_600) / 60),
    seconds: seconds % 60,
  };
}

/** So few days before the close the clocks warn. */
const NEAR_DAYS = 3;

/** Whether the close is near. */
export const isNear = (left: Countdown): boolean => left.phase === 'open' && left.days < NEAR_DAYS;

/** In which units it is said: the two largest that matter. */
export function unitsOf(left: Countdown): 'days' | 'hours' | 'minutes' {
  if (left.days > 0) return 'days';
  return left.hours > 0 ? 'hours' : 'minutes';
}

/** The day in Beijing of an instant, such as 2026-11-26. */
export function dayInBeijing(instant: string): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? '' : date.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
}

/** The first instant in Beijing that no longer belongs to a day. */
export function endOfDay(day: string): string | undefined {
  const start = Date.parse(`${day}T00:00:00+08:00`);
  return Number.isFinite(start) ? new Date(start + 86_400_000).toISOString() : undefined;
}

/** An instant from a box of date and time in Beijing, with or without seconds; undefined where it is none. */
export function instantOf(local: string): string | undefined {
  const date = new Date(/T\d{2}:\d{2}$/.test(local) ? `${local}:00+08:00` : `${local}+08:00`);
  return local === '' || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** A box of date and time in Beijing from an instant; without seconds where they are none, as browsers write it. */
export function localOf(instant: string | null | undefined): string {
  if (!instant) return '';
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return '';
  const text = date.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).replace(' ', 'T');
  return text.endsWith(':00') ? text.slice(0, -3) : text;
}
