// Which colour goes with what, and when is an answer due?
import type { Tone } from '../../shared/ui';
import type { Broken, OfficeAssignment } from './types';

/** Tone of a plan's state. */
export function toneOfPlan(state: string): Tone {
  if (state === 'applied') return 'green';
  return state === 'draft' ? 'blue' : 'neutral';
}

/** Tone of where an assignment stands. */
export function toneOfAssignment(state: string): Tone {
  if (state === 'accepted') return 'green';
  if (state === 'invited') return 'blue';
  return state === 'declined' || state === 'recused' || state === 'expired' ? 'gold' : 'neutral';
}

/** Tone of the gravest relation of a pair. */
export function toneOfConflict(grade: string): Tone {
  if (grade === 'bar') return 'red';
  if (grade === 'flag') return 'gold';
  return grade === 'none' ? 'green' : 'neutral';
}

/** Tone of how a pair stands in a plan. */
export function toneOfStanding(standing: string): Tone {
  if (standing === 'assigned') return 'blue';
  if (standing === 'pinned') return 'green';
  return standing === 'banned' ? 'red' : 'neutral';
}

/** Tone of a rule that does not hold. */
export function toneOfBroken({ grade }: Pick<Broken, 'grade'>): Tone {
  if (grade === 'refuse') return 'red';
  return grade === 'override' ? 'gold' : 'neutral';
}

/** Why somebody must be replaced: a freeze first, else what the expert answered or did not. */
export function causeOf({ frozen, state }: Pick<OfficeAssignment, 'frozen' | 'state'>): string {
  return frozen ? 'frozen' : state;
}

const DAY_MS = 86_400_000;
const ZONE = 'Asia/Shanghai';

/** The day in Beijing, so many days after an instant, as `YYYY-MM-DD`. */
export function dayAfter(nowMs: number, days: number): string {
  return new Date(nowMs + days * DAY_MS).toLocaleDateString('sv-SE', { timeZone: ZONE });
}

/** The midnight that ends a day in Beijing: the first instant that is too late. */
export function endOfDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00+08:00`) + DAY_MS).toISOString();
}
