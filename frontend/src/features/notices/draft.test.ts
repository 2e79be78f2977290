import { describe, expect, it } from 'vitest';
import { bodyOf, isConfirmed } from './draft';

const text = { kind: 'acceptance', title: ' 公示 ', notice: '说明', opens: '2027-03-01T00:00', closes: '', count: '' };
const instantOf = (local: string) => (local === '' ? undefined : `${local}:00+08:00`);

describe('a draft', () => {
  it('asks for the number above twenty, in whichever digits', () => {
    expect(isConfirmed(20, '')).toBe(true);
    expect(isConfirmed(21, '')).toBe(false);
    expect(isConfirmed(21, '２１')).toBe(true);
    expect(isConfirmed(3, '4')).toBe(false);
  });
  it('is sent when nothing is missing, its end by the timetable unless given', () => {
    expect(bodyOf(text, 3, instantOf)).toEqual({ kind: 'acceptance', title: '公示', notice: '说明', opens_at: '2027-03-01T00:00:00+08:00' });
    expect(bodyOf({ ...text, closes: '2027-04-01T00:00' }, 3, instantOf)?.closes_at).toBe('2027-04-01T00:00:00+08:00');
    for (const part of [{ title: ' ' }, { notice: '' }, { opens: '' }]) expect(bodyOf({ ...text, ...part }, 3, instantOf)).toBeUndefined();
    expect(bodyOf(text, 30, instantOf)).toBeUndefined();
  });
});
