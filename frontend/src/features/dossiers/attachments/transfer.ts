// How does one file go to the server? In parts, by the tus protocol; a dropped line, a pause or a new sign-in goes on where it stopped.
import { DetailedError, Upload } from 'tus-js-client';
import { newKey } from '../../../api/intent';
import { ProblemError, retryAfterSeconds, unreachable } from '../../../api/problems';
import { waitForSignIn } from '../../../api/sign_in_gate';
import type { Problem } from '../../../api/types';
import { currentLanguage } from '../../../shared/i18n';
import { uploadOutcome } from './queries';

/** Bytes of one part: small enough that a poor line loses little, large enough that few requests are needed. */
const PART_BYTES = 512 * 1024;
const PAUSES_MS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000];

export type State = 'waiting' | 'sending' | 'paused' | 'checking' | 'kept' | 'failed';

/** A file on its way, as it is shown. */
export interface TransferView {
  state: State;
  sent: number;
  number: number | undefined;
  error: unknown;
}

/** What a file proves that comes beside a locked text. */
export type Proof = 'publicity' | 'minutes';

/** Where a file goes. */
export interface Destination {
  dossier: string;
  /** The field that will name it. */
  address?: string | undefined;
  /** The attachment whose place it takes. */
  replaces?: number | undefined;
  /** What it proves, where no field of the form asks for it. */
  proves?: Proof | undefined;
  onKept: (number: number) => void;
}

/** The problem that an answer of the server tells. */
export function problemOf(status: number, body: string, retryAfter: string | null): ProblemError {
  let problem: Partial<Problem> = {};
  try {
    problem = JSON.parse(body) as Partial<Problem>;
  } catch {
    // A proxy in between may answer with anything.
  }
  return new ProblemError({
    code: problem.code ?? 'unreadable',
    status,
    title: problem.title,
    detail: problem.detail,
    requestId: problem.instance ?? undefined,
    retryAfterSeconds: retryAfterSeconds(retryAfter),
    fields: problem.errors ?? [],
  });
}

function errorOf(error: Error | DetailedError): ProblemError {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (response === null) return unreachable();
  return problemOf(response.getStatus(), response.getBody(), response.getHeader('Retry-After') ?? null);
}

/** One file on its way. */
export class Transfer {
  readonly key = newKey();
  private readonly upload: Upload;
  private readonly listeners = new Set<() => void>();
  private current: TransferView = { state: 'waiting', sent: 0, number: undefined, error: undefined };
  private isCancelled = false;
  private leave: () => void = () => undefined;
  /** Comes when the file is there, or when waiting for it any longer would hold up the next one. */
  readonly left = new Promise<void>((leave) => {
    this.leave = leave;
  });

  /** Begins when it is the file's `turn`. */
  constructor(
    readonly file: File,
    readonly destination: Destination,
    turn: Promise<void>,
  ) {
    const { dossier, replaces, proves } = destination;
    this.upload = new Upload(file, {
      endpoint: `${window.location.origin}/api/v1/dossiers/${dossier}/uploads`,
      chunkSize: PART_BYTES,
      retryDelays: PAUSES_MS,
      removeFingerprintOnSuccess: true,
      headers: { 'X-Laurel-Request': '1', 'Idempotency-Key': this.key, 'Accept-Language': currentLanguage() },
      metadata: { filename: file.name, filetype: file.type, ...(replaces === undefined ? {} : { replaces: String(replaces) }), ...(proves === undefined ? {} : { proves }) },
      // The same file into the same place goes on where it stopped, after a crash of the browser too.
      fingerprint: async () => ['laurel', dossier, replaces ?? '', file.name, file.type, file.size, file.lastModified].join('-'),
      onProgress: (sent) => this.show({ state: sent >= file.size ? 'checking' : 'sending', sent }),
      onSuccess: () => void this.finish(),
      onError: (error) => void this.fail(errorOf(error)),
    });
    window.addEventListener('online', this.goOn);
    void turn.then(() => this.begin());
  }

  /** The line is back: what failed for want of it goes on. */
  private readonly goOn = (): void => {
    const { state, error } = this.current;
    if (state === 'failed' && error instanceof ProblemError && error.status === 0) this.resume();
  };

  view = (): TransferView => this.current;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Stops sending; what arrived stays there. */
  pause(): void {
    void this.upload.abort();
    this.show({ state: 'paused' });
  }

  /** Goes on, or tries again. */
  resume(): void {
    const { error } = this.current;
    if (error instanceof ProblemError && error.status >= 400 && error.status < 500) {
      // The server knows nothing of that upload any more: this is another one.
      this.upload.url = null;
      this.upload.options.headers = { ...this.upload.options.headers, 'Idempotency-Key': newKey() };
    }
    this.show({ state: 'sending', error: undefined });
    this.upload.start();
  }

  /** Ends it and lets the server forget what arrived. */
  async cancel(): Promise<void> {
    this.isCancelled = true;
    this.leave();
    window.removeEventListener('online', this.goOn);
    try {
      await this.upload.abort(this.upload.url !== null);
    } catch {
      // What the server could not be told it forgets by itself after a day.
    }
  }

  private async begin(): Promise<void> {
    if (this.isCancelled) return;
    this.show({ state: 'sending' });
    const [left] = await this.upload.findPreviousUploads();
    if (left) this.upload.resumeFromPreviousUpload(left);
    this.upload.start();
  }

  private async finish(): Promise<void> {
    try {
      const outcome = await uploadOutcome(this.upload.url ?? '');
      const number = outcome.attachment ?? undefined;
      if (number === undefined) throw new ProblemError({ code: 'unreadable', status: 0 });
      window.removeEventListener('online', this.goOn);
      this.show({ state: 'kept', sent: this.file.size, number });
      this.destination.onKept(number);
    } catch (error) {
      this.show({ state: 'failed', error });
    }
  }

  private async fail(error: ProblemError): Promise<void> {
    if (error.code === 'signed_out' && (await waitForSignIn()) === 'returned') return this.upload.start();
    return this.show({ state: 'failed', error });
  }

  private show(change: Partial<TransferView>): void {
    this.current = { ...this.current, ...change };
    if (['kept', 'failed', 'paused'].includes(this.current.state)) this.leave();
    for (const listener of this.listeners) listener();
  }
}
