// In which tone does a meeting stand, and what is an item called?
import type { Tone } from '../../shared/ui';

const TONES: Readonly<Record<string, Tone>> = { draft: 'neutral', called: 'blue', open: 'gold', closed: 'green', cancelled: 'red' };
const ITEM_TONES: Readonly<Record<string, Tone>> = { waiting: 'neutral', present: 'gold', voting: 'blue', done: 'green', put_off: 'red' };

/** The tone of a meeting's state. */
export const toneOfMeeting = (state: string): Tone => TONES[state] ?? 'neutral';

/** The tone of an item's state. */
export const toneOfItem = (state: string): Tone => ITEM_TONES[state] ?? 'neutral';

/** The addresses of a meeting's pages. */
export const addressOf = (id: string): string => `/meetings/${id}`;
