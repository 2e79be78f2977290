// Where do edits lie until the server has them? In the browser's local storage: written before a key's handler ends, so
// that nothing is on its way when the page goes; and on the disk, so that nothing is when the browser goes. One shelf a
// page, so that two windows never take each other's edits.
import { commit, DiskWriter, isNewer, keysOnDisk, textOnDisk, written } from './disk';
import { isEmpty, type Queue } from './queue';

const PREFIX = 'laurel.edits';

/** Everything of one person and dossier begins so. */
const shelfPrefix = (account: string, dossier: string) => `${PREFIX}/${account}/${dossier}/`;

/** What came back from the disk and found no room in local storage. */
const homeless = new Map<string, string>();

function shelves(prefix: string): string[] {
  try {
    return [...Object.keys(localStorage), ...homeless.keys()].filter((key) => key.startsWith(prefix));
  } catch {
    // Storage may be forbidden: there is nothing then.
    return [];
  }
}

function readShelf(key: string): Queue | undefined {
  try {
    const text = homeless.get(key) ?? localStorage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as Queue);
  } catch {
    return undefined;
  }
}

/** Brings back from the disk what local storage had not written there when the browser was killed. */
async function restore(): Promise<void> {
  for (const key of await keysOnDisk()) {
    const bring = async () => {
      const text = await textOnDisk(key);
      if (text === undefined || !isNewer(text, localStorage.getItem(key))) return;
      try {
        localStorage.setItem(key, text);
      } catch {
        homeless.set(key, text);
      }
    };
    // What a living page holds is newer in local storage.
    if (navigator.locks === undefined) await bring();
    else await navigator.locks.request(key, { ifAvailable: true }, (lock) => (lock === null ? undefined : bring()));
  }
}

/** When local storage is complete again; it stays as it is where the browser keeps no database. */
export const restored: Promise<void> = restore().catch(() => undefined);

const followers = new Set<() => void>();

/** One for all shelves of the window, so that what one of them takes away is not written again by another. */
const disk = new DiskWriter(commit, () => {
  for (const follower of followers) follower();
});

/** Dossiers of which this machine holds edits that the server does not have yet. */
export function dossiersWithEdits(account: string): Set<string> {
  return new Set(shelves(`${PREFIX}/${account}/`).map((key) => key.split('/')[2] ?? ''));
}

/** A page's own place for what is typed into one dossier. */
export class Shelf {
  private readonly key: string;
  private readonly prefix: string;
  private release: () => void = () => undefined;
  private readonly ending = new AbortController();
  private readonly onDisk: () => void;
  private count = 0;

  /** `onDisk` is called when the disk has more than before. */
  constructor(account: string, dossier: string, page: string, onDisk: () => void) {
    this.onDisk = onDisk;
    followers.add(onDisk);
    this.prefix = shelfPrefix(account, dossier);
    this.key = this.prefix + page;
    // Held as long as the page lives; the browser lets go of it when the page is gone, however it went.
    void navigator.locks?.request(this.key, () => new Promise<void>((resolve) => {
      this.release = resolve;
      if (this.ending.signal.aborted) resolve();
    }));
  }

  /** Whether the disk has what was written down last. */
  get isOnDisk(): boolean {
    return disk.has(this.key);
  }

  /** Writes the queue down; false where the browser has no room or forbids it. */
  keep(queue: Queue): boolean {
    this.count += 1;
    const text = isEmpty(queue) ? null : written(queue, this.count);
    disk.write(this.key, text);
    try {
      if (text === null) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, text);
      return true;
    } catch {
      return isEmpty(queue);
    }
  }

  /** Hands over what pages that are gone have left, now or as soon as they are gone. */
  async takeLeft(take: (queue: Queue) => void): Promise<void> {
    await restored;
    for (const key of shelves(this.prefix)) {
      if (key === this.key) continue;
      const move = () => {
        const queue = readShelf(key);
        if (queue === undefined || this.ending.signal.aborted) return;
        // On the own shelf first: a crash in between leaves it twice, which its key makes harmless, never not at all.
        take(queue);
        localStorage.removeItem(key);
        homeless.delete(key);
        disk.write(key, null);
      };
      if (navigator.locks === undefined) move();
      else navigator.locks.request(key, { signal: this.ending.signal }, move).catch(() => undefined);
    }
  }

  /** Lets go of the shelf; what lies on it is taken up by the next page. */
  close(): void {
    this.ending.abort();
    followers.delete(this.onDisk);
    this.release();
  }
}
