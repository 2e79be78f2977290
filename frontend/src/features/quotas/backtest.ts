// Did the places go where later nominations passed? What a back-test's figures mean, in one comparison.
import type { BackTest, BackTestStanding, Contender } from './contract';

/** The figures of a standing that are drawn. */
export const MEASURES = ['rank_correlation', 'later_pass_rate', 'next_pass_rate'] as const;
export type Measure = (typeof MEASURES)[number];

/** The contenders in the order in which they are drawn: the policy first. */
export const CONTENDERS: readonly Contender[] = ['policy', 'raw_award_rate', 'last_round', 'equal_shares', 'actual'];

const GIGA = 1_000_000_000;

/** A figure of a contender over the decisions; nothing where nothing can be said. */
export function seriesOf(test: BackTest, measure: Measure, contender: Contender): (number | null)[] {
  return test.rounds.map((round) => {
    const value = round.standings.find((standing) => standing.contender === contender)?.[measure];
    return value === null || value === undefined ? null : value / GIGA;
  });
}

/** How the policy did over all decisions against the best of the rules of thumb. */
export function verdictOf(test: BackTest, measure: Measure): { ours: number; best: number; rival: Contender; isBetter: boolean } | undefined {
  const value = (standing: BackTestStanding | undefined) => standing?.[measure] ?? undefined;
  const ours = value(test.overall.find((standing) => standing.contender === 'policy'));
  const rivals = test.overall.filter((standing) => standing.contender !== 'policy' && standing.contender !== 'actual' && value(standing) !== undefined);
  const best = rivals.reduce<BackTestStanding | undefined>((top, standing) => ((value(top) ?? Number.NEGATIVE_INFINITY) >= (value(standing) ?? 0) ? top : standing), undefined);
  const bestValue = value(best);
  if (ours === undefined || best === undefined || bestValue === undefined) return undefined;
  return { ours: ours / GIGA, best: bestValue / GIGA, rival: best.contender, isBetter: ours > bestValue };
}
