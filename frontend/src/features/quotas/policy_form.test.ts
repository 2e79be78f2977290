import { describe, expect, it } from 'vitest';
import { countedRounds, fieldGroups, nameOfKey, rebalanced, weights } from './policy_form';

const TEXT = `id = "p"
basis = "our design"
[window]
decay_permille = [1000, 600]
basis = "ours"
[expand]
points = 80
rounds = 2
basis = "2015"
[prior]
strength = "data"
basis = "-"
[[indicators]]
id = "I01"
name = { zh = "形式审查合格率", en = "form-check pass rate" }
head = "management_quality"
points = 60
kind = "rate"
base = [1763, 1801]
basis = "P44"
[[indicators]]
id = "I05"
name = { zh = "初评通过率", en = "first-review pass rate" }
head = "overall_strength"
points = 40
`;

describe('fieldGroups', () => {
  it('gives the fields of each table with its basis, in the order of the form', () => {
    const groups = fieldGroups(TEXT);
    expect(groups.map((group) => [group.id, group.basis])).toEqual([
      ['indicators.I01', 'P44'], ['indicators.I05', ''], ['expand', '2015'], ['window', 'ours'], ['prior', '-'],
    ]);
    expect(groups[0]).toMatchObject({ head: 'management_quality', title: { zh: '形式审查合格率', en: 'form-check pass rate' } });
    expect(groups[0]?.fields).toEqual([{ name: 'indicators.I01.points', kind: 'indicators.points', value: 60, min: 0, max: 60 }]);
    expect(groups[3]?.fields.map((field) => [field.name, field.place])).toEqual([['window.decay_permille.0', 0], ['window.decay_permille.1', 1]]);
    expect(groups[4]?.fields).toEqual([]);
  });
});

describe('rebalanced', () => {
  it('keeps the sum at 100 whatever is set', () => {
    const before = { a: 12, b: 10, c: 5, d: 73 };
    for (let value = 0; value <= 100; value += 1) {
      const after = rebalanced(before, 'b', value);
      expect(after.b).toBe(value);
      expect(Object.values(after).reduce((sum, points) => sum + points, 0)).toBe(100);
      expect(Object.values(after).every((points) => points >= 0 && Number.isInteger(points))).toBe(true);
    }
    expect(rebalanced({ a: 0, b: 100 }, 'b', 40)).toEqual({ a: 60, b: 40 });
  });
  it('changes nothing when nothing changes', () => {
    expect(rebalanced({ a: 60, b: 40 }, 'a', 60)).toEqual({ a: 60, b: 40 });
  });
});

describe('names', () => {
  it('of weights and of faults are those of the text', () => {
    expect(weights(fieldGroups(TEXT))).toEqual({ 'indicators.I01.points': 60, 'indicators.I05.points': 40 });
    expect(nameOfKey('indicators I05.points')).toBe('indicators.I05.points');
    expect(nameOfKey('window.decay_permille[1]')).toBe('window.decay_permille.1');
    expect(nameOfKey('expand.points')).toBe('expand.points');
  });
});

describe('countedRounds', () => {
  it('counts the rounds that the policy gives a weight', () => {
    expect(countedRounds(fieldGroups(TEXT))).toBe(2);
    expect(countedRounds(fieldGroups(TEXT.replace('[1000, 600]', '[1000, 600, 400]')))).toBe(3);
  });
});
