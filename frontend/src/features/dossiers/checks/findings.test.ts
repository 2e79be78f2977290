import { describe, expect, it } from 'vitest';
import { type Finding, grouped, linkOf, placesOf, wordsOf } from './findings';

const finding = (rule: string, verdict: Finding['verdict'], more: Partial<Finding> = {}): Finding => ({
  rule,
  verdict,
  severity: 'refusal',
  what: { zh: `${rule} 有误`, en: `${rule} is wrong` },
  evidence: [],
  clause: 'X25 art. 50',
  ...more,
});

describe('findings', () => {
  it('go to whom they belong, refusals before reminders', () => {
    const all = [
      finding('FC-001', 'pass'),
      finding('FC-002', 'fail', { severity: 'reminder' }),
      finding('FC-003', 'needs_person'),
      finding('FC-006', 'off'),
      finding('FC-016', 'fail'),
      finding('FC-029', 'not_applicable'),
    ];
    const rules = Object.fromEntries(Object.entries(grouped(all)).map(([group, found]) => [group, found.map((one: Finding) => one.rule)]));
    expect(rules).toEqual({ mend: ['FC-016', 'FC-002'], person: ['FC-003'], passed: ['FC-001'], rest: ['FC-006', 'FC-029'] });
  });

  it('link to their field in its section', () => {
    expect(linkOf('papers.items/w1/published_on')).toBe('?section=papers#papers.items/w1/published_on');
  });

  it('show each other place once, and their words', () => {
    const one = finding('FC-022', 'needs_person', {
      address: 'completers.items/p1/seal_file',
      evidence: [
        { kind: 'field', value: 'completers.items/p1/seal_file' },
        { kind: 'field', value: 'completers.items/p2/seal_file' },
        { kind: 'field', value: 'completers.items/p2/seal_file' },
        { kind: 'text', value: { zh: '示范乙未签名', en: 'not signed' } },
      ],
    });
    expect(placesOf(one)).toEqual(['completers.items/p2/seal_file']);
    expect(wordsOf(one)).toEqual([{ zh: '示范乙未签名', en: 'not signed' }]);
  });
});
