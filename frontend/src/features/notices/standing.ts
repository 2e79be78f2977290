// Which colour goes with which standing of a publicity?
import type { Tone } from '../../shared/ui';

/** Tone of a publicity's standing. */
export function toneOfPublicity(standing: string): Tone {
  if (standing === 'open') return 'green';
  if (standing === 'draft') return 'gold';
  return standing === 'waiting' ? 'blue' : 'neutral';
}
