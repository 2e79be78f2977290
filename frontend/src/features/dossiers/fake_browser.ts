// What does a browser keep for all its windows? Storage of so much room, a database, and locks; for tests, which let
// the disk work, fail or not answer, and windows die.

/** Keys are properties and the rest is not, as in the real one. */
class FakeStorage {
  #room = Number.POSITIVE_INFINITY;
  [key: string]: unknown;

  /** Has from now on room for so many characters of keys and texts: where nothing is said, for no more than it has. */
  fills(room = Object.entries(this).flat().join('').length): void {
    this.#room = room;
  }

  getItem(key: string): string | null {
    return Object.hasOwn(this, key) ? String(this[key]) : null;
  }

  setItem(key: string, text: string): void {
    const others = Object.entries(this).filter(([one]) => one !== key);
    const size = [...others, [key, text]].flat().join('').length;
    if (size > this.#room) throw new DOMException('no room', 'QuotaExceededError');
    this[key] = text;
  }

  removeItem(key: string): void {
    delete this[key];
  }
}

type State = 'works' | 'fails' | 'hangs';

interface Request {
  result?: unknown;
  error?: Error;
  onsuccess?: () => void;
  onerror?: () => void;
  onupgradeneeded?: () => void;
}

interface Connection {
  isClosed: boolean;
  onclose?: () => void;
  createObjectStore: () => void;
  transaction: () => unknown;
}

/** One store of texts; each transaction whole or not at all, in the order in which they were begun. */
class FakeDatabase {
  readonly rows = new Map<string, string>();
  #state: State = 'works';
  #held: (() => void)[] = [];
  #isMade = false;
  #connections: Connection[] = [];

  /** What was asked for while it did not answer is answered then. */
  becomes(state: State): void {
    this.#state = state;
    if (state === 'hangs') return;
    for (const go of this.#held) go();
    this.#held = [];
  }

  /** Ends all connections, as when the browser clears what it keeps. */
  closes(): void {
    for (const connection of this.#connections) {
      connection.isClosed = true;
      connection.onclose?.();
    }
    this.#connections = [];
  }

  open(): Request {
    const connection: Connection = {
      isClosed: false,
      createObjectStore: () => {
        this.#isMade = true;
      },
      transaction: () => {
        if (connection.isClosed || !this.#isMade) throw new Error('no connection, or no store');
        return this.#transaction();
      },
    };
    const request: Request = { result: connection };
    const succeed = () => {
      if (!this.#isMade) request.onupgradeneeded?.();
      this.#connections.push(connection);
      request.onsuccess?.();
    };
    this.#later(succeed, (error) => {
      request.error = error;
      request.onerror?.();
    });
    return request;
  }

  #later(succeed: () => void, fail: (error: Error) => void): void {
    const go = () => queueMicrotask(() => (this.#state === 'fails' ? fail(new Error('no room')) : succeed()));
    if (this.#state === 'hangs') this.#held.push(go);
    else go();
  }

  #transaction() {
    const work: { request: Request; answer: () => unknown }[] = [];
    const ask = (answer: () => unknown): Request => {
      const request: Request = {};
      work.push({ request, answer });
      return request;
    };
    const within = (key: string, range: { lower: string; upper: string }) => key >= range.lower && key <= range.upper;
    const found = (range: { lower: string; upper: string }) => [...this.rows].filter(([key]) => within(key, range)).sort(([one], [other]) => (one < other ? -1 : 1));
    const store = {
      get: (key: string) => ask(() => this.rows.get(key)),
      put: (text: string, key: string) => ask(() => void this.rows.set(key, text)),
      delete: (key: string) => ask(() => void this.rows.delete(key)),
      getAll: (range: { lower: string; upper: string }) => ask(() => found(range).map(([, text]) => text)),
      getAllKeys: (range: { lower: string; upper: string }) => ask(() => found(range).map(([key]) => key)),
    };
    const transaction: { objectStore: () => typeof store; oncomplete?: () => void; onabort?: () => void; error?: Error } = { objectStore: () => store };
    const succeed = () => {
      for (const { request, answer } of work) {
        request.result = answer();
        request.onsuccess?.();
      }
      transaction.oncomplete?.();
    };
    this.#later(succeed, (error) => {
      transaction.error = error;
      for (const { request } of work) {
        request.error = error;
        request.onerror?.();
      }
      transaction.onabort?.();
    });
    return transaction;
  }
}

interface Claim {
  work: () => unknown;
  over: (result: unknown) => void;
}

/** Who comes first holds a name; the others wait in line. */
class FakeLocks {
  readonly #lines = new Map<string, Claim[]>();

  request(name: string, ...rest: [() => unknown] | [{ signal?: AbortSignal }, () => unknown]): Promise<unknown> {
    const [{ signal }, work] = rest.length === 1 ? [{} as { signal?: AbortSignal }, rest[0]] : rest;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const claim: Claim = { work, over: resolve };
      const line = this.#lines.get(name) ?? [];
      this.#lines.set(name, line);
      line.push(claim);
      if (line.length === 1) this.#grant(name, claim);
      signal?.addEventListener('abort', () => {
        const at = line.indexOf(claim);
        if (at < 1) return;
        line.splice(at, 1);
        reject(signal.reason);
      });
      return undefined;
    });
  }

  /** How many hold a name or wait for it. */
  inLine(name: string): number {
    return this.#lines.get(name)?.length ?? 0;
  }

  /** The window that holds a name is gone. */
  drop(name: string): void {
    const line = this.#lines.get(name) ?? [];
    line.shift();
    if (line[0] !== undefined) this.#grant(name, line[0]);
  }

  #grant(name: string, claim: Claim): void {
    const end = (over: () => void) => {
      over();
      if (this.#lines.get(name)?.[0] === claim) this.drop(name);
    };
    void Promise.resolve()
      .then(claim.work)
      .then(
        (result) => end(() => claim.over(result)),
        (error: unknown) => end(() => claim.over(Promise.reject(error))),
      );
  }
}

/** A browser of which all windows share what is kept. */
export function fakeBrowser() {
  const [storage, database, locks] = [new FakeStorage(), new FakeDatabase(), new FakeLocks()];
  const globals = {
    localStorage: storage,
    indexedDB: database,
    IDBKeyRange: { bound: (lower: string, upper: string) => ({ lower, upper }) },
    navigator: { locks },
    window: new EventTarget(),
  };
  return { storage, database, locks, globals };
}
