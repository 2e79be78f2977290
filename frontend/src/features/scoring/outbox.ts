// What of the sheets is not with the server yet, when is it sent, and what if it does not arrive? One sheet a place, the last content wins here; no React.
import { isSame } from './law';
import type { Content, Sheet } from './types';

/** After this pause in typing a sheet is sent. */
export const PAUSE_MS = 2_000;
/** No change waits longer than this while somebody goes on typing. */
export const LONGEST_MS = 10_000;
/** Between attempts, from the first to the longest. */
const BACK_OFF_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** A sheet that waits: whole, over the version that was seen, with the count of its changes. */
export interface Entry {
  id: string;
  content: Content;
  seen: number;
  count: number;
  /** Submitted once it is kept. */
  isFinal: boolean;
}

/** Why the server did not take a sheet. */
export interface Refused {
  code: string;
  status: number;
  detail?: string | undefined;
  fields?: readonly { pointer: string; message: string }[];
}

/** What went wrong with a request, as far as the outbox asks. */
export interface Failure extends Refused {
  retryAfterSeconds?: number | undefined;
  /** What stands now, where another window was faster. */
  present?: Sheet | undefined;
}

/** What the outbox is about. */
export type Phase = 'quiet' | 'typing' | 'sending' | 'unreachable' | 'busy' | 'signed_out';

export interface OutboxParts {
  save: (id: string, seen: number, content: Content) => Promise<Sheet>;
  submit: (id: string, seen: number) => Promise<Sheet>;
  /** Writes an entry down where a crash does not reach it, or takes it away. */
  keep: (id: string, entry: Entry | undefined) => void;
  failureOf: (error: unknown) => Failure;
  /** Whether the person who typed is still the one who is signed in. */
  isMine: () => boolean;
  /** Told of every sheet that the server answered with. */
  onSaved: (sheet: Sheet) => void;
  now: () => number;
}

interface Place {
  entry: Entry;
  /** What stands at the server where another window wrote; a choice is due. */
  met: Sheet | undefined;
  refused: Refused | undefined;
}

/** Whether the same request may pass later by itself. */
const mayPass = (status: number) => status === 0 || status === 408 || status === 429 || status >= 500;

/** The sheets of one person that wait. */
export class Outbox {
  phase: Phase = 'quiet';
  /** Counts what was told, so that a page sees that something changed. */
  version = 0;
  private readonly places = new Map<string, Place>();
  private readonly answers = new Map<string, Sheet>();
  private readonly listeners = new Set<() => void>();
  private readonly parts: OutboxParts;
  private isSending = false;
  private failures = 0;
  private since: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: OutboxParts) {
    this.parts = parts;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  getVersion = (): number => this.version;

  /** What was last typed into a sheet, where it is not kept yet. */
  typed(id: string): Content | undefined {
    return this.places.get(id)?.entry.content;
  }

  /** Whether a sheet waits to be submitted. */
  isFinal(id: string): boolean {
    return this.places.get(id)?.entry.isFinal === true;
  }

  met(id: string): Sheet | undefined {
    return this.places.get(id)?.met;
  }

  refused(id: string): Refused | undefined {
    return this.places.get(id)?.refused;
  }

  /**
   * A sheet as the server last answered here. A page is told of an answer later than of its place being empty; what it
   * drew in between from the older sheet would be typed over, and meet itself.
   */
  newest = (sheet: Sheet): Sheet => {
    const answered = this.answers.get(sheet.id);
    return answered !== undefined && answered.version > sheet.version ? answered : sheet;
  };

  /** Sheets that wait, those that need a choice among them. */
  get waiting(): readonly string[] {
    return [...this.places.keys()];
  }

  /** Whether something is left that can be sent. */
  get hasToSend(): boolean {
    return [...this.places.values()].some(isSendable);
  }

  /** Takes what was typed in; it is sent after a pause. */
  write(sheet: Sheet, content: Content): void {
    this.put(sheet, content, false);
    this.since ??= this.parts.now();
    this.wait();
  }

  /** Takes a sheet in that is whole: it is kept and submitted at once. */
  submit(sheet: Sheet, content: Content): void {
    this.put(sheet, { ...content, skipped: false }, true);
    this.flush();
  }

  /** Takes what another page has left in; what was typed here wins. */
  adopt(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (!this.places.has(entry.id)) this.places.set(entry.id, { entry, met: undefined, refused: undefined });
    }
    this.changed();
    this.flush();
  }

  /** Decides for what was typed here: it is sent again, having seen the other's. */
  takeMine(id: string): void {
    const place = this.places.get(id);
    if (place?.met === undefined) return;
    this.set({ entry: { ...place.entry, seen: place.met.version, count: place.entry.count + 1 }, met: undefined, refused: undefined });
    this.flush();
  }

  /** Decides for what stands, or gives up what was refused. */
  drop(id: string): void {
    if (!this.places.delete(id)) return;
    this.parts.keep(id, undefined);
    this.changed();
  }

  /** Sends what was refused once more. */
  retry(id: string): void {
    const place = this.places.get(id);
    if (place === undefined) return;
    this.set({ ...place, refused: undefined });
    this.flush();
  }

  /** Sends now what waits. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.since = undefined;
    if (!this.isSending) void this.run();
  }

  private put(sheet: Sheet, content: Content, isFinal: boolean): void {
    const before = this.places.get(sheet.id);
    const entry = before?.entry;
    // What waits keeps the version that it had seen, whatever the page was told since; what was refused begins anew.
    const seen = entry === undefined || before?.refused !== undefined ? sheet.version : entry.seen;
    this.set({ entry: { id: sheet.id, content, seen, count: (entry?.count ?? 0) + 1, isFinal }, met: before?.met, refused: undefined });
  }

  private set(place: Place): void {
    this.places.set(place.entry.id, place);
    this.parts.keep(place.entry.id, place.entry);
    this.changed();
  }

  private async run(): Promise<void> {
    this.isSending = true;
    try {
      for (let place = this.first(); place !== undefined; place = this.first()) {
        if (!this.parts.isMine()) {
          this.setPhase('signed_out');
          return;
        }
        // While it is tried again it is not said to be on its way.
        if (this.failures === 0) this.setPhase('sending');
        if (!(await this.send(place.entry))) return;
      }
      this.setPhase('quiet');
    } finally {
      this.isSending = false;
    }
  }

  private first(): Place | undefined {
    return [...this.places.values()].find(isSendable);
  }

  /** Sends one sheet; false where it is to be tried again later. */
  private async send(entry: Entry): Promise<boolean> {
    try {
      let sheet = await this.parts.save(entry.id, entry.seen, entry.content);
      this.seen(entry, sheet);
      if (entry.isFinal && this.isLatest(entry)) {
        sheet = await this.parts.submit(entry.id, sheet.version);
        this.seen(entry, sheet);
      }
      this.failures = 0;
      if (this.isLatest(entry)) this.drop(entry.id);
      return true;
    } catch (error) {
      return this.failed(entry, this.parts.failureOf(error));
    }
  }

  /** Whether nothing was typed into a sheet since an entry was sent. */
  private isLatest(entry: Entry): boolean {
    return this.places.get(entry.id)?.entry.count === entry.count;
  }

  /** Notes what stands at the server by now. */
  private seen(entry: Entry, sheet: Sheet): void {
    this.answered(sheet);
    const place = this.places.get(entry.id);
    if (place !== undefined) this.set({ ...place, entry: { ...place.entry, seen: sheet.version } });
  }

  private answered(sheet: Sheet): void {
    this.answers.set(sheet.id, sheet);
    this.parts.onSaved(sheet);
  }

  private failed(entry: Entry, failure: Failure): boolean {
    if (failure.status === 401) {
      this.setPhase('signed_out');
      return false;
    }
    if (mayPass(failure.status)) {
      const pause = BACK_OFF_MS[Math.min(this.failures, BACK_OFF_MS.length - 1)] ?? 0;
      this.failures += 1;
      this.setPhase(failure.status === 0 ? 'unreachable' : 'busy');
      this.plan(Math.max(pause, (failure.retryAfterSeconds ?? 0) * 1_000));
      return false;
    }
    const place = this.places.get(entry.id);
    if (place === undefined) return true;
    if (failure.present !== undefined) this.meet(place, failure.present);
    else this.set({ ...place, refused: failure });
    return true;
  }

  /** Another window was faster, or this one without hearing the answer: then both say the same. */
  private meet(place: Place, theirs: Sheet): void {
    const { entry } = place;
    this.answered(theirs);
    const isEqual = isSame(entry.content, theirs);
    if (isEqual && (theirs.state === 'submitted' || (!entry.isFinal && entry.content.skipped === theirs.skipped))) this.drop(entry.id);
    else if (isEqual) this.set({ ...place, entry: { ...entry, seen: theirs.version } });
    else this.set({ ...place, met: theirs });
  }

  /** Waits for a pause in typing, but not for ever. */
  private wait(): void {
    // A failed request keeps its own time, and one that is on its way looks again when it is back.
    if (this.isSending || this.phase === 'unreachable' || this.phase === 'busy' || this.phase === 'signed_out') return;
    if (!this.hasToSend) return;
    this.setPhase('typing');
    const left = LONGEST_MS - (this.parts.now() - (this.since ?? this.parts.now()));
    this.plan(Math.max(0, Math.min(PAUSE_MS, left)));
  }

  private plan(delay: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), delay);
  }

  private setPhase(phase: Phase): void {
    if (this.phase === phase) return;
    this.phase = phase;
    this.changed();
  }

  private changed(): void {
    this.version += 1;
    for (const listener of this.listeners) listener();
  }
}

/** Whether nothing keeps a sheet from being sent. */
const isSendable = (place: Place): boolean => place.met === undefined && place.refused === undefined;
