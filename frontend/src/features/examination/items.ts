// In which order are rules looked at, which may be passed together, and which fields does a rule name? Pure; the server has the last word.
import type { Tone } from '../../shared/ui';
import type { ExaminationDetail, Item } from './types';

/** Whether nothing more is to be said of a rule. */
export const isSettled = (item: Pick<Item, 'standing'>): boolean => item.standing === 'pass' || item.standing === 'fail';

/** What the reader can do comes first, and of that what already waited for two; what is settled for the nomination comes last. */
function rank(item: Item): number {
  if (isSettled(item)) return item.standing === 'fail' ? 5 : 6;
  if (!item.may_speak) return 4;
  if (item.standing === 'third') return 0;
  if (item.standing === 'second') return 1;
  return item.is_barred ? 2 : 3;
}

/** The rules in the order in which the reader needs them. */
export const inOrder = (items: readonly Item[]): Item[] => [...items].sort((one, other) => rank(one) - rank(other) || one.rule.localeCompare(other.rule, 'en'));

/** The rules that one deed may pass: nobody has said anything, and the machine decided nothing against them. */
export const restOf = (items: readonly Item[]): Item[] => items.filter((item) => item.standing === 'open' && !item.is_barred && item.may_speak);

/** Whether a verdict needs a reason: any against the nomination, and any against what the machine decided. */
export const needsReason = (ruling: string, isBarred: boolean): boolean => ruling === 'fail' || isBarred;

/** The rule after or before the current one, by the order on screen; it stays at the ends. */
export function moved(rules: readonly string[], current: string | undefined, by: 1 | -1): string | undefined {
  const at = current === undefined ? -1 : rules.indexOf(current);
  if (at < 0) return rules[0];
  return rules[Math.min(rules.length - 1, Math.max(0, at + by))];
}

/** The next rule after this one of which the reader may speak, from the top again where none follows. */
export function nextToSpeak(items: readonly Item[], after: string): string | undefined {
  const at = items.findIndex((item) => item.rule === after);
  return [...items.slice(at + 1), ...items.slice(0, Math.max(0, at))].find((item) => item.may_speak)?.rule;
}

/** The fields that a rule is about: where the machine looked, and what people named. */
export function addressesOf(item: Pick<Item, 'findings' | 'verdicts'>): string[] {
  const found = item.findings.flatMap((one) => [one.address, ...one.evidence.map((each) => (each.kind === 'field' ? each.value : undefined))]);
  const named = item.verdicts.map((one) => one.address);
  return [...new Set([...found, ...named].filter((address): address is string => typeof address === 'string' && address !== ''))];
}

/** The fields to be corrected as the failing rules name them: those of people first, else where the machine found the fault. */
export function fieldsToCorrect(items: readonly Item[]): string[] {
  const failing = items.filter((item) => item.standing === 'fail');
  const of = (item: Item) => {
    const named = item.verdicts.flatMap((one) => (one.address ? [one.address] : []));
    return named.length > 0 ? named : addressesOf(item);
  };
  return [...new Set(failing.flatMap(of))];
}

/** What was said last against the nomination under a rule: it speaks for all who said so. */
export const lastSaid = (item: Pick<Item, 'verdicts'>): Item['verdicts'][number] | undefined => [...item.verdicts].reverse().find((one) => one.ruling === 'fail');

/** Tone of where an examination stands, or a rule of it. */
export function toneOfExamination(standing: string): Tone {
  if (standing === 'accepted' || standing === 'acceptable' || standing === 'pass') return 'green';
  if (standing === 'refused' || standing === 'refusable' || standing === 'fail') return 'red';
  if (standing === 'second' || standing === 'third' || standing === 'correcting') return 'gold';
  return standing === 'none' || standing === 'ended' ? 'neutral' : 'blue';
}

/** How many rules stand where. */
export function tally(one: Pick<ExaminationDetail, 'items'>): { mine: number; waiting: number; failing: number; passed: number } {
  const count = (is: (item: Item) => boolean) => one.items.filter(is).length;
  return {
    mine: count((item) => item.may_speak && !isSettled(item)),
    waiting: count((item) => !item.may_speak && !isSettled(item)),
    failing: count((item) => item.standing === 'fail'),
    passed: count((item) => item.standing === 'pass'),
  };
}
