import { describe, expect, it } from 'vitest';
import { bodyOf, emptyDeclaration, isComplete } from './declaration';

describe('a declaration', () => {
  const full = { ...emptyDeclaration, kind: 'kin', nomination: 'n1', name: ' 王某 ', nameUnit: '甲大学', unit: '乙研究所' };
  it('is whole with a kind and its own target', () => {
    expect(isComplete(emptyDeclaration)).toBe(false);
    expect(isComplete({ ...full, kind: '' })).toBe(false);
    expect(isComplete({ ...full, nomination: '' })).toBe(false);
    for (const target of ['nomination', 'person', 'unit'] as const) expect(isComplete({ ...full, target })).toBe(true);
    expect(isComplete({ ...full, target: 'person', name: ' ' })).toBe(false);
    expect(isComplete({ ...full, target: 'person', nameUnit: '' })).toBe(true);
  });
  it('names exactly one target', () => {
    expect(bodyOf(full, ' 因为 ')).toEqual({ kind: 'kin', text: '因为', nomination_id: 'n1' });
    expect(bodyOf({ ...full, target: 'person' }, 'x')).toEqual({ kind: 'kin', text: 'x', person: { name: '王某', unit: '甲大学' } });
    expect(bodyOf({ ...full, target: 'unit' }, 'x')).toEqual({ kind: 'kin', text: 'x', unit: '乙研究所' });
  });
});
