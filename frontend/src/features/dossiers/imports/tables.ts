// Which tables take what, by their columns?
import type { FormField } from '../../../api/types';

/** Tables of people, units and papers are known from earlier rounds. */
export function hasPrefill(table: FormField): boolean {
  const has = (code: string) => table.column?.some((column) => column.code === code) === true;
  return (has('name') && (has('work_unit') || has('credit_code') || has('expert_kind'))) || (has('title') && has('venue'));
}

/** Whether a table takes BibTeX and RIS. */
export function takesLiterature(table: FormField): boolean {
  return table.column?.some((column) => column.code === 'venue' || column.code === 'cited') === true;
}
