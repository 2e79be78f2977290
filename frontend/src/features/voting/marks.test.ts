import { describe, expect, it } from 'vitest';
import { categoriesOf, hasGrades, lawful, listable, marked, waitOf } from './marks';
import type { BallotCandidate } from './types';

const one = (item_id: string, more: Partial<BallotCandidate> = {}): BallotCandidate => ({ item_id, position: 1, nomination: item_id, title: item_id, category: 'PRO', grade: 'second', is_put_off: false, listed: [], ...more });
const ids = (found: BallotCandidate[]) => found.map((each) => each.item_id);

describe('the marks of a paper', () => {
  it('stand in the order of the lines and never exceed the cap', () => {
    expect(marked([3], 1, true, 2)).toEqual([1, 3]);
    expect(marked([1, 3], 2, true, 2)).toEqual([1, 3]);
    expect(marked([1, 3], 1, false, 2)).toEqual([3]);
    expect(marked([1], 1, true, 1)).toEqual([1]);
  });
  it('that were kept lose what may no longer be marked', () => {
    const lines = [1, 2, 3].map((number) => ({ number, is_recused: number === 2 }));
    expect(lawful([1, 2, 3, 9], lines, 3)).toEqual([1, 3]);
    expect(lawful([1, 3], lines, 1)).toEqual([1]);
  });
});

describe('a paper that cannot be marked', () => {
  it('says why, and that one which came too late was not counted', () => {
    expect(['draft', 'open', 'closed', 'void'].map((state) => waitOf(state, false))).toEqual(['draft', 'absent', 'closed', 'void']);
    expect(['closed', 'void'].map((state) => waitOf(state, true))).toEqual(['late', 'void']);
  });
});

describe('the items of a ballot', () => {
  const agenda = [one('a'), one('b', { grade: 'first' }), one('c', { is_put_off: true }), one('d', { listed: ['second'] }), one('e', { category: 'NAT' }), one('f', { grade: null })];
  it('are those of the category and the grade that no other ballot lists', () => {
    expect(ids(listable(agenda, { category: 'PRO', grade: 'second', isRaise: false }))).toEqual(['a', 'f']);
    expect(ids(listable(agenda, { category: 'PRO', grade: 'first', isRaise: false }))).toEqual(['b', 'f']);
  });
  it('are raised only from the second grade', () => {
    expect(ids(listable(agenda, { category: 'PRO', grade: 'first', isRaise: true }))).toEqual(['a', 'd']);
    expect(ids(listable(agenda, { category: 'PRO', grade: 'second', isRaise: true }))).toEqual([]);
  });
  it('have no grade where the award has none', () => {
    const top = [one('t', { category: 'TOP', grade: null }), one('u', { category: 'TOP', grade: null, listed: [''] })];
    expect(ids(listable(top, { category: 'TOP', grade: '', isRaise: false }))).toEqual(['t']);
    expect([hasGrades('TOP'), hasGrades('NAT')]).toEqual([false, true]);
    expect(categoriesOf([...agenda, ...top])).toEqual(['PRO', 'NAT', 'TOP']);
  });
});
