// What is filled by other ways than typing: which tables and fields take what, and where does it go?
import type { FormField, FormSection, PrefillSuggestion } from '../../../api/types';
import { cellAddress, fieldAddress } from '../form';

/** Tables of people, units and papers are known from earlier rounds. */
export function hasPrefill(table: FormField): boolean {
  const has = (code: string) => table.column?.some((column) => column.code === code) === true;
  return (has('name') && (has('work_unit') || has('credit_code') || has('expert_kind'))) || (has('title') && has('venue'));
}

/** Whether a table takes BibTeX and RIS. */
export function takesLiterature(table: FormField): boolean {
  return table.column?.some((column) => column.code === 'venue' || column.code === 'cited') === true;
}

/** Fields that another dossier never fills, by the same rule as the server's: tables have their own way, a file is of its dossier, a yes or no is said anew. */
const NEVER_FILLED: ReadonlySet<FormField['kind']> = new Set(['rows', 'file', 'files', 'yes_no']);

/** What is filled from what is known: a row of a table, or the single fields of a section. */
export interface Filled {
  kind: 'row' | 'fields';
  /** How the server is asked for it. */
  place: string;
  label: FormField['label'];
  /** The columns, or the fields. */
  fields: readonly FormField[];
  /** The row that is filled; none for a new one, or in a section. */
  row: string | null;
  /** Where a column or a field stands; nowhere in a row that is still to come. */
  addressOf: (code: string) => string | undefined;
}

/** A row of the table at `address`; a new one where it is null. */
export const filledRow = (address: string, table: FormField, row: string | null): Filled => ({
  kind: 'row',
  place: address,
  label: table.label,
  fields: table.column ?? [],
  row,
  addressOf: (code) => (row === null ? undefined : cellAddress(address, row, code)),
});

/** The single fields of a section. */
export const filledFields = (section: FormSection): Filled => ({
  kind: 'fields',
  place: section.code,
  label: section.title,
  fields: section.field.filter((field) => !NEVER_FILLED.has(field.kind)),
  row: null,
  addressOf: (code) => fieldAddress(section.code, code),
});

/** The fields of which a suggestion says something. */
export const offered = (filled: Filled, cells: PrefillSuggestion['cells']): readonly FormField[] => filled.fields.filter((field) => cells[field.code] !== undefined);

/** What is chosen at first: what stands empty and has nothing said against it. What stands is written over only where somebody asks for it. */
export const chosenFirst = (filled: Filled, cells: PrefillSuggestion['cells'], standing: (field: FormField) => string): readonly string[] =>
  offered(filled, cells)
    .filter((field) => standing(field) === '' && !cells[field.code]?.fault)
    .map((field) => field.code);
