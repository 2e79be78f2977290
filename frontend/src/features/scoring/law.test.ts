import { describe, expect, it } from 'vitest';
import { changed, faults, isSame, leastWords, next, previous, total, typedPoints } from './law';
import type { Content, Criterion } from './types';

const criterion = (code: string, weight: number, more: Partial<Criterion> = {}): Criterion => ({
  code,
  label: { zh: code, en: code },
  help: { zh: code, en: code },
  kind: 'points',
  weight,
  most: 100,
  step: 5,
  anchors: [],
  options: [],
  comment: { below: 60, above: 90 },
  comment_least: 20,
  ...more,
});
const CRITERIA = [criterion('novelty', 60), criterion('value', 40), criterion('grade', 0, { kind: 'choice', comment: 'never', options: [{ code: 'first', zh: '一等奖', en: 'First' }] })];
const WHOLE: Content = { points: { novelty: 80, value: 75 }, choices: { grade: 'first' }, comments: {}, skipped: false };

describe('a sheet', () => {
  it('has a total once each criterion has its points', () => {
    expect(total(CRITERIA, WHOLE.points)).toBe(78);
    expect(total(CRITERIA, { novelty: 80 })).toBeUndefined();
    expect(total(CRITERIA, { novelty: 105, value: 75 })).toBeUndefined();
  });
  it('says what is to be done, criterion by criterion', () => {
    expect(faults(CRITERIA, WHOLE)).toEqual([]);
    const low = changed(changed(WHOLE, 'points', 'value', 40), 'choices', 'grade', undefined);
    expect(faults(CRITERIA, low).map(({ criterion: code, part, code: what }) => [code, part, what])).toEqual([
      ['value', 'comments', 'reason'],
      ['grade', 'choices', 'missing'],
    ]);
    expect(faults(CRITERIA, changed(low, 'comments', 'value', ` ${'甲'.repeat(20)} `))).toHaveLength(1);
    expect(faults(CRITERIA, changed(WHOLE, 'comments', 'value', '甲'.repeat(2_001)))).toMatchObject([{ code: 'long' }]);
  });
  it('asks for a reason at the ends, or always, or never', () => {
    const asked = (points: number, comment: Criterion['comment']) => leastWords(criterion('novelty', 100, { comment }), changed(WHOLE, 'points', 'novelty', points)) > 0;
    const range = { below: 60, above: 90 };
    expect([55, 60, 90, 95].map((points) => asked(points, range))).toEqual([true, false, false, true]);
    expect([asked(80, 'always'), asked(0, 'never')]).toEqual([true, false]);
  });
  it('takes whole steps, in any width of digits', () => {
    const one = criterion('novelty', 100);
    expect(['85', '８５', ' 0 ', '', '87', '105', '8.5', '八'].map((text) => typedPoints(text, one))).toEqual([{ value: 85 }, { value: 85 }, { value: 0 }, undefined, { problem: 'step' }, { problem: 'most' }, { problem: 'number' }, { problem: 'number' }]);
  });
  it('is the same whatever the order, the blanks, and whether it was put off', () => {
    const other = { points: { value: 75, novelty: 80 }, choices: { grade: 'first' }, comments: { novelty: ' ' }, skipped: true };
    expect(isSame(WHOLE, other)).toBe(true);
    expect(isSame(WHOLE, changed(WHOLE, 'points', 'value', 80))).toBe(false);
    expect(changed(WHOLE, 'comments', 'value', '')).toEqual(WHOLE);
  });
});

describe('the order of work', () => {
  const row = (id: string, state = 'empty', skipped = false) => ({ id, state, skipped });
  const rows = [row('a'), row('b', 'submitted'), row('c', 'draft', true), row('d')];
  it('goes on behind this one and round again, what was put off last', () => {
    expect([undefined, 'a', 'd', 'c', 'z'].map((after) => next(rows, after))).toEqual(['a', 'd', 'a', 'd', 'a']);
    expect(next([row('a', 'submitted'), row('b', 'draft', true)], 'b')).toBeUndefined();
    expect(next([row('a', 'submitted'), row('b', 'draft', true)], 'a')).toBe('b');
  });
  it('goes back one, round again', () => {
    expect(['a', 'b', 'z'].map((id) => previous(rows, id))).toEqual(['d', 'a', undefined]);
    expect(previous([row('a')], 'a')).toBeUndefined();
  });
});
