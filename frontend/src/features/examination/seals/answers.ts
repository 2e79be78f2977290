// What becomes of the verdict that is being written when a page is said to bear its mark, or not to? Pure.
import { type Draft, draftOf, isWritten } from '../draft';
import type { SealAnswer } from './gallery';

/** What was said of a page. */
export interface SaidOfPage {
  answer: SealAnswer;
  /** The sentence by which an objection names the page. */
  line: string;
  /** Address of the field that names the page. */
  address: string;
  /** Whether every page of the rule bears its mark now. */
  isWhole: boolean;
}

function objection(draft: Draft | undefined, { line, address }: SaidOfPage): Draft {
  const { reason } = draft ?? draftOf('fail');
  const now = draft?.ruling === 'fail' ? draft : draftOf('fail');
  if (reason.split('\n').includes(line)) return { ...now, reason };
  return { ...now, address: now.address || address, reason: reason.trim() === '' ? line : `${reason.trimEnd()}\n${line}` };
}

/** A page without its mark is named in an objection, and taken out when it is looked at again; once all pages bear theirs a pass is drafted. What was typed stays. */
export function afterAnswer(draft: Draft | undefined, said: SaidOfPage): Draft | undefined {
  if (said.answer === 'no') return objection(draft, said);
  const passed = said.isWhole ? draftOf('pass') : undefined;
  if (draft === undefined) return passed;
  if (draft.ruling === 'pass') return draft;
  const lines = draft.reason.split('\n');
  const left = { ...draft, reason: lines.filter((line) => line !== said.line).join('\n') };
  if (isWritten(left)) return left;
  // An objection that was opened by hand and names no page is not closed by what is said of one.
  return lines.includes(said.line) ? passed : (passed ?? draft);
}
