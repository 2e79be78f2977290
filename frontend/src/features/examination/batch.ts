// What would a batch do, how long can it be undone, and how old is a line of the queue? Pure.
import type { Batch, Outlook } from './types';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** The nominations with which something would be done, and those with which nothing would. */
export function split(rows: readonly Outlook[]): { done: Outlook[]; left: Outlook[] } {
  return { done: rows.filter((row) => !row.obstacle), left: rows.filter((row) => row.obstacle) };
}

/** Whether the number that was typed confirms it; full-width figures are figures. */
export const isConfirmed = (typed: string, count: number, typedFrom: number): boolean => count > 0 && (count < typedFrom || typed.normalize('NFKC').trim() === String(count));

/** Minutes and seconds in which a batch can still be undone; none once its instant has come. */
export function leftToUndo(batch: Pick<Batch, 'state' | 'effective_at'>, now: number): { minutes: number; seconds: number } | undefined {
  const left = Date.parse(batch.effective_at) - now;
  if (batch.state !== 'waiting' || !(left > 0)) return undefined;
  const seconds = Math.ceil(left / 1000);
  return { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
}

/** How long ago, in the largest unit that counts. */
export function ageOf(instant: string, now: number): { unit: 'days' | 'hours' | 'minutes'; value: number } {
  const past = Math.max(0, now - Date.parse(instant));
  if (past >= DAY_MS) return { unit: 'days', value: Math.floor(past / DAY_MS) };
  if (past >= HOUR_MS) return { unit: 'hours', value: Math.floor(past / HOUR_MS) };
  return { unit: 'minutes', value: Math.floor(past / MINUTE_MS) };
}
