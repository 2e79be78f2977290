// What does the address say? The round in the path, the list's filters in the query.
import { useParams } from 'react-router';

/** The year in the address. */
export function useYear(): number {
  return Number(useParams().year);
}

/** Reads the named filters of a list from the address; what is missing is empty. */
export function readFilters<Name extends string>(params: URLSearchParams, names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, params.get(name) ?? ''])) as Record<Name, string>;
}

/** The address after a change of filters: empty ones leave it, and the list starts at its first page again. */
export function withFilters(params: URLSearchParams, change: Record<string, string>): URLSearchParams {
  const next = new URLSearchParams(params);
  if (!('cursor' in change)) next.delete('cursor');
  for (const [name, value] of Object.entries(change)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** The filters that a request needs: those that are set. */
export function withoutEmpty<T extends Record<string, string>>(filters: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '')) as { [K in keyof T]?: string };
}
