// What do the boxes of a draft say, and what is wrong with them? Pure; the server has the last word.
import type { NewPublicity } from './queries';

export interface DraftText {
  kind: string;
  title: string;
  notice: string;
  opens: string;
  closes: string;
  count: string;
}

/** Above so many nominations their number is typed. */
export const MOST_UNCONFIRMED = 20;

/** The number that was typed, in whichever digits. */
export function countOf(text: string): number | undefined {
  const plain = text.normalize('NFKC').trim();
  return /^\d{1,5}$/.test(plain) ? Number(plain) : undefined;
}

/** Whether the number that was typed says that `count` are meant. */
export function isConfirmed(count: number, typed: string): boolean {
  return count <= MOST_UNCONFIRMED ? typed.trim() === '' || countOf(typed) === count : countOf(typed) === count;
}

/** The request that the boxes make; undefined where something is missing. */
export function bodyOf(text: DraftText, count: number, instantOf: (local: string) => string | undefined): NewPublicity | undefined {
  const opens = instantOf(text.opens);
  if (text.title.trim() === '' || text.notice.trim() === '' || opens === undefined || !isConfirmed(count, text.count)) return undefined;
  const closes = instantOf(text.closes);
  const typed = countOf(text.count);
  return {
    kind: text.kind,
    title: text.title.trim(),
    notice: text.notice.trim(),
    opens_at: opens,
    ...(closes === undefined ? {} : { closes_at: closes }),
    ...(typed === undefined ? {} : { confirmed_count: typed }),
  };
}
