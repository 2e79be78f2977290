// What does a key do in the gallery, and what is the evidence on a page?
import type { SealPage, SeenSeal } from '../../../api/types';

/** What a person says of a page. */
export type SealAnswer = 'yes' | 'no';

/** What a key asks for. */
export type Stroke = { kind: 'answer'; answer: SealAnswer } | { kind: 'move'; by: number };

const STROKES: Record<string, Stroke> = {
  y: { kind: 'answer', answer: 'yes' },
  n: { kind: 'answer', answer: 'no' },
  ArrowRight: { kind: 'move', by: 1 },
  ArrowDown: { kind: 'move', by: 1 },
  ArrowLeft: { kind: 'move', by: -1 },
  ArrowUp: { kind: 'move', by: -1 },
};

/** What a key asks for; nothing with a modifier, which belongs to the browser. */
export function strokeOf(event: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }): Stroke | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  return STROKES[event.key.length === 1 ? event.key.toLowerCase() : event.key];
}

/** The place after a move: it stays within the list. */
export function moved(at: number, by: number, count: number): number {
  return Math.min(Math.max(at + by, 0), Math.max(count - 1, 0));
}

/** The surest seal that was seen on a page. */
export function surest(page: SealPage): SeenSeal | undefined {
  return page.seals[0];
}

/** What the machine can say of a page: nothing is there, it cannot be seen, a seal was seen or none was. */
export function evidenceOf(page: SealPage): 'missing' | 'unseen' | 'seen' | 'notSeen' | 'person' {
  if (page.attachment === null || page.attachment === undefined) return 'missing';
  if (!page.has_picture) return 'unseen';
  if (page.seals.length > 0) return 'seen';
  return page.marks.includes('seal') ? 'notSeen' : 'person';
}

/** A share of a side as CSS takes it. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}
