import { describe, expect, it } from 'vitest';
import type { FormField, FormSection } from '../../../api/types';
import { chosenFirst, filledFields, filledRow, hasPrefill, offered } from './tables';

const field = (code: string, kind: FormField['kind'], column: readonly FormField[] = []) => ({ code, kind, label: { zh: `字段 ${code}`, en: code }, column }) as FormField;
const said = (value: unknown, fault?: string) => ({ value, is_masked: false, ...(fault === undefined ? {} : { fault: { zh: fault, en: fault } }) });

const TABLE = field('items', 'rows', [field('name', 'text'), field('is_restored', 'yes_no')]);
const SECTION = {
  code: 'project',
  title: { zh: '基本情况', en: 'Basic facts' },
  field: [field('title', 'text'), field('grade', 'choice'), field('task_sources', 'choices'), field('is_checked', 'yes_no'), field('plans', 'rows'), field('proof', 'file'), field('proofs', 'files')],
} as unknown as FormSection;

describe('hasPrefill', () => {
  const table = (...codes: string[]) => field('items', 'rows', codes.map((code) => field(code, 'text')));
  it('knows people, units and papers', () => {
    expect(hasPrefill(table('name', 'work_unit'))).toBe(true);
    expect(hasPrefill(table('name', 'credit_code'))).toBe(true);
    expect(hasPrefill(table('title', 'venue'))).toBe(true);
    expect(hasPrefill(table('word'))).toBe(false);
    expect(hasPrefill(table('name', 'number'))).toBe(false);
  });
});

describe('what is filled', () => {
  it('is a row with all of its columns, which has addresses once it is there', () => {
    const row = filledRow('completers.items', TABLE, 'a');
    expect(row.fields.map(({ code }) => code)).toEqual(['name', 'is_restored']);
    expect([row.place, row.row, row.addressOf('name')]).toEqual(['completers.items', 'a', 'completers.items/a/name']);
    expect(filledRow('completers.items', TABLE, null).addressOf('name')).toBeUndefined();
  });

  it('is a section with its single fields: no table, no file, no statement', () => {
    const fields = filledFields(SECTION);
    expect(fields.fields.map(({ code }) => code)).toEqual(['title', 'grade', 'task_sources']);
    expect([fields.place, fields.row, fields.addressOf('title')]).toEqual(['project', null, 'project.title']);
  });
});

describe('what is chosen at first', () => {
  const cells = { title: said('题目', '至多 2 字'), grade: said('second'), task_sources: said(['A']), gone: said('x') };
  it('is what stands empty and has nothing said against it', () => {
    const filled = filledFields(SECTION);
    expect(offered(filled, cells).map(({ code }) => code)).toEqual(['title', 'grade', 'task_sources']);
    expect(chosenFirst(filled, cells, () => '')).toEqual(['grade', 'task_sources']);
    expect(chosenFirst(filled, cells, ({ code }) => (code === 'grade' ? '一等奖' : ''))).toEqual(['task_sources']);
  });
});
