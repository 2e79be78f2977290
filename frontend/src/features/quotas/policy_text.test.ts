import { describe, expect, it } from 'vitest';
import { changedNumbers, PolicyTextFault, pathName, readLeaves, withNumber, withNumbers } from './policy_text';

const TEXT = `# A policy
name = "甲 # no comment"  # a comment
[window]
rounds = 3
decay = [1000, 600, 400] # by age
[lines]
expand = { points = 80, basis = 'our design' }
[[indicators]]
id = "I01"
weight = 12
note = """
many
lines"""
[[indicators]]
id = "I05"
weight = 1_0
direction.up = true
`;

const values = (text: string) => Object.fromEntries(readLeaves(text).map((leaf) => [pathName(leaf.path), leaf.value]));

describe('readLeaves', () => {
  it('finds every value with its path', () => {
    expect(values(TEXT)).toEqual({
      name: '甲 # no comment',
      'window.rounds': 3,
      'window.decay.0': 1000,
      'window.decay.1': 600,
      'window.decay.2': 400,
      'lines.expand.points': 80,
      'lines.expand.basis': 'our design',
      'indicators.I01.id': 'I01',
      'indicators.I01.weight': 12,
      'indicators.I01.note': 'many\nlines',
      'indicators.I05.id': 'I05',
      'indicators.I05.weight': 10,
      'indicators.I05.direction.up': true,
    });
  });
  it('knows the line of each', () => {
    expect(readLeaves(TEXT).find((leaf) => leaf.value === 80)?.line).toBe(7);
  });
  it('says in which line it stumbled', () => {
    for (const bad of ['a = ', 'ok = 1\nb = [1, 2', 'ok = 1\nc = "open', 'ok = 1\n= 2']) {
      expect(() => readLeaves(bad)).toThrow(PolicyTextFault);
    }
    try {
      readLeaves('ok = 1\nb = what');
      expect.unreachable();
    } catch (fault) {
      expect((fault as PolicyTextFault).line).toBe(2);
    }
  });
});

describe('withNumber', () => {
  it('changes one number and nothing else', () => {
    expect(withNumber(TEXT, 'indicators.I05.weight', 14)).toBe(TEXT.replace('1_0', '14'));
    expect(withNumber(TEXT, 'window.decay.1', 500)).toBe(TEXT.replace('600', '500'));
    expect(withNumber(TEXT, 'no.such', 1)).toBe(TEXT);
  });
  it('is found again as the change', () => {
    const changes = { 'lines.expand.points': 82, 'indicators.I01.weight': 13 };
    expect(changedNumbers(TEXT, withNumbers(TEXT, changes))).toEqual(changes);
    expect(changedNumbers(TEXT, TEXT)).toEqual({});
  });
});
