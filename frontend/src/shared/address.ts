// What does the address say? The round in the path, the list's filters in the query.
import { useEffect } from 'react';
import { useLocation, useParams, useSearchParams } from 'react-router';

/** The year in the address. */
export function useYear(): number {
  return Number(useParams().year);
}

/** The page of everything that the machine gathered of a nomination. */
export const evidenceAddress = (nomination: string): string => `/nominations/${nomination}/reuse`;

/** Scrolls to the part that the address names, once it is there. */
export function useAnchor(isThere: boolean): void {
  const { hash } = useLocation();
  useEffect(() => {
    if (isThere && hash.length > 1) document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [isThere, hash]);
}

/** The query of the address, and how it is changed while the page stays where it is scrolled. `isTurned` says that another page of a list comes, which is read from its top; `isKept` that the way back leads here. */
export function useQueryInPlace(): [URLSearchParams, (next: (now: URLSearchParams) => URLSearchParams, how?: { isTurned?: boolean; isKept?: boolean }) => void] {
  const [params, setParams] = useSearchParams();
  return [params, (next, { isTurned = false, isKept = false } = {}) => setParams(next, { replace: !isKept, preventScrollReset: !isTurned })];
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

/** The filters of yes or no that are set, as a request takes them. */
export function flagsOf<T extends Record<string, string>>(filters: T): { [K in keyof T]?: boolean } {
  return Object.fromEntries(Object.entries(withoutEmpty(filters)).map(([name, value]) => [name, value === 'true'])) as { [K in keyof T]?: boolean };
}
