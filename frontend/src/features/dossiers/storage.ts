// Where do edits lie until the server has them? In the browser's local storage: written before a key's handler ends, so
// that nothing is on its way when the page goes. One shelf a page, so that two windows never take each other's edits.
import { isEmpty, type Queue } from './queue';

const PREFIX = 'laurel.edits';

/** Everything of one person and dossier begins so. */
const shelfPrefix = (account: string, dossier: string) => `${PREFIX}/${account}/${dossier}/`;

function shelves(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    // Storage may be forbidden: there is nothing then.
    return [];
  }
}

function readShelf(key: string): Queue | undefined {
  try {
    const text = localStorage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as Queue);
  } catch {
    return undefined;
  }
}

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

  constructor(account: string, dossier: string, page: string) {
    this.prefix = shelfPrefix(account, dossier);
    this.key = this.prefix + page;
    // Held as long as the page lives; the browser lets go of it when the page is gone, however it went.
    void navigator.locks?.request(this.key, () => new Promise<void>((resolve) => {
      this.release = resolve;
      if (this.ending.signal.aborted) resolve();
    }));
  }

  /** Writes the queue down; false where the browser has no room or forbids it. */
  keep(queue: Queue): boolean {
    try {
      if (isEmpty(queue)) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify(queue));
      return true;
    } catch {
      return isEmpty(queue);
    }
  }

  /** Hands over what pages that are gone have left, now or as soon as they are gone. */
  takeLeft(take: (queue: Queue) => void): void {
    for (const key of shelves(this.prefix)) {
      if (key === this.key) continue;
      const move = () => {
        const queue = readShelf(key);
        if (queue === undefined || this.ending.signal.aborted) return;
        // On the own shelf first: a crash in between leaves it twice, which its key makes harmless, never not at all.
        take(queue);
        localStorage.removeItem(key);
      };
      if (navigator.locks === undefined) move();
      else navigator.locks.request(key, { signal: this.ending.signal }, move).catch(() => undefined);
    }
  }

  /** Lets go of the shelf; what lies on it is taken up by the next page. */
  close(): void {
    this.ending.abort();
    this.release();
  }
}
