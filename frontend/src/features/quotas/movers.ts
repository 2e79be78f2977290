// Who moves, from how many places to how many, and how many societies share each move?
import type { Row } from './shapes';

/** Rows whose places change, the largest change first, then the higher score. */
export function movers<T extends Row>(rows: readonly T[]): T[] {
  return rows
    .filter((row) => row.proposed !== row.previous)
    .sort(
      (left, right) =>
        Math.abs(right.proposed - right.previous) - Math.abs(left.proposed - left.previous) ||
        right.score - left.score ||
        (left.society_id < right.society_id ? -1 : 1),
    );
}

/** A cell of the map of old against new: how many societies go from `from` to `to` places. */
export interface MapCell {
  from: number;
  to: number;
  count: number;
}

/** The map of old against new: a row for each old number, a column for each new one, every number in between shown. */
export function quotaMap(rows: readonly Pick<Row, 'previous' | 'proposed'>[]): { froms: number[]; tos: number[]; cells: MapCell[] } {
  const counts = new Map<string, MapCell>();
  for (const { previous, proposed } of rows) {
    const key = `${previous} ${proposed}`;
    const cell = counts.get(key) ?? { from: previous, to: proposed, count: 0 };
    counts.set(key, { ...cell, count: cell.count + 1 });
  }
  const span = (values: readonly number[]) => [...new Set(values)].sort((left, right) => left - right);
  return {
    froms: span(rows.map((row) => row.previous)),
    tos: span(rows.map((row) => row.proposed)),
    cells: [...counts.values()],
  };
}

/** Which way a number of places goes. */
export const WAYS = ['up', 'same', 'down'] as const;
export type Way = (typeof WAYS)[number];

/** The way of a cell of the map. */
export const wayOf = ({ from, to }: Pick<MapCell, 'from' | 'to'>): Way => (to > from ? 'up' : to < from ? 'down' : 'same');

/** How many places go up, how many go down, how many societies stay. */
export function balance(rows: readonly Pick<Row, 'previous' | 'proposed'>[]): { up: number; down: number; raised: number; lowered: number; same: number } {
  const changes = rows.map((row) => row.proposed - row.previous);
  return {
    up: changes.filter((change) => change > 0).reduce((sum, change) => sum + change, 0),
    down: -changes.filter((change) => change < 0).reduce((sum, change) => sum + change, 0),
    raised: changes.filter((change) => change > 0).length,
    lowered: changes.filter((change) => change < 0).length,
    same: changes.filter((change) => change === 0).length,
  };
}

/** A society under two policies. */
export interface Pair<T> {
  society_id: string;
  society: string;
  left: T | undefined;
  right: T | undefined;
}

/** The societies that two outcomes treat differently, the largest difference first. */
export function differences<T extends Row>(left: readonly T[], right: readonly T[]): Pair<T>[] {
  const byId = new Map<string, Pair<T>>();
  for (const row of left) byId.set(row.society_id, { society_id: row.society_id, society: row.society, left: row, right: undefined });
  for (const row of right) {
    const pair = byId.get(row.society_id);
    byId.set(row.society_id, pair ? { ...pair, right: row } : { society_id: row.society_id, society: row.society, left: undefined, right: row });
  }
  const gap = (pair: Pair<T>) => Math.abs((pair.right?.proposed ?? 0) - (pair.left?.proposed ?? 0));
  return [...byId.values()]
    .filter((pair) => pair.left?.proposed !== pair.right?.proposed || pair.left?.band !== pair.right?.band)
    .sort((one, other) => gap(other) - gap(one) || (one.society_id < other.society_id ? -1 : 1));
}
