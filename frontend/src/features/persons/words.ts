// In which words and colours is a pair told?
import type { Tone } from '../../shared/ui';
import type { Comparison, LinkDetail, LinkStep, Reason, Side } from './types';

/** How probable it is, in a word: a key of the dictionary. */
export function likelihood(probability: number): 'sure' | 'likely' | 'rather' | 'maybe' {
  if (probability >= 0.99) return 'sure';
  if (probability >= 0.9) return 'likely';
  return probability >= 0.5 ? 'rather' : 'maybe';
}

/** A probability as whole per cent; what is not certain is never written as 100. */
export function percent(probability: number): number {
  return probability >= 1 ? 100 : Math.min(99, Math.round(probability * 100));
}

/** Tone of a state. */
export function toneOfLink(state: string): Tone {
  if (state === 'linked') return 'green';
  if (state === 'confirmed' || state === 'unlinking' || state === 'refusing') return 'gold';
  return state === 'proposed' ? 'blue' : 'neutral';
}

/** Tone of how two cells agree. */
export function toneOfAgreement(agreement: Comparison['agreement']): Tone {
  if (agreement === 'same') return 'green';
  if (agreement === 'different') return 'red';
  return agreement === 'close' ? 'gold' : 'neutral';
}

/** Tone of a piece of evidence. */
export function toneOfReason(side: Reason['side']): Tone {
  if (side === 'for') return 'green';
  return side === 'against' ? 'red' : 'neutral';
}

/** The step that made each state, and the one that asked a second person for it; until a second person agrees to part them, a link holds. */
const DECIDING: Readonly<Record<string, { deed: string; to: string; from: string }>> = {
  linked: { deed: 'confirm', to: 'linked', from: 'confirmed' },
  unlinking: { deed: 'confirm', to: 'linked', from: 'confirmed' },
  unlinked: { deed: 'unlink', to: 'unlinked', from: 'unlinking' },
  refused: { deed: 'refuse', to: 'refused', from: 'refusing' },
};

/** Who decided what stands now, the first first: two people, or for "not the same" where no bar fell by it one. */
export function decidedBy(link: Pick<LinkDetail, 'state' | 'steps'>): readonly LinkStep[] {
  const deciding = DECIDING[link.state];
  if (deciding === undefined) return [];
  // The latest step stands first.
  const at = link.steps.findIndex((step) => step.deed === deciding.deed && step.state === deciding.to);
  const last = link.steps[at];
  const before = link.steps[at + 1];
  if (last === undefined) return [];
  return before?.deed === deciding.deed && before.state === deciding.from ? [before, last] : [last];
}

/** Where the record itself is read. */
export function addressOf(side: Pick<Side, 'kind' | 'id'>, year: number): string {
  return side.kind === 'expert' ? `/experts/${side.id}` : `/rounds/${year}/nominations/${side.id}`;
}
