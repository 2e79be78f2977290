// Is an answer whole, and what is the next step of an invitation?
import type { AnswerWord, MyReview } from './types';

/** Whether a reason is chosen, and something written where it must be. */
export function isAnswer(list: readonly AnswerWord[], code: string, words: string): boolean {
  const chosen = list.find((word) => word.code === code);
  return chosen !== undefined && (!chosen.words || words.trim() !== '');
}

export type Step = 'sign' | 'declare' | 'answer' | 'done' | 'closed';

/** What a reviewer has to do next; a frozen or ended one is closed. */
export function stepOf(review: Pick<MyReview, 'state' | 'frozen' | 'interest'>, isSigned: boolean): Step {
  if (review.frozen || !['invited', 'accepted'].includes(review.state)) return 'closed';
  if (!isSigned) return 'sign';
  if (review.interest == null) return 'declare';
  return review.state === 'invited' ? 'answer' : 'done';
}

/** Those that wait for the reviewer first, then those taken, then those that are over; each by its due date. */
export function inOrder(reviews: readonly MyReview[]): MyReview[] {
  const rank = ({ state, frozen }: MyReview) => (frozen ? 2 : state === 'invited' ? 0 : state === 'accepted' ? 1 : 3);
  return [...reviews].sort((left, right) => rank(left) - rank(right) || (left.due_at ?? '').localeCompare(right.due_at ?? '') || left.id.localeCompare(right.id));
}
