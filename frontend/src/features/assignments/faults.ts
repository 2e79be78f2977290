// How are the faults of a file written for whoever must mend it? As a table that opens in any spreadsheet.
import type { ImportFault } from './types';

/** A cell: quoted where it must be, and never a formula. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The faults as CSV with a mark that tells spreadsheets the encoding. */
export function faultsAsCsv(faults: readonly ImportFault[], head: readonly [string, string, string], textOf: (fault: ImportFault) => string): string {
  const rows = faults.map((fault) => [String(fault.line ?? ''), fault.column ?? '', textOf(fault)]);
  return `\uFEFF${[[...head], ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
