// Where do sheets lie until the server has them? In local storage before a key's handler ends, and in the browser's database when the disk has them; either may have no room, so the newer of both counts.
import { commit, textsOnDisk } from '../dossiers/database';
import { DiskWriter } from '../dossiers/disk';
import { keysInStorage, putInStorage, textInStorage } from '../dossiers/local';
import type { Entry } from './outbox';

/** Everything of one person begins so; beside the edits of dossiers, which begin otherwise. */
const prefixOf = (account: string) => `laurel.sheets/${account}/`;

const listeners = new Set<() => void>();

/** One for the window. */
const disk = new DiskWriter(commit, () => {
  for (const listener of listeners) listener();
});

function dropFromStorage(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Forbidden: then nothing stands there.
  }
}

/** What a text says; nothing where it is torn or of something else. */
export function readEntry(text: string | null | undefined): Entry | undefined {
  if (text === null || text === undefined) return undefined;
  try {
    const entry = JSON.parse(text) as Partial<Entry>;
    const isWhole = typeof entry.id === 'string' && typeof entry.seen === 'number' && typeof entry.count === 'number' && typeof entry.content === 'object' && entry.content !== null;
    return isWhole ? (entry as Entry) : undefined;
  } catch {
    return undefined;
  }
}

/** Of two copies of one sheet the one that was written last. */
export function newer(left: Entry | undefined, right: Entry | undefined): Entry | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return left.count >= right.count ? left : right;
}

/** A person's own place for sheets that wait. */
export class SheetShelf {
  private readonly prefix: string;
  private readonly unstored = new Set<string>();

  constructor(account: string) {
    this.prefix = prefixOf(account);
  }

  /** Writes a sheet down, or takes it away. */
  keep(id: string, entry: Entry | undefined): void {
    const key = this.prefix + id;
    if (entry === undefined) {
      disk.write(key, null);
      dropFromStorage(key);
      this.unstored.delete(key);
      return;
    }
    const text = JSON.stringify(entry);
    disk.write(key, text);
    if (putInStorage(key, text)) this.unstored.delete(key);
    else this.unstored.add(key);
  }

  /** Whether what was written down last outlives the browser. */
  isOnDisk(ids: readonly string[]): boolean {
    return ids.every((id) => disk.has(this.prefix + id));
  }

  /** Whether a sheet is kept nowhere: storage has no room and the disk fails. */
  get isUnkept(): boolean {
    return disk.isFailing && [...this.unstored].some((key) => !disk.has(key));
  }

  /** Calls back when the disk has more than before, or fails; returns how to stop. */
  onDisk(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** What pages that are gone have left. */
  async left(): Promise<Entry[]> {
    const onDisk = await textsOnDisk(this.prefix).catch(() => new Map<string, string>());
    const keys = new Set([...keysInStorage(this.prefix), ...onDisk.keys()]);
    return [...keys].flatMap((key) => newer(readEntry(textInStorage(key)), readEntry(onDisk.get(key))) ?? []);
  }
}
