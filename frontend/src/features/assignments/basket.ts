// Which changes are meant but not made yet? One for each pair; an opposite takes its pair out again.
import type { ChangeKind, Edit } from './types';

const OPPOSITE: Partial<Record<ChangeKind, ChangeKind>> = { assign: 'unassign', unassign: 'assign', pin: 'unpin', unpin: 'pin', ban: 'unban', unban: 'ban' };

const isOf = (edit: Edit, nomination: string, expert: string) => edit.nomination === nomination && edit.expert === expert;

/** The basket with one more change. A swap out of somebody takes what was meant for that pair along. */
export function withEdit(basket: readonly Edit[], edit: Edit): Edit[] {
  const known = basket.find((one) => isOf(one, edit.nomination, edit.expert));
  const rest = basket.filter((one) => one !== known && !(edit.instead_of !== undefined && isOf(one, edit.nomination, edit.instead_of)));
  // What would be unassigned twice, once by a swap, is so by the newer word.
  const free = rest.filter((one) => !(one.kind === 'swap' && one.nomination === edit.nomination && one.instead_of === (edit.instead_of ?? edit.expert)));
  return known !== undefined && OPPOSITE[known.kind] === edit.kind ? free : [...free, edit];
}

/** The basket without one change. */
export function withoutEdit(basket: readonly Edit[], edit: Edit): Edit[] {
  return basket.filter((one) => one !== edit);
}

/** What is meant for a pair: its change, or that a swap takes it out. */
export function meantFor(basket: readonly Edit[], nomination: string, expert: string): Edit | undefined {
  return basket.find((one) => isOf(one, nomination, expert) || (one.kind === 'swap' && one.nomination === nomination && one.instead_of === expert));
}

/** What may be done with a pair as it stands: never a barred one into the plan. */
export function actionsFor(standing: string, isBarred: boolean): ChangeKind[] {
  switch (standing) {
    case 'assigned':
      return ['unassign', 'pin', 'ban'];
    case 'pinned':
      return ['unpin'];
    case 'banned':
      return ['unban'];
    case 'free':
      return isBarred ? ['ban'] : ['assign', 'swap', 'pin', 'ban'];
    default:
      return [];
  }
}

/** Keys of the workbench, and the change that each stands for on the chosen candidate. */
export const KEY_OF: Partial<Record<ChangeKind, string>> = { assign: 'a', unassign: 'u', pin: 'p', unpin: 'p', ban: 'b', unban: 'b', swap: 's' };

/** The change that a key means for a pair, if it means one there. */
export function changeOfKey(key: string, standing: string, isBarred: boolean): ChangeKind | undefined {
  return actionsFor(standing, isBarred).find((kind) => KEY_OF[kind] === key);
}
