// What of a paper is kept on this machine until the server has it? The marks and the word of the request, for this window alone: they outlive a lost connection and a reload, and are gone once the paper is cast.
import { newKey } from '../../api/intent';

/** A paper that is not cast yet. */
export interface Pocket {
  marks: readonly number[];
  /** The word of the request, the same however often it is sent: a paper is cast once. */
  key: string;
  /** Whether the member has handed it in. */
  isSent: boolean;
}

/** As much of the window's storage as is asked here. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const place = (ballot: string) => `laurel.ballot.${ballot}`;

/** The window's own storage; none where it is forbidden. */
export function shelf(): Shelf | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}

/** What is kept of a ballot, or an empty paper. */
export function pocketOf(ballot: string, store: Shelf | undefined): Pocket {
  const empty: Pocket = { marks: [], key: newKey(), isSent: false };
  try {
    const kept = JSON.parse(store?.getItem(place(ballot)) ?? 'null') as Partial<Pocket> | null;
    if (kept === null || !Array.isArray(kept.marks) || typeof kept.key !== 'string') return empty;
    return { marks: kept.marks.filter((line) => Number.isInteger(line)), key: kept.key, isSent: kept.isSent === true };
  } catch {
    return empty;
  }
}

/** Keeps a paper. */
export function keepPocket(ballot: string, pocket: Pocket, store: Shelf | undefined): void {
  try {
    store?.setItem(place(ballot), JSON.stringify(pocket));
  } catch {
    // The paper then lasts as long as the page.
  }
}

/** Forgets a paper: it is cast, or can be no longer. */
export function emptyPocket(ballot: string, store: Shelf | undefined): void {
  try {
    store?.removeItem(place(ballot));
  } catch {
    // Nothing was kept.
  }
}
