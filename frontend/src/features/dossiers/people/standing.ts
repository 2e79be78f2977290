// What does a person's state mean to the clerk: how does it look, and what is to be done?
import type { NomineeRow } from '../../../api/types';
import type { Tone } from '../../../shared/ui';

const TONES: Record<NomineeRow['state'], Tone> = { not_asked: 'neutral', asked: 'blue', confirmed: 'green', refused: 'red', outdated: 'gold' };

/** The tone of a state. */
export const toneOf = (state: NomineeRow['state']): Tone => TONES[state];

/** Whether everybody at once includes this person: a refusal waits for a word with the person first. */
export const isMissing = (person: NomineeRow): boolean => person.can_be_asked && (person.state === 'not_asked' || person.state === 'outdated');

/** Whether the person has not answered what the dossier says now, and can be asked. */
export const isUnanswered = (person: NomineeRow): boolean => isMissing(person) || (person.can_be_asked && person.state === 'asked');

/** Whether a letter may go to the person now. */
export const mayMail = (person: NomineeRow): boolean => person.can_be_asked && Boolean(person.mail_to) && !person.mail_from;

/** A letter leaves, or comes back, within seconds. */
const WAITING_MS = 3_000;

/** After how many ms the board is to be asked again by itself: while a letter waits, and when the next letter to somebody may go; false where nothing comes by itself. */
export function askAgainAfter(people: readonly NomineeRow[], now: number): number | false {
  if (people.some((person) => person.link?.letter?.state === 'queued')) return WAITING_MS;
  const pauses = people.flatMap((person) => (person.mail_from ? [Date.parse(person.mail_from) - now] : []));
  // This machine's clock may be ahead: it is the server that says when the pause is over.
  return pauses.length === 0 ? false : Math.max(WAITING_MS, Math.min(...pauses));
}

/** What is to be done next, as a key of the dictionary. */
export type Todo = 'write' | 'make' | 'expired' | 'closed' | 'revoked' | 'wait' | 'nothing' | 'talk' | 'again';

/** What is to be done about a person. */
export function todoOf(person: NomineeRow): Todo {
  switch (person.state) {
    case 'confirmed':
      return 'nothing';
    case 'asked':
      return 'wait';
    case 'refused':
      return 'talk';
    case 'outdated':
      return 'again';
    case 'not_asked':
      break;
  }
  if (!person.can_be_asked) return 'write';
  const link = person.link?.state;
  return link === 'expired' || link === 'closed' || link === 'revoked' ? link : 'make';
}

/** The last day of a term of which the first instant that is too late is known. */
export const lastInstant = (end: string): string => new Date(Date.parse(end) - 1000).toISOString();
