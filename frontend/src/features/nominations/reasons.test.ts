import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../api/types';
import { splitSource, termsOf, termsOfAll, tierOf } from './reasons';

const candidate = (terms: string[][], keywords: string[]): Candidate => ({
  expert: { id: 'e', expert_id: 'E1', name: '甲', unit: '乙', title: null },
  score: 0.5, low: null, high: null, publications_count: terms.length, load: 0,
  reasons: {
    publications: terms.map((list, index) => ({ publication_id: `${index}`, title: '', year: null, score: 0.1, terms: list })),
    keywords, discipline: { tier: 0 },
    score_without_one: 0.4, score_without_two: 0.3, hangs_on_one: false, hangs_on_two: false, least_left: 0.5,
  },
  conflicts: [], why_not: null,
});

describe('termsOf', () => {
  it('gives each term once, longest first, without blanks', () => {
    expect(termsOf(candidate([['疲劳', '高温合金'], ['疲劳', ' ']], ['叶片寿命预测']))).toEqual(['叶片寿命预测', '高温合金', '疲劳']);
  });
  it('is empty without reasons', () => {
    expect(termsOf({ ...candidate([], []), reasons: null })).toEqual([]);
    expect(termsOfAll([candidate([['a1']], []), candidate([['a1', 'b2']], [])])).toEqual(['a1', 'b2']);
  });
});

describe('tierOf', () => {
  it('never leaves the known tiers', () => {
    expect([-1, 0, 1, 2, 3, 9].map(tierOf)).toEqual(['0', '0', '1', '2', '3', '3']);
  });
});

describe('splitSource', () => {
  it('parts the kind from the key', () => {
    expect(splitSource('person:2027-J01-001#3')).toEqual({ kind: 'person', key: '2027-J01-001#3' });
    expect(splitSource('名单 3')).toEqual({ kind: undefined, key: '名单 3' });
  });
});
