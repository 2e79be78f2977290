// What of a sheet does the address show, and how is that changed?
import { readFilters, useQueryInPlace, withFilters } from '../../shared/address';
import { SHEET_FILTERS, type SheetFilters } from './sheet';

/** The filters over a sheet, and their change: the sheet begins at its first page again, in the place where it is read. */
export function useSheet(): [SheetFilters, (change: Partial<SheetFilters>) => void] {
  const [params, change] = useQueryInPlace();
  return [readFilters(params, SHEET_FILTERS), (part) => change((now) => withFilters(now, { page: '', ...part }), { isTurned: part.page !== undefined })];
}
