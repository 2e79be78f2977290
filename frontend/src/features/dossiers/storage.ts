// Where do edits lie until the server has them? In the browser's local storage: written before a key's handler ends, so
// that nothing is on its way when the page goes; and on the disk, so that nothing is when the browser goes. Either may
// have no room, so the newer of both counts. One shelf a page, so that two windows never take each other's edits.
import { type Copy, newest, written } from './copies';
import { commit, textOnDisk, textsOnDisk } from './database';
import { DiskWriter, inTime } from './disk';
import { bury, keysInStorage, putInStorage, sweep, textInStorage } from './local';
import { isEmpty, type Queue } from './queue';

const PREFIX = 'laurel.edits';

/** Everything of one person begins so. */
const accountPrefix = (account: string) => `${PREFIX}/${account}/`;

const followers = new Set<() => void>();

/** One for all shelves of the window, so that what one of them takes away is not written again by another. */
const disk = new DiskWriter(commit, (changes) => {
  for (const [key, text] of changes) if (text === null) sweep(key);
  for (const follower of followers) follower();
});

/** Keys of which this window need not ask the disk. */
const keysHere = (prefix: string) => new Set([...keysInStorage(prefix), ...disk.pendingKeys().filter((key) => key.startsWith(prefix))]);

/** The newest copy of a key, in local storage, on the disk, or on its way there from this window. */
function newestOf(key: string, onDisk: string | null | undefined): Copy | undefined {
  const pending = disk.pending(key);
  // On its way from the disk: whatever it still has is done.
  return pending === null ? undefined : newest([textInStorage(key), pending, onDisk]);
}

/** Tells what the disk has of a person's edits, now and whenever a window has written; gives what ends it. */
export function followDisk(account: string, tell: (texts: ReadonlyMap<string, string>) => void): () => void {
  const prefix = accountPrefix(account);
  const ending = new AbortController();
  const { signal } = ending;
  // Where the disk does not answer, local storage alone counts.
  const ask = () => void textsOnDisk(prefix).then((texts) => !signal.aborted && tell(texts)).catch(() => undefined);
  // Other windows are heard by what they do to local storage; a cleared one names no key.
  window.addEventListener('storage', ({ key }) => (key === null || key.startsWith(prefix)) && ask(), { signal });
  followers.add(ask);
  ask();
  return () => {
    ending.abort();
    followers.delete(ask);
  };
}

/** Dossiers of which this machine holds edits that the server does not have yet; `onDisk` is what the disk was heard to have. */
export function dossiersWithEdits(account: string, onDisk: ReadonlyMap<string, string>): Set<string> {
  const prefix = accountPrefix(account);
  const keys = [...keysHere(prefix), ...onDisk.keys()].filter((key) => key.startsWith(prefix));
  const holds = (copy: Copy | undefined) => copy !== undefined && !isEmpty(copy.queue);
  return new Set(keys.filter((key) => holds(newestOf(key, onDisk.get(key)))).map((key) => key.split('/')[2] ?? ''));
}

/** A page's own place for what is typed into one dossier. */
export class Shelf {
  private readonly key: string;
  private readonly prefix: string;
  private release: () => void = () => undefined;
  private readonly ending = new AbortController();
  private readonly onDisk: () => void;
  /** Keys that were taken without hearing what the disk has of them. */
  private readonly unheard = new Set<string>();
  private count = 0;
  private isInStorage = true;

  /** `onDisk` is called when the disk has more than before, or fails. */
  constructor(account: string, dossier: string, page: string, onDisk: () => void) {
    this.onDisk = onDisk;
    followers.add(onDisk);
    this.prefix = `${accountPrefix(account)}${dossier}/`;
    this.key = this.prefix + page;
    const held = new Promise<void>((resolve) => {
      this.release = resolve;
    });
    // Held as long as the page lives; the browser lets go of it when the page is gone, however it went.
    void navigator.locks?.request(this.key, () => held);
  }

  /** Whether the disk has what was written down last. */
  get isOnDisk(): boolean {
    return disk.has(this.key);
  }

  /** Whether nothing takes what was written down last. A disk that is only slow is waited for. */
  get isUnkept(): boolean {
    return !this.isInStorage && !this.isOnDisk && disk.isFailing;
  }

  /** Writes the queue down. */
  keep(queue: Queue): void {
    this.count += 1;
    if (isEmpty(queue)) {
      disk.write(this.key, null);
      bury(this.key, this.count);
      this.isInStorage = true;
      return;
    }
    const text = written(queue, this.count);
    disk.write(this.key, text);
    this.isInStorage = putInStorage(this.key, text);
  }

  /** Hands over what pages that are gone have left, now or as soon as they are gone. */
  async takeLeft(take: (queue: Queue) => void): Promise<void> {
    const here = keysHere(this.prefix);
    for (const key of here) void this.takeOver(key, take);
    // A disk that does not answer holds nothing up; what it has is taken when it does.
    const onDisk = await textsOnDisk(this.prefix).catch(() => new Map<string, string>());
    for (const key of onDisk.keys()) if (!here.has(key) || this.unheard.has(key)) void this.takeOver(key, take);
  }

  /** Lets go of the shelf, once the disk has what lies on it; that is taken up by the next page. */
  close(): void {
    this.ending.abort();
    followers.delete(this.onDisk);
    void disk.settled(this.key).then(() => this.release());
  }

  private async takeOver(key: string, take: (queue: Queue) => void): Promise<void> {
    if (key === this.key) return;
    const move = () => this.move(key, take);
    try {
      if (navigator.locks === undefined) await move();
      else await navigator.locks.request(key, { signal: this.ending.signal }, move);
    } catch {
      // What could not be taken stays where it is, for the next page; it holds no other up.
    }
  }

  /** Under the lock of a key, until the disk has forgotten it: whoever gets the lock next finds nothing old. */
  private async move(key: string, take: (queue: Queue) => void): Promise<void> {
    const onDisk = await inTime(textOnDisk(key)).catch(() => undefined);
    if (this.ending.signal.aborted) return;
    if (onDisk === undefined) this.unheard.add(key);
    const left = newestOf(key, onDisk);
    if (left === undefined) return;
    if (!isEmpty(left.queue)) {
      // On the own shelf first: a crash in between leaves it twice, which its key makes harmless, never not at all.
      take(left.queue);
      if (!(await this.isKept())) return;
    }
    bury(key, left.count);
    // What was not heard of may be newer than what was taken.
    if (onDisk !== undefined) disk.write(key, null);
    await disk.settled(key);
  }

  /** Whether what was written down last outlives the page; waits for the disk where local storage has no room. */
  private async isKept(): Promise<boolean> {
    return this.isInStorage || (await disk.settled(this.key)) || this.isInStorage;
  }
}
