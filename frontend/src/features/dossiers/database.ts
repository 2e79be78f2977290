// How is the browser's database read and written? One store of texts by key.
import type { Changes } from './disk';

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

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** To be asked before anything else is awaited: a transaction without a question is over. */
const reading = (open: IDBDatabase) => open.transaction(STORE).objectStore(STORE);

/** The text of a key on the disk; null where it has none. */
export async function textOnDisk(key: string): Promise<string | null> {
  const open = await database();
  return (await answered<string | undefined>(reading(open).get(key))) ?? null;
}

/** The texts on the disk whose keys begin so: of other accounts nothing is read. */
export async function textsOnDisk(prefix: string): Promise<Map<string, string>> {
  const open = await database();
  const store = reading(open);
  const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
  const [keys, texts] = await Promise.all([answered(store.getAllKeys(range)), answered<string[]>(store.getAll(range))]);
  return new Map(keys.map((key, at) => [String(key), texts[at] ?? '']));
}
