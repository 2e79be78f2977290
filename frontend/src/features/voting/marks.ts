// Which lines may be marked, and which items does a ballot list? No React.
import type { BallotCandidate } from './types';

/** The marks after a click: in the order of the lines, and never more than a paper may have. */
export function marked(marks: readonly number[], line: number, isMarked: boolean, cap: number): readonly number[] {
  const others = marks.filter((one) => one !== line);
  if (!isMarked) return others;
  return others.length >= cap ? marks : [...others, line].sort((left, right) => left - right);
}

/** What of the marks that were kept can still be marked: a line that is there and of which the member does not keep out. */
export function lawful(marks: readonly number[], lines: readonly { number: number; is_recused: boolean }[], cap: number): readonly number[] {
  const free = new Set(lines.filter((line) => !line.is_recused).map((line) => line.number));
  return marks.filter((line) => free.has(line)).slice(0, cap);
}

/** What a ballot is to be on. */
export interface Wanted {
  category: string;
  /** Empty where the award has no grades. */
  grade: string;
  isRaise: boolean;
}

/** The items that such a ballot may list: of the category, nominated for the grade, on no other ballot for it. The server has the last word. */
export function listable(candidates: readonly BallotCandidate[], { category, grade, isRaise }: Wanted): BallotCandidate[] {
  return candidates.filter((one) => {
    if (one.category !== category || one.is_put_off || one.listed.includes(grade)) return false;
    if (grade === '' || !one.grade) return !isRaise;
    return isRaise ? one.grade === 'second' && grade !== 'second' : one.grade === grade;
  });
}

/** The categories of an agenda, each once, in its order. */
export function categoriesOf(candidates: readonly BallotCandidate[]): string[] {
  return [...new Set(candidates.map((one) => one.category))].filter((code) => code !== '');
}

/** Whether an award of this category has grades. */
export const hasGrades = (category: string): boolean => ['NAT', 'INV', 'PRO'].includes(category);

/** Why there is nothing to mark; who handed a paper in that came too late is told that it does not count. */
export function waitOf(state: string, isSent: boolean): 'draft' | 'absent' | 'closed' | 'late' | 'void' {
  if (state === 'open') return 'absent';
  if (state === 'draft' || state === 'void') return state;
  return isSent ? 'late' : 'closed';
}
