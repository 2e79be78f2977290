// How long is there still, by the server's clock? A browser's clock may be a day off.

export interface Left {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
  isOver: boolean;
}

/** By how many milliseconds the server's clock is ahead of this browser's. */
export function aheadOf(serverNow: string, browserNow: number): number {
  const server = Date.parse(serverNow);
  return Number.isFinite(server) ? server - browserNow : 0;
}

/** What is left to a deadline that is half-open: at the very instant it is over. Never rounded up. */
export function leftUntil(deadline: string | null | undefined, now: number): Left | undefined {
  const end = deadline ? Date.parse(deadline) : Number.NaN;
  if (!Number.isFinite(end)) return undefined;
  const seconds = Math.max(0, Math.floor((end - now) / 1000));
  return {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor((seconds % 86_400) / 3600),
    minutes: Math.floor((seconds % 3600) / 60),
    seconds: seconds % 60,
    isOver: now >= end,
  };
}

/** The day in Beijing of an instant, such as 2026-11-26. */
export function dayInBeijing(instant: string): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? '' : date.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
}
