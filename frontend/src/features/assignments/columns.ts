// Which column and row of the workbench has the focus, and where does a key move it?

export const COLUMNS = ['nominations', 'candidates', 'load'] as const;
export type ColumnName = (typeof COLUMNS)[number];

/** The buttons of a column's rows, as they stand on the page. */
const rowsOf = (column: ColumnName): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(`[data-column="${column}"] [data-row]`)];

/** The column that has the focus, or the one that would be gone on with. */
function columnNow(otherwise: ColumnName): ColumnName {
  const named = document.activeElement?.closest<HTMLElement>('[data-column]')?.dataset.column;
  return COLUMNS.find((column) => column === named) ?? otherwise;
}

/** Moves the focus in the columns by a key of j, k, h, l; gives the row that has it now and its column. */
export function moveFocus(key: string, otherwise: ColumnName): { column: ColumnName; row: string } | undefined {
  const from = columnNow(otherwise);
  const at = COLUMNS.indexOf(from);
  const column = key === 'h' ? COLUMNS[at - 1] : key === 'l' ? COLUMNS[at + 1] : from;
  if (column === undefined) return undefined;
  const rows = rowsOf(column);
  const focused = rows.findIndex((row) => row.contains(document.activeElement) || row.parentElement?.contains(document.activeElement));
  const current = focused >= 0 ? focused : rows.findIndex((row) => row.getAttribute('aria-current') === 'true');
  const isStep = key === 'j' || key === 'k';
  const next = rows[isStep && current >= 0 ? Math.min(Math.max(current + (key === 'j' ? 1 : -1), 0), rows.length - 1) : Math.max(current, 0)];
  if (next === undefined) return undefined;
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
  return { column, row: next.dataset.row ?? '' };
}
