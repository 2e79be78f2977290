import { describe, expect, it } from 'vitest';
import { countdown, offsetFrom, unitsOf } from './clock';

const at = (text: string) => Date.parse(text);

describe('the offset', () => {
  it('takes the server to have answered half-way, whatever this machine says', () => {
    const day = 86_400_000;
    const server = '2027-05-01T00:00:10.000Z';
    const here = at(server) - day;
    expect(offsetFrom(server, here - 500, here + 500)).toBe(day);
    expect(offsetFrom('nonsense', 0, 0)).toBe(0);
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
  it('speaks in the two largest units that matter', () => {
    const left = (days: number, hours: number) => unitsOf({ phase: 'open', days, hours, minutes: 5, seconds: 5 });
    expect([left(3, 0), left(0, 3), left(0, 0)]).toEqual(['days', 'hours', 'minutes']);
  });
});
