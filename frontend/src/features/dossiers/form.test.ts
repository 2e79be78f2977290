import { describe, expect, it } from 'vitest';
import type { FormField, NominationForm } from '../../api/types';
import { asksFor, conditionAddress, faultsBySection, find, isDay, isSame, mostRows, namedFiles, placeOf } from './form';

const field = (given: Partial<FormField> & { code: string }): FormField => ({ kind: 'text', label: { zh: '甲', en: 'A' }, ...given });
const reading = (values: Record<string, string | string[]>) => (address: string) => values[address] ?? null;

describe('addresses', () => {
  it('come apart', () => {
    expect(placeOf('project.title')).toEqual({ section: 'project', table: 'project.title', row: undefined, column: undefined });
    expect(placeOf('papers.items/a1/title')).toEqual({ section: 'papers', table: 'papers.items', row: 'a1', column: 'title' });
  });
  it('lead to the field of the form', () => {
    const items = field({ code: 'items', kind: 'rows', column: [field({ code: 'title' })] });
    const form: NominationForm = { id: 'x-1', category: 'NAT', kind: 'general', basis: '', title: { zh: '', en: '' }, section: [{ code: 'papers', title: { zh: '', en: '' }, field: [items] }] };
    expect(find(form, 'papers.items')?.field.code).toBe('items');
    expect(find(form, 'papers.items/a/title')?.table?.code).toBe('items');
    expect(find(form, 'papers.items/a/gone')).toBeUndefined();
    expect(find(form, 'gone.items')).toBeUndefined();
  });
  it('name the attachments of fields that are asked for', () => {
    const items = field({ code: 'items', kind: 'rows', column: [field({ code: 'file', kind: 'file' }), field({ code: 'seal', kind: 'file', when: { field: 'is_signed', is: ['yes'] } })] });
    const proofs = field({ code: 'proofs', kind: 'files' });
    const form: NominationForm = { id: 'x-1', category: 'NAT', kind: 'general', basis: '', title: { zh: '', en: '' }, section: [{ code: 'papers', title: { zh: '', en: '' }, field: [items, proofs] }] };
    const values = { 'papers.items': ['a', 'b'], 'papers.items/a/file': '3', 'papers.items/a/seal': '9', 'papers.items/b/is_signed': 'yes', 'papers.items/b/seal': '4', 'papers.items/gone/file': '8', 'papers.proofs': ['1', '3'] };
    expect([...namedFiles(form, reading(values))]).toEqual(['3', '4', '1']);
  });
});

describe('conditions', () => {
  it('look at a field named whole, at the same row, or at the same section', () => {
    expect(conditionAddress('papers.items/a/file', 'opinion.kind')).toBe('opinion.kind');
    expect(conditionAddress('papers.items/a/file', 'is_signed')).toBe('papers.items/a/is_signed');
    expect(conditionAddress('papers.file', 'is_signed')).toBe('papers.is_signed');
  });
  it('hold for a text that is named and for a list that has a named word', () => {
    const asked = field({ code: 'file', when: { field: 'kind', is: ['a', 'b'] } });
    expect(asksFor(reading({}), 's.file', asked)).toBe(false);
    expect(asksFor(reading({ 's.kind': 'b' }), 's.file', asked)).toBe(true);
    expect(asksFor(reading({ 's.kind': ['c', 'a'] }), 's.file', asked)).toBe(true);
    expect(asksFor(reading({ 's.kind': ['c'] }), 's.file', asked)).toBe(false);
    expect(asksFor(reading({}), 's.file', field({ code: 'file' }))).toBe(true);
  });
});

describe('limits and values', () => {
  it('take the most rows from the grade, where the form says so', () => {
    const table = field({ code: 'items', kind: 'rows', most_rows: 9, most_rows_by: { field: 'project.grade', first: 5, second: 5 } });
    expect(mostRows(reading({ 'project.grade': 'second' }), table)).toBe(5);
    expect(mostRows(reading({ 'project.grade': 'special' }), table)).toBe(9);
    expect(mostRows(reading({}), field({ code: 'items' }))).toBeUndefined();
  });
  it('tell days from what only looks like one', () => {
    expect(['2024-02-29', '2023-02-29', '2024-2-9', '', '2024-13-01'].map(isDay)).toEqual([true, false, false, false, false]);
  });
  it('compare lists word by word', () => {
    expect(isSame(['a', 'b'], ['a', 'b'])).toBe(true);
    expect(isSame(['a', 'b'], ['b', 'a'])).toBe(false);
    expect(isSame([], null)).toBe(false);
    expect(isSame('a', 'a')).toBe(true);
  });
  it('count faults by section', () => {
    const fault = (address: string) => ({ address, code: 'missing', what: { zh: '', en: '' } });
    expect([...faultsBySection([fault('a.x'), fault('b.y/r/c'), fault('a.z')])]).toEqual([['a', 2], ['b', 1]]);
  });
});
