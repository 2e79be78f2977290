import { describe, expect, it } from 'vitest';
import { aheadOf, dayInBeijing, leftUntil } from './clock';

const at = (text: string) => Date.parse(text);

describe('the time left', () => {
  it('goes by the server, however wrong the browser is', () => {
    const browser = at('2026-11-27T02:00:00Z');
    const ahead = aheadOf('2026-11-26T02:00:00Z', browser);
    expect(ahead).toBe(-86_400_000);
    expect(leftUntil('2026-11-26T03:00:00Z', browser + ahead)).toMatchObject({ days: 0, hours: 1, isOver: false });
    expect(aheadOf('nonsense', browser)).toBe(0);
  });
  it('is over at the very instant and not a second before', () => {
    const closes = '2026-12-16T09:00:00Z';
    expect(leftUntil(closes, at(closes) - 1000)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 1, isOver: false });
    expect(leftUntil(closes, at(closes))?.isOver).toBe(true);
    expect(leftUntil(undefined, 0)).toBeUndefined();
  });
  it('knows the day in Beijing', () => {
    expect(dayInBeijing('2026-11-26T15:59:59Z')).toBe('2026-11-26');
    expect(dayInBeijing('2026-11-26T16:00:00Z')).toBe('2026-11-27');
  });
});
