// What is being written of a rule, and is it complete? Pure.
import { needsReason } from './items';
import type { VerdictBody } from './types';

/** A verdict that is being written. */
export interface Draft {
  ruling: 'pass' | 'fail';
  reason: string;
  fix: string;
  address: string;
}

/** An empty one. */
export const draftOf = (ruling: Draft['ruling'], address = ''): Draft => ({ ruling, reason: '', fix: '', address });

/** Whether something was written that would be lost. */
export const isWritten = (draft: Draft): boolean => draft.reason.trim() !== '' || draft.fix.trim() !== '';

/** What is sent; none where a reason is missing. What mends a fault, and where it is, belongs to a fault. */
export function verdictOf(rule: string, draft: Draft, isBarred: boolean): VerdictBody | undefined {
  const reason = draft.reason.trim();
  if (reason === '' && needsReason(draft.ruling, isBarred)) return undefined;
  const isFail = draft.ruling === 'fail';
  return {
    rule,
    ruling: draft.ruling,
    ...(reason === '' ? {} : { reason }),
    ...(isFail && draft.fix.trim() !== '' ? { fix: draft.fix.trim() } : {}),
    ...(isFail && draft.address !== '' ? { address: draft.address } : {}),
  };
}
