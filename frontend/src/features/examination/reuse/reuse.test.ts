import { describe, expect, it } from 'vitest';
import type { ReuseMatch } from '../../../api/types';
import { percentOf, rulesOf, sharedCharacters, toneOfReuse } from './reuse';

const what = { zh: '甲', en: 'a' };

describe('what nominations share', () => {
  it('has a share where it is a likeness and none where it is exact', () => {
    expect(percentOf({ kind: 'text', score: 0.546, what, rules: [] })).toBe(55);
    expect(percentOf({ kind: 'title', score: 1, what, rules: [] })).toBe(100);
    expect(percentOf({ kind: 'content', score: 1, what, rules: [] })).toBeUndefined();
  });
  it('is red where a number is the same and grey where it is a doubt', () => {
    expect(['person', 'content', 'text', 'namesake', 'new kind'].map(toneOfReuse)).toEqual(['red', 'red', 'gold', 'neutral', 'neutral']);
  });
  it('counts characters, not code units', () => {
    const parts = [
      { text: '𠮷祥', is_shared: true },
      { text: 'abc', is_shared: false },
    ];
    expect(sharedCharacters(parts)).toEqual({ shared: 2, all: 5 });
    expect(sharedCharacters([])).toEqual({ shared: 0, all: 0 });
  });
  it('names each rule once', () => {
    const finding = (rules: string[]) => ({ kind: 'text', score: 1, what, rules });
    const match = { findings: [finding(['FC-005', 'FC-N01']), finding(['FC-004', 'FC-005'])] } as ReuseMatch;
    expect(rulesOf(match)).toEqual(['FC-004', 'FC-005', 'FC-N01']);
  });
});
