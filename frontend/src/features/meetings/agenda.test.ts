import { describe, expect, it } from 'vitest';
import { changeOf, clock, fromBox, inOrderOf, isBetween, lengthsOf, moved, points, toBox } from './agenda';
import type { ReviewMeeting } from './types';

const item = (id: string, defence: string) => ({ id, defence, nomination: { id: `n-${id}` } });
const meeting = { title: '初评会议', starts_at: '2027-05-01T01:00:00Z', place: '一号会议室', items: [item('a', 'due'), item('b', 'none')] } as unknown as ReviewMeeting;

describe('an agenda', () => {
  it('moves one item and leaves the others in their order', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    for (const to of [-1, 3]) expect(moved(['a', 'b', 'c'], 1, to)).toEqual(['a', 'b', 'c']);
  });
  it('takes the order of the keys', () => {
    expect(inOrderOf([{ id: 'a' }, { id: 'b' }], ['b', 'x', 'a'])).toEqual([{ id: 'b' }, { id: 'a' }]);
  });
  it('is sent whole, with what changes', () => {
    const lines = [
      { nomination: 'n-a', has_defence: true },
      { nomination: 'n-b', has_defence: false },
    ];
    expect(changeOf(meeting, { place: '二号会议室' })).toEqual({ title: '初评会议', starts_at: '2027-05-01T01:00:00Z', place: '二号会议室', items: lines });
  });
  it('keeps what is typed where another saves', () => {
    expect(isBetween('mine', 'before', 'theirs')).toBe(true);
    // Nothing typed, the same typed, or nothing saved by another.
    for (const [typed, base, known] of [['before', 'before', 'theirs'], ['theirs', 'before', 'theirs'], ['mine', 'before', 'before']] as const) expect(isBetween(typed, base, known)).toBe(false);
  });
  it('keeps the lengths that it has', () => {
    const at = (minute: number) => ({ minutes: 20, begins: new Date(Date.UTC(2027, 4, 1, 1, minute)).toISOString() });
    const items = [at(0), at(60), at(85)] as unknown as ReviewMeeting['items'];
    expect(lengthsOf({ items })).toEqual({ minutes: 20, gap: 5 });
    expect(lengthsOf({ items: items.slice(0, 1) })).toEqual({ minutes: 20 });
    expect(lengthsOf({ items: [] })).toEqual({});
  });
  it('is written in the time of Beijing', () => {
    expect(toBox('2027-05-01T01:00:00Z')).toBe('2027-05-01T09:00');
    expect(Date.parse(fromBox('2027-05-01T09:00'))).toBe(Date.parse('2027-05-01T01:00:00Z'));
    expect(toBox('none')).toBe('');
    expect([clock('2027-05-01T01:05:00Z'), clock('2027-05-01T16:00:00Z')]).toEqual(['09:05', '00:00']);
  });
  it('shows points without needless noughts', () => {
    expect([null, undefined, 8_000, 8_050, 8_005].map(points)).toEqual(['—', '—', '80', '80.50', '80.05']);
  });
});
