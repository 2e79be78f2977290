// When is what was typed sent, and what if it does not arrive? The clock and the network of the queue; no React.
import { acknowledge, adopt, type Batch, drop, EMPTY, hasToSend, type Outcome, put, type Queue, refreshMet, refuse, retry, seal, type Settled, takeMine, takeTheirs, type Theirs } from './queue';
import type { Value } from './form';

/** After this pause in typing an edit is sent. */
export const PAUSE_MS = 800;
/** No edit waits longer than this while somebody goes on typing. */
export const LONGEST_MS = 3_000;
/** A request of more bytes is cut off on its way, which looks like a network that is down. */
const MOST_BYTES = 900_000;
/** Between attempts, from the first to the longest. */
const BACK_OFF_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** What the sender is about. */
export type Phase = 'quiet' | 'typing' | 'sending' | 'unreachable' | 'busy' | 'signed_out';

/** What went wrong with a request, as far as the sender asks. */
export interface Failure {
  status: number;
  code: string;
  detail?: string | undefined;
  retryAfterSeconds?: number | undefined;
  fields?: readonly { pointer: string; message: string }[];
}

export interface SenderParts {
  send: (batch: Batch) => Promise<Outcome>;
  /** Writes the queue down where a crash does not reach it; before anything is sent. */
  keep: (queue: Queue) => void;
  newKey: () => string;
  failureOf: (error: unknown) => Failure;
  /** Whether the person who typed is still the one who is signed in. */
  isMine: () => boolean;
  now: () => number;
  onChange: (queue: Queue, before: Queue) => void;
  onPhase: () => void;
  onSaved: (outcome: Outcome, settled: readonly Settled[]) => void;
}

/** Whether the same request may pass later by itself. */
const mayPass = (status: number) => status === 0 || status === 408 || status === 429 || status >= 500;

/** The place in the request that a refusal points at. */
function badIndex(failure: Failure): number | undefined {
  const at = failure.fields?.map((field) => /^\/edits\/(\d+)(\/|$)/.exec(field.pointer)?.[1]).find((index) => index !== undefined);
  return at === undefined ? undefined : Number(at);
}

/** Sends the edits of one dossier, one request at a time. */
export class Sender {
  queue: Queue = EMPTY;
  phase: Phase = 'quiet';
  private isSending = false;
  private isStopped = false;
  private failures = 0;
  /** When the oldest edit that waits was typed. */
  private since: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly parts: SenderParts;

  constructor(parts: SenderParts) {
    this.parts = parts;
  }

  /** Takes a change of a field in. */
  edit(address: string, value: Value | null, known: { value: Value | null; version: number }): void {
    this.change(put(this.queue, address, value, known));
    this.since ??= this.parts.now();
    this.wait();
  }

  /** Takes over what another page left behind, and sends it. */
  adopt(left: Queue): void {
    this.change(adopt(this.queue, left));
    this.flush();
  }

  takeMine(address: string): void {
    this.change(takeMine(this.queue, address));
    this.flush();
  }

  takeTheirs(address: string): void {
    this.change(takeTheirs(this.queue, address));
  }

  refreshMet(address: string, theirs: Theirs): void {
    this.change(refreshMet(this.queue, address, theirs));
  }

  retry(): void {
    this.change(retry(this.queue));
    this.flush();
  }

  drop(address: string): void {
    this.change(drop(this.queue, address));
  }

  /** Whether the sender has nothing on its way and nothing to send. */
  get isIdle(): boolean {
    return !this.isSending && !hasToSend(this.queue);
  }

  /** Sends now what waits. */
  flush(): void {
    if (this.isSending || this.isStopped) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.parts.isMine()) {
      this.setPhase('signed_out');
      return;
    }
    const sealed = seal(this.queue, this.parts.newKey());
    const [batch] = sealed.batches;
    this.since = undefined;
    if (batch === undefined) {
      this.setPhase('quiet');
      return;
    }
    // Kept with its key before it leaves: whoever sends it again sends the same.
    this.change(sealed);
    if (batch.edits.length === 1 && new TextEncoder().encode(JSON.stringify(batch)).length > MOST_BYTES) {
      this.failed({ status: 413, code: 'too_large' });
      return;
    }
    this.isSending = true;
    this.setPhase('sending');
    this.parts.send(batch).then(
      (outcome) => this.answered(outcome),
      (error: unknown) => this.failed(this.parts.failureOf(error)),
    );
  }

  /** Sends nothing any more. What is kept stays kept. */
  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private answered(outcome: Outcome): void {
    this.isSending = false;
    this.failures = 0;
    const { queue, settled } = acknowledge(this.queue, outcome);
    // What now stands is told before the edit goes, so that a field never shows what it said before.
    this.parts.onSaved(outcome, settled);
    this.change(queue);
    this.goOn();
  }

  private failed(failure: Failure): void {
    this.isSending = false;
    if (failure.status === 401) {
      this.setPhase('signed_out');
      return;
    }
    if (mayPass(failure.status)) {
      const pause = BACK_OFF_MS[Math.min(this.failures, BACK_OFF_MS.length - 1)] ?? 0;
      this.failures += 1;
      this.setPhase(failure.status === 0 ? 'unreachable' : 'busy');
      this.plan(Math.max(pause, (failure.retryAfterSeconds ?? 0) * 1000));
      return;
    }
    const index = failure.status === 422 ? badIndex(failure) : undefined;
    const said = index === undefined ? failure.detail : failure.fields?.find((field) => field.pointer.startsWith(`/edits/${index}`))?.message;
    this.change(refuse(this.queue, { code: failure.code, status: failure.status, detail: said }, index));
    this.goOn();
  }

  private goOn(): void {
    if (this.queue.batches.length > 0 || (this.queue.waiting.length > 0 && this.since === undefined)) {
      this.flush();
      return;
    }
    if (this.queue.waiting.length > 0) this.wait();
    else this.setPhase('quiet');
  }

  /** Waits for a pause in typing, but not for ever. */
  private wait(): void {
    // A failed request keeps its own time, and one that is on its way calls again when it is back.
    if (this.isSending || this.phase === 'unreachable' || this.phase === 'busy' || this.phase === 'signed_out') return;
    if (!hasToSend(this.queue)) {
      this.since = undefined;
      clearTimeout(this.timer);
      this.setPhase('quiet');
      return;
    }
    this.setPhase('typing');
    const left = LONGEST_MS - (this.parts.now() - (this.since ?? this.parts.now()));
    this.plan(Math.max(0, Math.min(PAUSE_MS, left)));
  }

  private plan(delay: number): void {
    clearTimeout(this.timer);
    if (!this.isStopped) this.timer = setTimeout(() => this.flush(), delay);
  }

  private change(queue: Queue): void {
    if (queue === this.queue) return;
    const before = this.queue;
    this.queue = queue;
    this.parts.keep(queue);
    this.parts.onChange(queue, before);
  }

  private setPhase(phase: Phase): void {
    if (this.phase === phase) return;
    this.phase = phase;
    this.parts.onPhase();
  }
}
