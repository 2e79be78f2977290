// Which rows of a quota sheet are shown, and in which order? Filters, sorting and pages of a list held whole.
import type { Row } from './shapes';

/** What narrows the list; all of it stands in the address. */
export const SHEET_FILTERS = ['q', 'band', 'group', 'moved', 'from', 'to', 'sort', 'page'] as const;
export type SheetFilters = Record<(typeof SHEET_FILTERS)[number], string>;

/** Rows of one page. */
export const PAGE_ROWS = 50;

/** A row that may have been decided otherwise than proposed. */
export type SheetRow = Row & { decided?: number };

const newPlaces = (row: SheetRow) => row.decided ?? row.proposed;

/** The rows that pass the filters. */
export function filtered<T extends SheetRow>(rows: readonly T[], filters: SheetFilters): T[] {
  const sought = filters.q.normalize('NFKC').trim().toLowerCase();
  return rows.filter(
    (row) =>
      (sought === '' || row.society.toLowerCase().includes(sought) || row.society_id.toLowerCase().includes(sought)) &&
      (filters.band === '' || row.band === filters.band) &&
      (filters.group === '' || row.group === filters.group) &&
      (filters.moved === '' || newPlaces(row) !== row.previous || row.proposed !== row.previous) &&
      (filters.from === '' || row.previous === Number(filters.from)) &&
      (filters.to === '' || newPlaces(row) === Number(filters.to)),
  );
}

const KEYS: Record<string, (row: SheetRow) => number | string> = {
  society: (row) => row.society_id,
  score: (row) => row.score,
  previous: (row) => row.previous,
  proposed: (row) => row.proposed,
  decided: newPlaces,
  change: (row) => newPlaces(row) - row.previous,
};

/** The rows in the order that `sort` names; a leading minus turns it round, equals stand by the society's code. */
export function sorted<T extends SheetRow>(rows: readonly T[], sort: string): T[] {
  const isFalling = sort.startsWith('-');
  const key = KEYS[isFalling ? sort.slice(1) : sort] ?? KEYS.society;
  const way = isFalling ? -1 : 1;
  return [...rows].sort((left, right) => {
    const [one, other] = [key?.(left) ?? '', key?.(right) ?? ''];
    if (one !== other) return one < other ? -way : way;
    return left.society_id < right.society_id ? -1 : 1;
  });
}

/** One page of the rows, and where it stands among all. */
export function paged<T>(rows: readonly T[], page: string): { rows: T[]; meta: { total: number; limit: number; offset: number; next: string | null; previous: string | null } } {
  const last = Math.max(0, Math.ceil(rows.length / PAGE_ROWS) - 1);
  const number = /^\d{1,4}$/.test(page) ? Math.min(Number(page), last) : 0;
  const offset = number * PAGE_ROWS;
  return {
    rows: rows.slice(offset, offset + PAGE_ROWS),
    meta: { total: rows.length, limit: PAGE_ROWS, offset, next: number < last ? String(number + 1) : null, previous: number > 0 ? String(number - 1) : null },
  };
}

/** How many rows have each value of a column, in the order of the values. */
export function tally<T>(rows: readonly T[], nameOf: (row: T) => string): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(nameOf(row), (counts.get(nameOf(row)) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((left, right) => (left.value < right.value ? -1 : 1));
}

/** Whether the decided places fit the total: their sum, and what is over (negative) or left for the reserve. */
export function sumCheck(rows: readonly { decided: number }[], total: number): { sum: number; left: number } {
  const sum = rows.reduce((all, row) => all + row.decided, 0);
  return { sum, left: total - sum };
}
