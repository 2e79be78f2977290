// In which words are grades, states and shares of votes told?
import { useTranslation } from 'react-i18next';
import { useLabel } from '../../../shared/i18n';
import type { Tone } from '../../../shared/ui';
import type { Ballot } from '../types';

const TONES: Record<string, Tone> = { draft: 'neutral', open: 'blue', closed: 'green', void: 'red', passed: 'green', tied: 'gold', failed: 'neutral' };

/** The colour of a ballot's state, or of what became of a line. */
export const toneOfVote = (word: string): Tone => TONES[word] ?? 'neutral';

/** Gives the name of a ballot: category, grade, whether it raises, which turn. */
export function useBallotName(): (ballot: Pick<Ballot, 'category' | 'grade' | 'is_raise' | 'turn'>) => string {
  const { t } = useTranslation();
  const label = useLabel();
  return ({ category, grade, is_raise, turn }) =>
    [label('category', category), grade ? label('grade', grade) : '', is_raise ? t('voting.raise') : '', turn > 1 ? t('voting.turn', { turn }) : ''].filter(Boolean).join(' · ');
}

/** Gives the words for a share of votes. */
export function useShare(): (share: Ballot['threshold']) => string {
  const { t } = useTranslation();
  return ({ n, d, inclusive }) => t(inclusive ? 'voting.atLeast' : 'voting.moreThan', { n, d });
}
