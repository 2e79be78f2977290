// Are figures written so that what is not known never looks like zero?
import { describe, expect, it } from 'vitest';
import type { RecordView } from '../../api/types';
import { figureOf, formatRate, madeOf, overRounds, periodOf } from './figures';

const figure = (indicator: string, count: number, of: number | null) => ({
  indicator,
  count,
  of,
  rate_ppm: of === null || of === 0 ? null : Math.floor((count * 1_000_000) / of),
  low_ppm: null,
  high_ppm: null,
  all_ppm: 500_000,
});

const record = {
  rounds: [
    { year: 2025, quota: 4, made_of: 'cases', figures: [figure('I05', 1, 2)] },
    { year: 2023, quota: 2, made_of: 'totals', figures: [] },
  ],
  window: { rounds: [2025, 2023], figures: [figure('I05', 1, 2)] },
} as unknown as RecordView;

describe('figures', () => {
  it('tells what was not recorded from zero', () => {
    expect(madeOf(undefined)).toBe('—');
    expect(madeOf(figure('I12', 0, null))).toBe('0');
    expect(madeOf(figure('I05', 1, 2))).toBe('1/2');
    expect(formatRate(null)).toBe('—');
    expect(formatRate(0)).toBe('0%');
    expect(formatRate(666_666)).toBe('66.7%');
  });

  it('finds the period that an address names', () => {
    expect(periodOf('2023', record)).toBe(2023);
    expect(periodOf('1999', record)).toBe('window');
    expect(periodOf('', record)).toBe('window');
    expect(figureOf(record, 2023, 'I05')).toBeUndefined();
    expect(figureOf(record, 'window', 'I05')?.count).toBe(1);
  });

  it('runs from the oldest round to the newest', () => {
    const series = overRounds(record, { id: 'I05', kind: 'rate' } as never);
    expect(series).toEqual({ years: ['2023', '2025'], own: [null, 50], all: [null, 50] });
  });
});
