// What does a form ask for, and where? Addresses, conditions and limits, by the same rules as the server's.
import type { DossierFault, FormField, FormSection, NominationForm } from '../../api/types';

/** A value as it was typed: a text, or a list for choices, attachments and the rows of a table. */
export type Value = string | readonly string[];

/** Reads what stands at an address. */
export type Reads = (address: string) => Value | null;

const LISTS: ReadonlySet<FormField['kind']> = new Set(['choices', 'files', 'rows']);

/** Whether the field's value is a list. */
export const isList = (field: FormField): boolean => LISTS.has(field.kind);

/** The text of a value; empty for a list or nothing. */
export const textOf = (value: Value | null): string => (typeof value === 'string' ? value : '');

/** The words of a value; none for a text or nothing. */
export const listOf = (value: Value | null): readonly string[] => (value === null || typeof value === 'string' ? [] : value);

/** Whether two values say the same. */
export function isSame(one: Value | null, other: Value | null): boolean {
  if (one === null || other === null || typeof one === 'string' || typeof other === 'string') return one === other;
  return one.length === other.length && one.every((word, index) => word === other[index]);
}

/** `section.field`. */
export const fieldAddress = (section: string, field: string): string => `${section}.${field}`;

/** `section.field/row/column`. */
export const cellAddress = (table: string, row: string, column: string): string => `${table}/${row}/${column}`;

export interface Place {
  section: string;
  /** `section.field`: the field itself, or the table of a cell. */
  table: string;
  row: string | undefined;
  column: string | undefined;
}

/** Takes an address apart. */
export function placeOf(address: string): Place {
  const [table = '', row, column] = address.split('/');
  return { section: table.slice(0, Math.max(0, table.indexOf('.'))), table, row, column };
}

/** The address that a field's condition looks at: named whole, a column of the same row, or a field of the same section. */
export function conditionAddress(address: string, on: string): string {
  if (on.includes('.')) return on;
  const { section, table, row } = placeOf(address);
  return row === undefined ? fieldAddress(section, on) : cellAddress(table, row, on);
}

/** Whether a condition holds for what stands at its address. */
export function holds(value: Value | null, is: readonly string[]): boolean {
  if (value === null) return false;
  return typeof value === 'string' ? is.includes(value) : value.some((word) => is.includes(word));
}

/** Whether the field at an address is asked for. */
export function asksFor(read: Reads, address: string, field: FormField): boolean {
  return !field.when || holds(read(conditionAddress(address, field.when.field)), field.when.is);
}

/** Most rows of a table; undefined for no limit. The grade decides where the form says so. */
export function mostRows(read: Reads, field: FormField): number | undefined {
  const by = field.most_rows_by;
  const grade = by ? textOf(read(by.field)) : '';
  const byGrade = by && (grade === 'special' || grade === 'first' || grade === 'second') ? by[grade] : undefined;
  return byGrade ?? field.most_rows ?? undefined;
}

/** The section and the field or column that stand at an address. */
export function find(form: NominationForm, address: string): { section: FormSection; field: FormField; table: FormField | undefined } | undefined {
  const place = placeOf(address);
  const section = form.section.find((one) => one.code === place.section);
  const field = section?.field.find((one) => fieldAddress(place.section, one.code) === place.table);
  if (section === undefined || field === undefined) return undefined;
  if (place.column === undefined) return { section, field, table: undefined };
  const column = field.column?.find((one) => one.code === place.column);
  return column && { section, field: column, table: field };
}

/** The numbers of the attachments that stand in the form's fields. */
export function namedFiles(form: NominationForm, read: Reads): ReadonlySet<string> {
  const named = new Set<string>();
  const look = (address: string, field: FormField): void => {
    if (!asksFor(read, address, field)) return;
    const value = read(address);
    if (field.kind === 'rows') for (const row of listOf(value)) for (const column of field.column ?? []) look(cellAddress(address, row, column.code), column);
    else if (field.kind === 'files') for (const number of listOf(value)) named.add(number);
    else if (field.kind === 'file' && textOf(value) !== '') named.add(textOf(value));
  };
  for (const section of form.section) for (const field of section.field) look(fieldAddress(section.code, field.code), field);
  return named;
}

/** Whether a field is among those that a correction unlocked; a table stands for all of its rows. */
export const isUnlocked = (unlocked: readonly string[], address: string): boolean => unlocked.includes(address) || unlocked.includes(placeOf(address).table);

/** How many faults each section has. */
export function faultsBySection(faults: readonly DossierFault[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const fault of faults) {
    const { section } = placeOf(fault.address);
    counts.set(section, (counts.get(section) ?? 0) + 1);
  }
  return counts;
}

/** The column by which a row is recognised: its first text that is no personal datum. */
export const titleColumn = (table: FormField): FormField | undefined =>
  table.column?.find((column) => !column.secret && ['text', 'unit', 'discipline', 'long_text'].includes(column.kind));

/** Whether a text is a day that a date picker can show. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** A name for a new row that no other row has. */
export function newRow(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join('');
}
