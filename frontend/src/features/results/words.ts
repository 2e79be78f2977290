// Which colour goes with which outcome, and in which order do outcomes stand? Pure.
import type { Tone } from '../../shared/ui';

/** The stages of a release, in their order. */
export const STAGES = ['first_review', 'committee', 'award'] as const;

/** The categories of the awards, in their official order. */
export const CATEGORIES = ['TOP', 'NAT', 'INV', 'PRO', 'INT'] as const;

/** The outcomes, in the order in which they are counted. */
export const OUTCOMES = ['passed', 'failed', 'awarded', 'not_awarded', 'struck', 'put_off'] as const;

/** The documents behind a release of awards, in the order in which they come. */
export const PAPERS = ['council_limits', 'ministry', 'approval'] as const;

/** Tone of an outcome. */
export function toneOfOutcome(outcome: string): Tone {
  if (outcome === 'passed' || outcome === 'awarded') return 'green';
  if (outcome === 'failed' || outcome === 'not_awarded' || outcome === 'struck') return 'red';
  return 'gold';
}

/** Tone of where a release stands. */
export function toneOfRelease(state: string): Tone {
  return state === 'released' ? 'green' : 'gold';
}

/** The outcomes that there are, with how many of each, in their order. */
export function countsOf(counts: Readonly<Record<string, number>>): { outcome: (typeof OUTCOMES)[number]; count: number }[] {
  return OUTCOMES.map((outcome) => ({ outcome, count: counts[outcome] ?? 0 })).filter(({ count }) => count > 0);
}

/** How many nominations there are in all. */
export function totalOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
