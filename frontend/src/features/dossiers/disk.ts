// When does what was typed outlive the browser itself? When a transaction of its database is complete and on the disk:
// local storage gets there seconds or minutes later. One transaction at a time; what changes meanwhile goes with the next.

/** What a transaction writes, by key; null takes it away. */
export type Changes = ReadonlyMap<string, string | null>;

/** So long anything waits for a disk that does not answer. */
export const LONGEST_WAIT_MS = 3_000;
/** So long after a failure what is due is tried again, where no change comes before. */
export const RETRY_MS = 5_000;

const NOTHING: Changes = new Map();

/** What was asked for; undefined where it does not come in time. */
export async function inTime<T>(asked: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), LONGEST_WAIT_MS);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Writes texts to the disk, the last of each key, in the order of transactions. */
export class DiskWriter {
  private readonly due = new Map<string, string | null>();
  private waiting: { key: string; settle: () => void }[] = [];
  private isWriting = false;
  private hasFailed = false;
  private again: ReturnType<typeof setTimeout> | undefined;
  private readonly commit: (changes: Changes) => Promise<void>;
  private readonly onTold: (written: Changes) => void;

  /** `onTold` is called with what the disk has now, and with nothing when it fails or does not answer. */
  constructor(commit: (changes: Changes) => Promise<void>, onTold: (written: Changes) => void) {
    this.commit = commit;
    this.onTold = onTold;
  }

  /** Whether the last that was heard of the disk is that it failed, or does not answer. While it is tried again, too. */
  get isFailing(): boolean {
    return this.hasFailed;
  }

  /** Whether the disk has the last text of a key. */
  has(key: string): boolean {
    return !this.due.has(key);
  }

  /** The text of a key that the disk does not have yet; null where it is to be taken away, undefined where nothing is due. */
  pending(key: string): string | null | undefined {
    return this.due.get(key);
  }

  /** The keys of which something is due. */
  pendingKeys(): string[] {
    return [...this.due.keys()];
  }

  write(key: string, text: string | null): void {
    this.due.set(key, text);
    if (!this.isWriting) void this.run();
  }

  /** Waits until the disk has the last text of a key; false where it fails, or takes too long. */
  async settled(key: string): Promise<boolean> {
    if (!this.has(key)) await inTime(new Promise<void>((settle) => this.waiting.push({ key, settle })));
    return this.has(key);
  }

  /** Ends where nothing is due, or after a failure: the next change tries again, or the time. */
  private async run(): Promise<void> {
    this.isWriting = true;
    clearTimeout(this.again);
    try {
      while (this.due.size > 0) {
        const written = await this.writeDue();
        this.tell(false, written);
      }
    } catch {
      // What is due stays so, and is not said to be kept.
      this.again = setTimeout(() => void this.run(), RETRY_MS);
      this.tell(true, NOTHING);
    } finally {
      this.isWriting = false;
    }
  }

  /** One transaction with all that is due; gives what of it is still the last of its key. */
  private async writeDue(): Promise<Changes> {
    const changes = new Map(this.due);
    const late = setTimeout(() => this.tell(true, NOTHING), LONGEST_WAIT_MS);
    try {
      await this.commit(changes);
    } finally {
      clearTimeout(late);
    }
    const written = new Map([...changes].filter(([key, text]) => this.due.get(key) === text));
    for (const key of written.keys()) this.due.delete(key);
    return written;
  }

  private tell(hasFailed: boolean, written: Changes): void {
    this.hasFailed = hasFailed;
    const over = this.waiting.filter(({ key }) => hasFailed || this.has(key));
    this.waiting = this.waiting.filter((one) => !over.includes(one));
    for (const { settle } of over) settle();
    this.onTold(written);
  }
}
