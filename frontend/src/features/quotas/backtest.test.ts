import { describe, expect, it } from 'vitest';
import { seriesOf, verdictOf } from './backtest';
import type { BackTest, BackTestStanding, Contender } from './contract';

const standing = (contender: Contender, rank: number | null): BackTestStanding => ({ contender, places: 10, rank_correlation: rank, later_pass_rate: null, next_pass_rate: null, gained_pass_rate: null, lost_pass_rate: null, moved: 0 });
const test: BackTest = {
  rounds: [
    { known_to: 2019, judged_by: [2021], total: 80, standings: [standing('policy', 500_000_000), standing('last_round', null)] },
    { known_to: 2021, judged_by: [2023], total: 80, standings: [standing('policy', 620_000_000)] },
  ],
  overall: [standing('policy', 560_000_000), standing('raw_award_rate', 310_000_000), standing('last_round', 200_000_000), standing('actual', 900_000_000)],
};

describe('a back-test', () => {
  it('gives a series with gaps where nothing can be said', () => {
    expect(seriesOf(test, 'rank_correlation', 'policy')).toEqual([0.5, 0.62]);
    expect(seriesOf(test, 'rank_correlation', 'last_round')).toEqual([null, null]);
  });
  it('is held against the best rule of thumb, not against what really happened', () => {
    expect(verdictOf(test, 'rank_correlation')).toEqual({ ours: 0.56, best: 0.31, rival: 'raw_award_rate', isBetter: true });
    expect(verdictOf(test, 'later_pass_rate')).toBeUndefined();
  });
});
