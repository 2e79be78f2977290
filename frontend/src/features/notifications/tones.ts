// In which colour does the state of a message stand?
import type { Tone } from '../../shared/ui';

const TONES: Record<string, Tone> = { waiting: 'blue', held: 'gold', sent: 'green', failed: 'red', bounced: 'red' };

/** The tone of a message's state. */
export const toneOfMail = (state: string): Tone => TONES[state] ?? 'neutral';

/** A fault as the server words it, `refused 550`, in its word and its status. */
export function partsOfFault(fault: string): { word: string; status: string } {
  const [word = '', status = ''] = fault.split(' ');
  return { word, status };
}
