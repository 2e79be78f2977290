// How long is there still? Days and hours to a legal deadline, never rounded up.

export interface TimeLeft {
  days: number;
  hours: number;
  minutes: number;
  isOver: boolean;
}

/** What is left between two instants; over at the very instant. */
export function timeLeft(now: number, deadline: string | null | undefined): TimeLeft | undefined {
  const end = deadline ? Date.parse(deadline) : Number.NaN;
  if (!Number.isFinite(end)) return undefined;
  const minutes = Math.max(0, Math.floor((end - now) / 60_000));
  return { days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60), minutes: minutes % 60, isOver: now >= end };
}
