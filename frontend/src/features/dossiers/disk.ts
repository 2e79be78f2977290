// When does what was typed outlive the browser itself? When a transaction of its database is complete and on the disk:
// local storage gets there seconds or minutes later. One transaction at a time; what changes meanwhile goes with the next.

/** What a transaction writes, by key; null takes it away. */
export type Changes = ReadonlyMap<string, string | null>;

/** Writes texts to the disk, the last of each key, in the order of transactions. */
export class DiskWriter {
  private readonly due = new Map<string, string | null>();
  private isWriting = false;
  private readonly commit: (changes: Changes) => Promise<void>;
  private readonly onWritten: () => void;

  constructor(commit: (changes: Changes) => Promise<void>, onWritten: () => void) {
    this.commit = commit;
    this.onWritten = onWritten;
  }

  /** Whether the disk has the last text of a key. */
  has(key: string): boolean {
    return !this.due.has(key);
  }

  write(key: string, text: string | null): void {
    this.due.set(key, text);
    if (!this.isWriting) void this.run();
  }

  /** Ends where nothing is due, or the browser keeps no database: the next change tries again. */
  private async run(): Promise<void> {
    this.isWriting = true;
    try {
      while (this.due.size > 0) {
        const changes = new Map(this.due);
        await this.commit(changes);
        for (const [key, text] of changes) if (this.due.get(key) === text) this.due.delete(key);
        this.onWritten();
      }
    } catch {
      // What is due stays so, and is not said to be kept.
    } finally {
      this.isWriting = false;
    }
  }
}

/** A queue as it is written down, with the count of its page's writings: of two copies the higher is the newer. */
export const written = (queue: object, count: number): string => JSON.stringify({ ...queue, count });

function countOf(text: string | null): number {
  if (text === null) return -1;
  try {
    return Number((JSON.parse(text) as { count?: number }).count ?? 0);
  } catch {
    return -1;
  }
}

/** Whether one copy was written after the other. */
export const isNewer = (one: string, other: string | null): boolean => countOf(one) > countOf(other);

const DATABASE = 'laurel';
const STORE = 'edits';

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      // The browser may close it, such as when its storage is cleared.
      request.result.onclose = () => {
        opened = undefined;
      };
      resolve(request.result);
    };
  }).catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** Writes to the browser's database; done when the disk has it, not when the system's memory has. */
export async function commit(changes: Changes): Promise<void> {
  const open = await database();
  await new Promise<void>((resolve, reject) => {
    const transaction = open.transaction(STORE, 'readwrite', { durability: 'strict' });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    const store = transaction.objectStore(STORE);
    for (const [key, text] of changes) {
      if (text === null) store.delete(key);
      else store.put(text, key);
    }
  });
}

async function read<T>(ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const open = await database();
  return new Promise<T>((resolve, reject) => {
    const request = ask(open.transaction(STORE).objectStore(STORE));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The keys of which the disk has a text. */
export const keysOnDisk = async (): Promise<string[]> => (await read((store) => store.getAllKeys())).map(String);

/** The text of a key on the disk. */
export const textOnDisk = (key: string): Promise<string | undefined> => read((store) => store.get(key) as IDBRequest<string | undefined>);
