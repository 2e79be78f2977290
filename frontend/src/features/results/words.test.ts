import { describe, expect, it } from 'vitest';
import { countsOf, OUTCOMES, toneOfOutcome, totalOf } from './words';

describe('the counts of a release', () => {
  it('stand in the order of the outcomes, and none that is nought', () => {
    const counts = { put_off: 1, failed: 4, passed: 12, struck: 0 };
    expect(countsOf(counts)).toEqual([
      { outcome: 'passed', count: 12 },
      { outcome: 'failed', count: 4 },
      { outcome: 'put_off', count: 1 },
    ]);
    expect(totalOf(counts)).toBe(17);
    expect(countsOf({})).toEqual([]);
  });
});

describe('the tone of an outcome', () => {
  it('is its own for what is good, bad and open', () => {
    expect(OUTCOMES.map(toneOfOutcome)).toEqual(['green', 'red', 'green', 'red', 'red', 'gold']);
  });
});
