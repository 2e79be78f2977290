// How long is there still, by the server's clock? Never rounded up; over at the very instant.

const SECOND_MS = 1_000;

/** How far the server's clock is ahead, in ms; it read `now` half-way between asking and being answered. */
export function offsetFrom(now: string, sentAt: number, answeredAt: number): number {
  const server = Date.parse(now);
  return Number.isFinite(server) ? server - (sentAt + answeredAt) / 2 : 0;
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

/** In which units it is said: the two largest that matter. */
export function unitsOf(left: Countdown): 'days' | 'hours' | 'minutes' {
  if (left.days > 0) return 'days';
  return left.hours > 0 ? 'hours' : 'minutes';
}
