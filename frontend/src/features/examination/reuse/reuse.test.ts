import { describe, expect, it } from 'vitest';
import type { ReuseMatch } from '../../../api/types';
import { isUnderWay, matchesOf, newestDone, percentOf, rulesOf, sharedCharacters, strengthOf, toneOfReuse } from './reuse';

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
  it('shows under a rule what is evidence of it', () => {
    const finding = (kind: string, rules: string[]) => ({ kind, score: 1, what, rules });
    const one = { findings: [finding('text', ['FC-004']), finding('namesake', ['FC-003'])] } as ReuseMatch;
    const two = { findings: [finding('title', ['FC-005', 'FC-N01'])] } as ReuseMatch;
    expect(matchesOf([one, two], 'FC-003').map((match) => match.findings.map((each) => each.kind))).toEqual([['namesake']]);
    expect(matchesOf([one, two], 'FC-N01')).toEqual([two]);
    expect(matchesOf([one, two], undefined)).toEqual([one, two]);
    expect(matchesOf([one, two], 'FC-007')).toEqual([]);
  });
  it('is as strong as its share, the same, or a doubt', () => {
    const strength = (kind: string) => strengthOf({ kind, score: 0.42, what, rules: [] });
    expect(strength('text')).toEqual({ kind: 'share', percent: 42 });
    expect(['content', 'person', 'paper', 'namesake'].map((kind) => strength(kind).kind)).toEqual(['same', 'same', 'same', 'doubt']);
  });
  it('is shown of the newest comparison that was carried out', () => {
    const runs = ['queued', 'failed', 'done', 'done'].map((state, at) => ({ state, at }));
    expect(newestDone(runs)?.at).toBe(2);
    expect(newestDone([])).toBeUndefined();
    expect(runs.map(isUnderWay)).toEqual([true, false, false, false]);
  });
});
