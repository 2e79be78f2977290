// Which fields does a policy have, within which bounds, and on what does each rest? Made from its text alone.
import { type Leaf, pathName, readLeaves } from './policy_text';
import type { Bilingual } from './shapes';

/** The parts of a policy in the order of the form. */
export const PARTS = ['indicators', 'expand', 'shrink', 'bounds', 'newcomer', 'reserve', 'window', 'prior', 'interval', 'vetoes', 'apportionment'] as const;
export type Part = (typeof PARTS)[number];

/** A number of the form. */
export interface NumberField {
  /** Path in the text, such as `indicators.I05.points`. */
  name: string;
  /** Path without the entry's own name, such as `indicators.points`; names its label. */
  kind: string;
  value: number;
  min: number;
  max: number;
  /** Place in a list, from 0: the age of a weight. */
  place?: number;
}

/** Fields that stand together and rest on the same basis: a table of the text, or an entry of a list. */
export interface FieldGroup {
  part: Part;
  id: string;
  title: Bilingual | undefined;
  head: string | undefined;
  basis: string;
  fields: NumberField[];
}

const BOUNDS: Record<string, readonly [number, number]> = {
  'indicators.points': [0, 60],
  'indicators.zero_permille': [0, 1000],
  'indicators.full_permille': [0, 1000],
  'indicators.points_each': [1, 100],
  'expand.points': [0, 100],
  'expand.rounds': [1, 5],
  'expand.least_use_percent': [0, 100],
  'expand.by': [0, 5],
  'shrink.points': [0, 100],
  'shrink.rounds': [1, 5],
  'shrink.by': [0, 5],
  'bounds.max_up': [0, 10],
  'bounds.max_down': [0, 10],
  'bounds.floor': [0, 10],
  'bounds.ceiling': [1, 40],
  'newcomer.places': [0, 10],
  'newcomer.rounds': [0, 5],
  'reserve.permille': [0, 200],
  'window.decay_permille': [100, 1000],
  'prior.strength': [1, 60],
  'prior.least_strength': [1, 60],
  'prior.most_strength': [1, 100],
  'prior.default_strength': [1, 60],
  'prior.group_cases': [1, 200],
  'prior.national_cases': [1, 500],
  'interval.level_percent': [50, 99],
  'vetoes.at_least': [1, 20],
  'vetoes.within_rounds': [1, 5],
  'vetoes.lasts_rounds': [1, 5],
};

const LISTS: readonly string[] = ['indicators', 'vetoes'];
const isPart = (name: string | undefined): name is Part => (PARTS as readonly string[]).includes(name ?? '');
const text = (leaves: readonly Leaf[], end: string): string | undefined => {
  const found = leaves.find((leaf) => pathName(leaf.path).endsWith(`.${end}`));
  return typeof found?.value === 'string' ? found.value : undefined;
};

function fieldOf(leaf: Leaf, part: Part): NumberField | undefined {
  if (typeof leaf.value !== 'number') return undefined;
  const own = LISTS.includes(part) ? leaf.path.slice(2) : leaf.path.slice(1);
  const last = own.at(-1) ?? '';
  const isPlace = own.length > 1 && /^\d+$/.test(last);
  const kind = [part, ...(isPlace ? own.slice(0, -1) : own)].join('.');
  const bounds = BOUNDS[kind];
  if (bounds === undefined) return undefined;
  return {
    name: pathName(leaf.path),
    kind,
    value: leaf.value,
    // A value that the file already holds is never out of the form's reach.
    min: Math.min(bounds[0], leaf.value),
    max: Math.max(bounds[1], leaf.value),
    ...(isPlace ? { place: Number(last) } : {}),
  };
}

/** The fields of a policy, in the order of the form; throws a PolicyTextFault where the text cannot be read. */
export function fieldGroups(policy: string): FieldGroup[] {
  const byTable = new Map<string, Leaf[]>();
  for (const leaf of readLeaves(policy)) {
    const [part, entry] = leaf.path;
    if (!isPart(part)) continue;
    const table = LISTS.includes(part) ? `${part}.${entry}` : part;
    byTable.set(table, [...(byTable.get(table) ?? []), leaf]);
  }
  const groups = [...byTable].map(([table, leaves]): FieldGroup => {
    const part = table.split('.')[0] as Part;
    const zh = text(leaves, 'name.zh');
    return {
      part,
      id: table,
      title: zh === undefined ? undefined : { zh, en: text(leaves, 'name.en') ?? zh },
      head: text(leaves, 'head'),
      basis: text(leaves, 'basis') ?? '',
      fields: leaves.map((leaf) => fieldOf(leaf, part)).filter((field) => field !== undefined),
    };
  });
  return groups.sort((left, right) => PARTS.indexOf(left.part) - PARTS.indexOf(right.part));
}

/** The weights of the indicators, by their path in the text. */
export function weights(groups: readonly FieldGroup[]): Record<string, number> {
  const fields = groups.flatMap((group) => group.fields).filter((field) => field.kind === 'indicators.points');
  return Object.fromEntries(fields.map((field) => [field.name, field.value]));
}

/** How many rounds a policy counts: it holds a weight for each of them. */
export function countedRounds(groups: readonly FieldGroup[]): number {
  return groups.flatMap((group) => group.fields).filter((field) => field.kind === 'window.decay_permille').length;
}

/** All weights together. */
export const ALL_POINTS = 100;

/**
 * The weights after one of them was set: the others share what is left in the proportions they had, in whole points
 * that sum to 100 (the largest remainders are rounded up, the earlier one first).
 */
export function rebalanced(before: Readonly<Record<string, number>>, name: string, value: number): Record<string, number> {
  const others = Object.entries(before).filter(([other]) => other !== name);
  const sum = others.reduce((total, [, points]) => total + points, 0);
  const left = ALL_POINTS - value;
  const exact = others.map(([, points]) => (sum === 0 ? left / others.length : (points * left) / sum));
  const cut = exact.map(Math.floor);
  const missing = left - cut.reduce((total, points) => total + points, 0);
  const order = exact.map((points, index) => ({ index, rest: points - Math.floor(points) })).sort((one, other) => other.rest - one.rest || one.index - other.index);
  const raised = new Set(order.slice(0, Math.max(0, missing)).map((entry) => entry.index));
  return Object.fromEntries([...others.map(([other], index): [string, number] => [other, (cut[index] ?? 0) + (raised.has(index) ? 1 : 0)]), [name, value]]);
}

/** The name in the text that the server's key means: `indicators I05.points` and `window.decay_permille[1]` among them. */
export function nameOfKey(key: string): string {
  return key.replace(' ', '.').replace(/\[(\d+)\]/g, '.$1');
}
