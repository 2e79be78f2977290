import { describe, expect, it } from 'vitest';
import { BUDGETS, overBudget } from './precompress.ts';

describe('overBudget', () => {
  it('adds up the entry and leaves it out of the single chunks', () => {
    expect(overBudget({ 'a.js': 200_000, 'b.js': 140_000, 'c.js': 59_000 }, ['a.js', 'b.js'])).toEqual([]);
    expect(overBudget({ 'a.js': 200_000, 'b.js': 160_000 }, ['a.js', 'b.js'])).toEqual([`entry: 360000 > ${BUDGETS.entry} bytes`]);
  });
  it('allows charts more than other chunks', () => {
    expect(overBudget({ 'charts-x.js': 170_000, 'Page-y.js': 61_000 }, [])).toEqual([`Page-y.js: 61000 > ${BUDGETS.chunk} bytes`]);
  });
});
