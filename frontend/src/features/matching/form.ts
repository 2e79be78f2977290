// Which parameters does a match take, and which values are allowed? The form's text becomes numbers here.
import type { MatchParameters } from '../../api/types';

/** What a match is best at. */
export type Objective = 'sum' | 'leximin' | 'random';

/** What the form holds: text as typed, so that nothing is lost or silently mended. */
export interface MatchForm {
  per_nomination: string;
  max_load: string;
  min_load: string;
  max_per_unit: string;
  least_score: string;
  objective: Objective;
  max_probability: string;
  seed: string;
}

export type NumberField = Exclude<keyof MatchForm, 'objective'>;

/** The defaults of the contract. */
export const DEFAULTS: MatchForm = {
  per_nomination: '5',
  max_load: '8',
  min_load: '0',
  max_per_unit: '1',
  least_score: '0',
  objective: 'sum',
  max_probability: '0.5',
  seed: '',
};

/** Bounds of each field; whole numbers but for the affinity and the probability. */
export const BOUNDS: Record<NumberField, { min: number; max: number; isWhole: boolean }> = {
  per_nomination: { min: 1, max: 15, isWhole: true },
  max_load: { min: 1, max: 100, isWhole: true },
  min_load: { min: 0, max: 100, isWhole: true },
  max_per_unit: { min: 0, max: 15, isWhole: true },
  least_score: { min: 0, max: 1, isWhole: false },
  max_probability: { min: 0.05, max: 1, isWhole: false },
  // JSON numbers are exact up to here.
  seed: { min: 0, max: Number.MAX_SAFE_INTEGER, isWhole: true },
};

export type FieldFault = 'range' | 'whole' | 'above_max_load';

/** Reads a number as people type it, full-width digits included; undefined when it is none. */
export function readNumber(text: string): number | undefined {
  const plain = text.normalize('NFKC').replaceAll(',', '').trim();
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return undefined;
  return Number(plain);
}

function faultOf(name: NumberField, text: string): FieldFault | undefined {
  const bounds = BOUNDS[name];
  const value = readNumber(text);
  if (value === undefined) return bounds.isWhole ? 'whole' : 'range';
  if (bounds.isWhole && !Number.isInteger(value)) return 'whole';
  return value < bounds.min || value > bounds.max ? 'range' : undefined;
}

/** Checks a form: either the parameters to send, or what is wrong with which field. */
export function readForm(form: MatchForm): { parameters: MatchParameters } | { faults: Partial<Record<NumberField, FieldFault>> } {
  const faults: Partial<Record<NumberField, FieldFault>> = {};
  for (const name of Object.keys(BOUNDS) as NumberField[]) {
    if (name === 'seed' && form.seed.trim() === '') continue;
    if (name === 'max_probability' && form.objective !== 'random') continue;
    const fault = faultOf(name, form[name]);
    if (fault !== undefined) faults[name] = fault;
  }
  const number = (name: NumberField) => readNumber(form[name]) ?? 0;
  if (faults.min_load === undefined && faults.max_load === undefined && number('min_load') > number('max_load')) {
    faults.min_load = 'above_max_load';
  }
  if (Object.keys(faults).length > 0) return { faults };
  return {
    parameters: {
      per_nomination: number('per_nomination'),
      max_load: number('max_load'),
      min_load: number('min_load'),
      max_per_unit: number('max_per_unit'),
      least_score: number('least_score'),
      objective: form.objective,
      max_probability: form.objective === 'random' ? number('max_probability') : Number(DEFAULTS.max_probability),
      seed: form.seed.trim() === '' ? null : number('seed'),
    },
  };
}
