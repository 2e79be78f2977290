import { describe, expect, it } from 'vitest';
import { ageOf, isConfirmed, leftToUndo, split } from './batch';

const at = (text: string) => Date.parse(text);

describe('a batch', () => {
  it('tells apart what is done and what is left', () => {
    const rows = [
      { nomination_id: '1', number: '1', title: 'a', obstacle: null },
      { nomination_id: '2', number: '2', title: 'b', obstacle: { zh: '已有结论', en: 'decided' } },
    ];
    const { done, left } = split(rows);
    expect([done.map((row) => row.number), left.map((row) => row.number)]).toEqual([['1'], ['2']]);
  });
  it('asks for the number from a certain size on, and takes it in full width', () => {
    expect([isConfirmed('', 20, 21), isConfirmed('', 21, 21), isConfirmed('20', 21, 21), isConfirmed(' ２１ ', 21, 21), isConfirmed('', 0, 21)]).toEqual([true, false, false, true, false]);
  });
  it('can be undone until its very instant', () => {
    const batch = { state: 'waiting', effective_at: '2027-01-01T00:10:00Z' };
    expect(leftToUndo(batch, at('2027-01-01T00:00:00Z'))).toEqual({ minutes: 10, seconds: 0 });
    expect(leftToUndo(batch, at('2027-01-01T00:09:58.500Z'))).toEqual({ minutes: 0, seconds: 2 });
    expect(leftToUndo(batch, at('2027-01-01T00:10:00Z'))).toBeUndefined();
    expect(leftToUndo({ ...batch, state: 'undone' }, at('2027-01-01T00:00:00Z'))).toBeUndefined();
  });
});

describe('the age', () => {
  it('is told in the largest unit', () => {
    const now = at('2027-01-03T12:00:00Z');
    expect(ageOf('2027-01-01T11:00:00Z', now)).toEqual({ unit: 'days', value: 2 });
    expect(ageOf('2027-01-03T09:30:00Z', now)).toEqual({ unit: 'hours', value: 2 });
    expect(ageOf('2027-01-03T11:59:30Z', now)).toEqual({ unit: 'minutes', value: 0 });
    expect(ageOf('2027-01-03T12:00:30Z', now)).toEqual({ unit: 'minutes', value: 0 });
  });
});
