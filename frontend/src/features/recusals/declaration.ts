// What is being declared, and is it whole? Towards exactly one of a nomination, a person, a unit.
import type { DeclarationBody } from './types';

export const DECLARED_KINDS = ['kin', 'adviser_student', 'economic_interest', 'same_unit', 'cooperation', 'society_staff', 'other'] as const;
export const TARGETS = ['nomination', 'person', 'unit'] as const;

export interface DeclarationDraft {
  kind: string;
  target: (typeof TARGETS)[number];
  nomination: string;
  name: string;
  nameUnit: string;
  unit: string;
}

export const emptyDeclaration: DeclarationDraft = { kind: '', target: 'nomination', nomination: '', name: '', nameUnit: '', unit: '' };

/** Whether kind and target are given; the unit of a person may be unknown. */
export function isComplete(draft: DeclarationDraft): boolean {
  if (draft.kind === '') return false;
  if (draft.target === 'nomination') return draft.nomination !== '';
  return (draft.target === 'person' ? draft.name : draft.unit).trim() !== '';
}

/** The body that the server takes: what belongs to another target stays behind. */
export function bodyOf(draft: DeclarationDraft, text: string): DeclarationBody {
  const body = { kind: draft.kind, text: text.trim() };
  if (draft.target === 'nomination') return { ...body, nomination_id: draft.nomination };
  if (draft.target === 'person') return { ...body, person: { name: draft.name.trim(), unit: draft.nameUnit.trim() } };
  return { ...body, unit: draft.unit.trim() };
}
