// In what share of the resamples does a society keep its places, get fewer, get more?
import type { SocietyStability, Stability } from './contract';

/** What may become of a society's places in a resample; the three together are all of them. */
export const OUTCOMES = ['same', 'fewer', 'more'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const COUNTS = { same: 'same_places', fewer: 'fewer', more: 'more' } as const;

/** The societies, that one first of which the decision is the least sure. */
export function leastStable(found: Stability): SocietyStability[] {
  return [...found.societies].sort((left, right) => left.same_places - right.same_places || (left.society_id < right.society_id ? -1 : 1));
}

/** The share of an outcome in per cent, society by society; nothing where nothing was drawn. */
export function sharesOf(societies: readonly SocietyStability[], outcome: Outcome, resamples: number): (number | null)[] {
  return societies.map((one) => (resamples === 0 ? null : (one[COUNTS[outcome]] / resamples) * 100));
}
