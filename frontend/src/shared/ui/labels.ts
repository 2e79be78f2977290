// Which colour goes with which state? Decided once, for every page.
import type { Tone } from './primitives';

const GREEN = new Set(['accepted', 'objection_clear', 'objection_resolved', 'first_review_passed', 'committee_passed', 'network_review_done', 'council_approved', 'awarded']);
const RED = new Set(['rejected', 'upheld_terminated', 'first_review_failed', 'committee_failed', 'not_awarded', 'removed_66', 'terminated', 'revoked']);
const GOLD = new Set(['correction_required', 'objection_open', 'objection_investigating', 'deferred', 'return_asked']);
const NEUTRAL = new Set(['draft', 'abandoned', 'withdrawn']);

/** Tone of a nomination's state. */
export function toneOfState(state: string): Tone {
  if (GREEN.has(state)) return 'green';
  if (RED.has(state)) return 'red';
  if (GOLD.has(state)) return 'gold';
  return NEUTRAL.has(state) ? 'neutral' : 'blue';
}

/** Tone of a conflict's severity. */
export function toneOfSeverity(severity: string): Tone {
  return severity === 'bar' ? 'red' : severity === 'flag' ? 'gold' : 'neutral';
}

/** Tone of a match run's state. */
export function toneOfRun(state: string): Tone {
  return state === 'done' ? 'green' : state === 'failed' ? 'red' : 'blue';
}

/** Tone of a band of the quota decision. */
export function toneOfBand(band: string): Tone {
  if (band === 'expand') return 'green';
  if (band === 'shrink') return 'gold';
  if (band === 'suspend') return 'red';
  return band === 'newcomer' || band === 'return' ? 'blue' : 'neutral';
}

/** Tone of where a quota proposal stands. */
export function toneOfStanding(standing: string): Tone {
  if (standing === 'final') return 'green';
  return standing === 'draft' || standing === 'deciding' ? 'gold' : 'blue';
}

/** Tone of an appeal's state. */
export function toneOfAppeal(state: string): Tone {
  if (state === 'upheld') return 'green';
  return state === 'open' ? 'gold' : 'neutral';
}
