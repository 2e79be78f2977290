import { describe, expect, it } from 'vitest';
import { dayInWords, hourInWords, leftOf } from './due';

/** The midnight that ends the seventh in Beijing: the first instant that is too late. */
const END = '2026-12-07T16:00:00Z';

describe('a due date in words', () => {
  it('names the day and its weekday in Beijing', () => {
    expect(dayInWords(END, 'zh-CN')).toBe('12月7日（星期一）');
    expect(dayInWords(END, 'en')).toBe('Monday 7 December');
    expect(dayInWords('2026-12-07T16:30:00Z', 'zh-CN')).toBe('12月8日（星期二）');
  });
  it('tells an hour only where the day is not the whole', () => {
    expect(hourInWords(END)).toBeUndefined();
    expect(hourInWords('2026-12-07T09:30:00Z')).toBe('17:30');
  });
  it('counts days of the calendar and ends at the instant', () => {
    expect(leftOf(END, Date.parse('2026-11-27T00:00:00Z'))).toEqual({ kind: 'days', days: 10 });
    expect(leftOf(END, Date.parse('2026-12-06T15:59:59Z'))).toEqual({ kind: 'days', days: 1 });
    expect(leftOf(END, Date.parse('2026-12-06T16:00:00Z'))).toEqual({ kind: 'today', days: 0 });
    expect(leftOf(END, Date.parse(END))).toEqual({ kind: 'over', days: 0 });
    expect(leftOf('nonsense', 0).kind).toBe('over');
  });
});
