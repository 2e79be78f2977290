// What does local storage hold of the edits? It may be full or forbidden at any time: nothing here throws.
import { newest, tombstone } from './copies';
import { isEmpty } from './queue';

/** The keys that begin so. */
export function keysInStorage(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

/** The text of a key. */
export function textInStorage(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Writes a text down; false where there is no room, and what stood there before stays. */
export function putInStorage(key: string, text: string): boolean {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

function dropFromStorage(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Forbidden: then nothing stands there.
  }
}

/** Notes that all up to a count is done. */
export function bury(key: string, count: number): void {
  // Without room for that much, what stands there is at least not left as if it were still to do.
  if (!putInStorage(key, tombstone(count))) dropFromStorage(key);
}

/** Clears the note away: the disk has forgotten too. */
export function sweep(key: string): void {
  const copy = newest([textInStorage(key)]);
  if (copy !== undefined && isEmpty(copy.queue)) dropFromStorage(key);
}
