// Which parameters does a match take, and which values are allowed? The form's text becomes numbers here.
import type { MatchParameters, Schemas } from '../../api/types';

/** What a match is best at. */
export type Objective = Schemas['ObjectiveName'];

/** What rules group experts by. */
export type GroupKind = Schemas['GroupKind'];
export const GROUP_KINDS: readonly GroupKind[] = ['unit', 'university', 'system', 'region'];
/** Those that a bound of their own goes with; the unit has `max_per_unit`. */
export const BOUNDED_KINDS = ['university', 'system', 'region'] as const satisfies readonly GroupKind[];
type BoundedKind = (typeof BOUNDED_KINDS)[number];

/** A field of the rules over groups; empty where there is no rule. */
export type GroupField = `most_${BoundedKind}` | `free_${GroupKind}` | `price_${GroupKind}`;

/** What the form holds: text as typed, so that nothing is lost or silently mended. */
export interface MatchForm extends Record<GroupField, string> {
  per_nomination: string;
  max_load: string;
  min_load: string;
  max_per_unit: string;
  least_score: string;
  objective: Objective;
  floor: string;
  max_probability: string;
  within_panels: boolean;
}

export type NumberField = Exclude<keyof MatchForm, 'objective' | 'within_panels'>;

/** The defaults of the contract. */
export const DEFAULTS: MatchForm = {
  per_nomination: '5',
  max_load: '8',
  min_load: '0',
  max_per_unit: '1',
  least_score: '0',
  objective: 'sum',
  floor: '',
  max_probability: '0.5',
  within_panels: false,
  most_university: '',
  most_system: '',
  most_region: '',
  free_unit: '',
  free_university: '',
  free_system: '',
  free_region: '',
  price_unit: '',
  price_university: '',
  price_system: '',
  price_region: '',
};

const MOST = { min: 1, max: 15, isWhole: true };
const FREE = { min: 0, max: 15, isWhole: true };
const PRICE = { min: 0.001, max: 1, isWhole: false };

/** Bounds of each field; whole numbers but for the affinities and the probability. */
export const BOUNDS: Record<NumberField, { min: number; max: number; isWhole: boolean }> = {
  per_nomination: { min: 1, max: 15, isWhole: true },
  max_load: { min: 1, max: 100, isWhole: true },
  min_load: { min: 0, max: 100, isWhole: true },
  max_per_unit: { min: 0, max: 15, isWhole: true },
  least_score: { min: 0, max: 1, isWhole: false },
  floor: { min: 0, max: 15, isWhole: false },
  max_probability: { min: 0.05, max: 1, isWhole: false },
  most_university: MOST,
  most_system: MOST,
  most_region: MOST,
  free_unit: FREE,
  free_university: FREE,
  free_system: FREE,
  free_region: FREE,
  price_unit: PRICE,
  price_university: PRICE,
  price_system: PRICE,
  price_region: PRICE,
};

export type FieldFault = 'range' | 'whole' | 'above_max_load' | 'above_places' | 'both' | 'crossing';

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

/** Whether a field says nothing: it may be left empty, or belongs to another objective. */
function isSilent(form: MatchForm, name: NumberField): boolean {
  if (name === 'floor') return form.objective !== 'floor' || form.floor.trim() === '';
  if (name === 'max_probability') return form.objective !== 'random';
  return /^(most|free|price)_/.test(name) && form[name].trim() === '';
}

/** The fields of one kind that say something. */
function said(form: MatchForm, kind: GroupKind): GroupField[] {
  const fields: GroupField[] = [`free_${kind}`, `price_${kind}`];
  if (kind !== 'unit') fields.unshift(`most_${kind}`);
  return fields.filter((name) => !isSilent(form, name));
}

/** What is wrong with the rules over groups beside their numbers: half a price, or two that cross. */
function ruleFaults(form: MatchForm): Partial<Record<NumberField, FieldFault>> {
  const faults: Partial<Record<NumberField, FieldFault>> = {};
  for (const kind of GROUP_KINDS) {
    const [free, price] = [`free_${kind}`, `price_${kind}`] as const;
    if (isSilent(form, free) !== isSilent(form, price)) faults[isSilent(form, free) ? free : price] = 'both';
  }
  const [crossing] = said(form, 'region');
  if (crossing !== undefined && said(form, 'system').length > 0) faults[crossing] = 'crossing';
  return faults;
}

/** The rules over groups, as the contract has them. */
function rulesOf(form: MatchForm): Pick<RulesOverGroups, 'families' | 'mixes'> {
  const number = (name: GroupField) => readNumber(form[name]) ?? 0;
  const families = BOUNDED_KINDS.filter((group) => !isSilent(form, `most_${group}`)).map((group) => ({ group, most: number(`most_${group}`) }));
  const mixes = GROUP_KINDS.filter((group) => !isSilent(form, `price_${group}`)).map((group) => ({ group, free: number(`free_${group}`), price: number(`price_${group}`) }));
  return { ...(families.length > 0 && { families }), ...(mixes.length > 0 && { mixes }) };
}

/** The rules over groups of experts beyond the unit rule, where there are any. */
export interface RulesOverGroups {
  families?: { group: GroupKind; most: number }[];
  mixes?: { group: GroupKind; free: number; price: number }[];
}

/** Checks a form: either the parameters to send, or what is wrong with which field. */
export function readForm(form: MatchForm): { parameters: MatchParameters } | { faults: Partial<Record<NumberField, FieldFault>> } {
  const faults = ruleFaults(form);
  for (const name of Object.keys(BOUNDS) as NumberField[]) {
    if (isSilent(form, name)) continue;
    const fault = faultOf(name, form[name]);
    if (fault !== undefined) faults[name] = fault;
  }
  const number = (name: NumberField) => readNumber(form[name]) ?? 0;
  if (faults.min_load === undefined && faults.max_load === undefined && number('min_load') > number('max_load')) {
    faults.min_load = 'above_max_load';
  }
  // No expert is nearer than 1.
  if (!isSilent(form, 'floor') && faults.floor === undefined && faults.per_nomination === undefined && number('floor') > number('per_nomination')) {
    faults.floor = 'above_places';
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
      ...(isSilent(form, 'floor') ? {} : { floor: number('floor') }),
      max_probability: isSilent(form, 'max_probability') ? Number(DEFAULTS.max_probability) : number('max_probability'),
      ...rulesOf(form),
      ...(form.within_panels && { within_panels: true }),
    },
  };
}
