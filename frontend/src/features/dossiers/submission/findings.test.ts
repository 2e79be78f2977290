import { describe, expect, it } from 'vitest';
import { grouped, inFours, shortened } from './findings';
import type { Finding, Verdict } from './types';

const finding = (rule: string, verdict: Verdict, severity: Finding['severity'] = 'refusal'): Finding => ({ rule, verdict, severity, what: { zh: '', en: '' }, evidence: [], clause: `clause of ${rule}` });

describe('the groups', () => {
  it('gather the findings of a rule, in the order of groups and rules', () => {
    const groups = grouped([finding('FORM', 'fail'), finding('FC-001', 'pass'), finding('FORM', 'fail'), finding('FC-002', 'needs_person'), finding('FC-003', 'fail'), finding('FC-N01', 'not_applicable'), finding('FC-N02', 'off')]);
    expect(groups.map(({ group, count, rules }) => [group, count, rules.map(({ rule, findings }) => `${rule}×${findings.length}`)])).toEqual([
      ['fail', 3, ['FORM×2', 'FC-003×1']],
      ['reminder', 0, []],
      ['needs_person', 1, ['FC-002×1']],
      ['pass', 1, ['FC-001×1']],
      ['not_applicable', 2, ['FC-N01×1', 'FC-N02×1']],
    ]);
    expect(groups[0]?.rules[0]?.clause).toBe('clause of FORM');
  });
  it('keep a rule in each group in which it says something', () => {
    const groups = grouped([finding('FC-002', 'fail'), finding('FC-002', 'needs_person')]);
    expect(groups.map(({ count }) => count)).toEqual([1, 0, 1, 0, 0]);
  });
  it('keep what stands in nobody’s way apart', () => {
    const groups = grouped([finding('FC-025', 'fail', 'reminder'), finding('FC-001', 'fail')]);
    expect(groups.map(({ count }) => count)).toEqual([1, 1, 0, 0, 0]);
  });
});

describe('long texts', () => {
  it('are read in fours, nothing lost', () => {
    const digest = 'a3f0'.repeat(16);
    expect(inFours(digest).split(' ')).toHaveLength(16);
    expect(inFours(digest).replaceAll(' ', '')).toBe(digest);
    expect(inFours('abcde')).toBe('abcd e');
    expect(inFours('')).toBe('');
  });
  it('are shortened in the middle, short ones not at all', () => {
    expect(shortened('0123456789abcdefghijklmnopqrstuvwxyz', 4)).toBe('0123…wxyz');
    expect(shortened('012345678', 4)).toBe('012345678');
  });
});
