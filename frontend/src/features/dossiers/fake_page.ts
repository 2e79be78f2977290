// How does a page use its shelf, in a browser whose disk and windows do what a test says?
import { afterEach, beforeEach, vi } from 'vitest';
import { fakeBrowser } from './fake_browser';
import { adopt, EMPTY, put, type Queue } from './queue';

export type Window = typeof import('./storage');

const NEW = { value: null, version: 0 };

export const keyOf = (name: string, dossier = 'paper', account = 'me') => `laurel.edits/${account}/${dossier}/${name}`;
export const queueOf = (value: string, address = 'a.x') => put(EMPTY, address, value, NEW);
export const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

const values = (queue: Queue) => queue.waiting.map((edit) => String(edit.value));

/** A new browser for each test of a file. */
export function inFakeBrowser() {
  const world = { browser: fakeBrowser() };
  beforeEach(() => {
    vi.useFakeTimers();
    world.browser = fakeBrowser();
    for (const [name, value] of Object.entries(world.browser.globals)) vi.stubGlobal(name, value);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  return {
    get storage() {
      return world.browser.storage;
    },
    get database() {
      return world.browser.database;
    },
    get locks() {
      return world.browser.locks;
    },
    /** What local storage and the disk say of a key; of what is done, nothing. */
    copies: (key: string) => [world.browser.storage.getItem(key), world.browser.database.rows.get(key)].map((text) => (typeof text === 'string' ? values(JSON.parse(text) as Queue) : undefined)),
    /** Every key that local storage and the disk know. */
    keys: () => [Object.keys(world.browser.storage), [...world.browser.database.rows.keys()]],
    /** The window of a page is gone, and with it what was only on its way. */
    die: (name: string) => world.browser.locks.drop(keyOf(name)),
    /** What a window hears when another one changes local storage. */
    change: async (key: string | null) => {
      window.dispatchEvent(Object.assign(new Event('storage'), { key }));
      await pass();
    },
  };
}

/** A window of its own, which shares with the others what the browser keeps. */
export function openWindow(): Promise<Window> {
  vi.resetModules();
  return import('./storage');
}

/** A page as the editor runs it: what it takes over it keeps. */
export function page(window: Window, name: string, dossier = 'paper') {
  let queue = EMPTY;
  const told = vi.fn();
  const shelf = new window.Shelf('me', dossier, name, told);
  const keep = (next: Queue) => {
    queue = next;
    shelf.keep(queue);
  };
  const taken: string[][] = [];
  /** `onTaken` is called when something was taken and kept, before it leaves its old place. */
  const takeLeft = (onTaken: () => void = () => undefined) =>
    void shelf.takeLeft((left) => {
      taken.push(values(left));
      keep(adopt(queue, left));
      onTaken();
    });
  return { shelf, told, taken, takeLeft, type: (value: string) => keep(put(queue, 'a.x', value, NEW)), sent: () => keep(EMPTY) };
}

/** A list of dossiers in a window; what it heard of the disk, which it would mark, and what ends it. */
export function board(window: Window, account = 'me') {
  let onDisk: ReadonlyMap<string, string> = new Map();
  const tell = vi.fn((texts: ReadonlyMap<string, string>) => {
    onDisk = texts;
  });
  const stop = window.followDisk(account, tell);
  return { stop, tell, heard: () => [...onDisk.keys()], marks: () => [...window.dossiersWithEdits(account, onDisk)] };
}

/** The dossiers that a window would mark once it has heard the disk. */
export async function marked(window: Window, account = 'me'): Promise<string[]> {
  const { stop, marks } = board(window, account);
  await pass();
  stop();
  return marks();
}
