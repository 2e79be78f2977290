import { describe, expect, it } from 'vitest';
import { countdown, dayInBeijing, endOfDay, instantOf, isNear, localOf, offsetFrom, unitsOf } from './clock';

const at = (text: string) => Date.parse(text);

describe('the offset', () => {
  it('takes the server to have answered half-way, whatever this machine says', () => {
    const day = 86_400_000;
    const server = '2027-05-01T00:00:10.000Z';
    const here = at(server) - day;
    expect(offsetFrom(server, here - 500, here + 500)).toBe(day);
    expect(offsetFrom('nonsense', 0, 0)).toBe(0);
  });
  it('is not misled by a request that waited for a new sign-in', () => {
    const server = '2027-05-01T00:00:10.000Z';
    expect(Math.abs(offsetFrom(server, at(server) - 600_000, at(server)))).toBeLessThanOrEqual(2_000);
  });
});

describe('the countdown', () => {
  const opens = '2027-03-01T00:00:00Z';
  const closes = '2027-05-01T16:00:00Z';
  it('counts to the opening, then to the close, and is over at the very instant', () => {
    expect(countdown(at('2027-02-27T21:30:00Z'), opens, closes)).toEqual({ phase: 'before', days: 1, hours: 2, minutes: 30, seconds: 0 });
    expect(countdown(at(opens), opens, closes).phase).toBe('open');
    expect(countdown(at('2027-04-29T14:58:58Z'), opens, closes)).toEqual({ phase: 'open', days: 2, hours: 1, minutes: 1, seconds: 2 });
    expect(countdown(at(closes) - 1, opens, closes)).toEqual({ phase: 'open', days: 0, hours: 0, minutes: 0, seconds: 0 });
    expect(countdown(at(closes), opens, closes).phase).toBe('over');
  });
  it('says that no times are known, and does without an opening', () => {
    expect(countdown(0, opens, null).phase).toBe('unset');
    expect(countdown(0, opens, 'soon').phase).toBe('unset');
    expect(countdown(at('2027-04-30T16:00:00Z'), undefined, closes)).toMatchObject({ phase: 'open', days: 1, hours: 0 });
  });
  it('warns near the close, not near the opening', () => {
    expect(isNear(countdown(at('2027-04-28T16:00:00Z'), opens, closes))).toBe(false);
    expect(isNear(countdown(at('2027-04-28T16:00:01Z'), opens, closes))).toBe(true);
    expect(isNear(countdown(at('2027-02-28T23:00:00Z'), opens, closes))).toBe(false);
  });
  it('speaks in the two largest units that matter', () => {
    const left = (days: number, hours: number) => unitsOf({ phase: 'open', days, hours, minutes: 5, seconds: 5 });
    expect([left(3, 0), left(0, 3), left(0, 0)]).toEqual(['days', 'hours', 'minutes']);
  });
});

describe('Beijing', () => {
  it('has its own days', () => {
    expect(dayInBeijing('2026-11-26T15:59:59Z')).toBe('2026-11-26');
    expect(dayInBeijing('2026-11-26T16:00:00Z')).toBe('2026-11-27');
    expect(dayInBeijing('soon')).toBe('');
    expect(endOfDay('2026-12-31')).toBe('2026-12-31T16:00:00.000Z');
    expect(endOfDay('soon')).toBeUndefined();
  });
  it('is what boxes of date and time hold, to the second', () => {
    expect(instantOf('2026-11-26T17:00')).toBe('2026-11-26T09:00:00.000Z');
    expect(instantOf('2026-11-26T17:00:05')).toBe('2026-11-26T09:00:05.000Z');
    expect(localOf('2026-11-26T09:00:00Z')).toBe('2026-11-26T17:00');
    expect(localOf('2026-11-26T09:00:05Z')).toBe('2026-11-26T17:00:05');
    expect([instantOf(''), instantOf('soon'), localOf(undefined), localOf('soon')]).toEqual([undefined, undefined, '', '']);
  });
});
