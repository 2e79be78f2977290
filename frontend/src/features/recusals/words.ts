// Which colour goes with a standing, and where does a source record live in this app?
import type { Tone } from '../../shared/ui';
import type { RecusalAlert } from './types';

/** Tone of what a finding does now. */
export function toneOfFinding(standing: string): Tone {
  if (standing === 'bar') return 'red';
  if (standing === 'flag') return 'gold';
  return standing === 'cleared' ? 'green' : 'neutral';
}

/** Tone of where a declaration stands. */
export function toneOfDeclaration(state: string): Tone {
  if (state === 'waiting') return 'gold';
  return state === 'in_force' ? 'blue' : 'neutral';
}

/** Tone of a name that was checked. */
export function toneOfGrade(grade: string): Tone {
  if (grade === 'hard') return 'red';
  if (grade === 'soft') return 'gold';
  return grade === 'clean' ? 'green' : 'neutral';
}

/** Tone of where an alert stands. */
export function toneOfAlert(alert: Pick<RecusalAlert, 'state'>): Tone {
  if (alert.state === 'open') return 'red';
  return alert.state === 'cleared' ? 'gold' : 'neutral';
}

/** The address in this app of a record that the server names; nominations and declarations stand below their round. */
export function addressOf(link: string | null | undefined, year: number): string | undefined {
  if (link === null || link === undefined || !link.startsWith('/')) return undefined;
  return /^\/(nominations|declarations)\//.test(link) ? `/rounds/${year}${link}` : link;
}
