import { describe, expect, it } from 'vitest';
import { roundedToSum, steps } from './terms';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('roundedToSum', () => {
  it('keeps the sum whatever the terms', () => {
    const cases = [[333_333, 333_333, 333_334], [1, 1, 1], [-150_000, 250_001, 4_999], [], [0], [12_345_678, -12_345_678]];
    for (const values of cases) {
      const rounded = roundedToSum(values, 10_000);
      expect(sum(rounded)).toBe(Math.round(sum(values) / 10_000) * 10_000);
      for (const [index, value] of rounded.entries()) expect(Math.abs(value - (values[index] ?? 0))).toBeLessThan(10_000);
    }
  });
  it('leaves exact terms alone', () => {
    expect(roundedToSum([120_000, -30_000], 10_000)).toEqual([120_000, -30_000]);
  });
});

describe('steps', () => {
  it('begin where the last one ended', () => {
    expect(steps([60, 40, -50])).toEqual([
      { left: 0, width: 60 },
      { left: 60, width: 40 },
      { left: 50, width: 50 },
    ]);
    expect(steps([-1, 3])).toEqual([
      { left: 0, width: (1 / 3) * 100 },
      { left: 0, width: 100 },
    ]);
    expect(steps([0])).toEqual([{ left: 0, width: 0 }]);
  });
});
