// What does each field of a dossier show now? A store outside of React, so that typing draws one field and not the form.
import { api, take } from '../../api/client';
import { newKey } from '../../api/intent';
import { ProblemError } from '../../api/problems';
import { onGateChange } from '../../api/sign_in_gate';
import type { DossierDetail, DossierFault } from '../../api/types';
import { isSame, type Value } from './form';
import { addresses, type Batch, hasToSend, type Met, type Outcome, type Queue, type Refused, type Settled, typed } from './queue';
import { type Phase, Sender } from './sender';
import { Shelf } from './storage';

/** A field as the server had it when it was last heard. */
interface Stored {
  value: Value | null;
  isMasked: boolean;
  version: number;
}

/** A field as it is shown. */
export interface FieldView {
  value: Value | null;
  /** A personal datum of which only the ends are known here. */
  isMasked: boolean;
  /** Typed, and not yet kept. */
  isPending: boolean;
  met: Met | undefined;
  refused: Refused | undefined;
  fault: DossierFault | undefined;
}

/** How far the keeping is. */
export interface Standing {
  phase: Phase;
  /** Something is still to be sent. */
  hasToSend: boolean;
  savedAt: string | undefined;
  met: readonly string[];
  refused: readonly string[];
  /** What is still to be sent is on this machine's disk, and outlives the browser. */
  isOnDisk: boolean;
  /** The browser has no room to keep the edits, neither in its storage nor on the disk. */
  isUnkept: boolean;
  /** The newest version of the dossier that the server told of, be it by what was kept from here. */
  version: number;
}

const NOTHING: Stored = { value: null, isMasked: false, version: 0 };
const NO_FAULTS: readonly DossierFault[] = [];

/** One dossier on one page. */
export class Editor {
  private readonly stored = new Map<string, Stored>();
  private readonly views = new Map<string, FieldView>();
  private readonly listeners = new Map<string, Set<() => void>>();
  private readonly standingListeners = new Set<() => void>();
  private readonly faultListeners = new Set<() => void>();
  private faultOf = new Map<string, DossierFault>();
  private version = 0;
  private standing: Standing | undefined;
  private savedAt: string | undefined;
  private readonly shelf: Shelf;
  private readonly stops: (() => void)[] = [];
  faults: readonly DossierFault[] = NO_FAULTS;
  readonly sender: Sender;
  /** Which addresses hold personal data: their text is not kept here once the server has it. */
  isSecret: (address: string) => boolean = () => false;
  /** Called after something was kept, so that what is missing or wrong is asked for again. */
  onKept: () => void = () => undefined;

  constructor(id: string, account: string, isMine: () => boolean) {
    this.shelf = new Shelf(account, id, newKey(), () => this.standingChanged());
    this.sender = new Sender({
      send: (batch) => this.send(id, batch),
      keep: (queue) => this.shelf.keep(queue),
      newKey,
      failureOf: (error) => (error instanceof ProblemError ? error : { status: 0, code: 'unreachable' }),
      isMine,
      now: () => performance.now(),
      onChange: (queue, before) => this.queueChanged(queue, before),
      onPhase: () => this.standingChanged(),
      onSaved: (outcome, settled) => this.saved(outcome, settled),
    });
    this.listen();
  }

  /** The field at an address; the same object until something of it changes. */
  view = (address: string): FieldView => {
    const known = this.views.get(address);
    if (known !== undefined) return known;
    const { queue } = this.sender;
    const stored = this.stored.get(address) ?? NOTHING;
    const own = typed(queue, address);
    const view: FieldView = {
      value: own ? own.value : stored.value,
      isMasked: own === undefined && stored.isMasked,
      isPending: own !== undefined,
      met: queue.met.find((one) => one.address === address),
      refused: queue.refused.find((one) => one.edit.address === address),
      fault: this.faultOf.get(address),
    };
    this.views.set(address, view);
    return view;
  };

  /** What stands or was typed at an address. */
  read = (address: string): Value | null => this.view(address).value;

  subscribe = (address: string, listener: () => void): (() => void) => {
    const set = this.listeners.get(address) ?? new Set();
    this.listeners.set(address, set.add(listener));
    return () => set.delete(listener);
  };

  subscribeFaults = (listener: () => void): (() => void) => {
    this.faultListeners.add(listener);
    return () => this.faultListeners.delete(listener);
  };

  subscribeStanding = (listener: () => void): (() => void) => {
    this.standingListeners.add(listener);
    return () => this.standingListeners.delete(listener);
  };

  getStanding = (): Standing => {
    const { queue, phase } = this.sender;
    this.standing ??= {
      phase,
      hasToSend: hasToSend(queue),
      savedAt: this.savedAt,
      met: queue.met.map((met) => met.address),
      refused: queue.refused.map((one) => one.edit.address),
      isOnDisk: this.shelf.isOnDisk,
      isUnkept: this.shelf.isUnkept,
      version: this.version,
    };
    return this.standing;
  };

  /** Takes a change of a field in; an empty text clears it. */
  edit(address: string, value: Value | null): void {
    const { value: known, version } = this.stored.get(address) ?? NOTHING;
    this.sender.edit(address, value === '' ? null : value, { value: known, version });
  }

  /** Takes in what the server says; an answer that was overtaken by what was kept since is left. */
  receive(detail: DossierDetail): void {
    if (detail.version < this.version) return;
    // What a page that is gone has left is taken up when it is known which fields are personal data.
    if (this.version === 0) void this.shelf.takeLeft((queue) => this.sender.adopt(queue));
    this.version = detail.version;
    this.savedAt ??= detail.updated_at;
    const changed = new Set<string>();
    for (const [address, field] of Object.entries(detail.fields)) {
      const value = (field.value ?? null) as Value | null;
      const known = this.stored.get(address);
      if (known?.version === field.version && known.isMasked === field.is_masked && isSame(known.value, value)) continue;
      this.stored.set(address, { value, isMasked: field.is_masked, version: field.version });
      this.sender.refreshMet(address, { value, version: field.version, by: field.by, at: field.at });
      changed.add(address);
    }
    const before = this.faultOf;
    this.faults = detail.faults;
    this.faultOf = new Map(detail.faults.map((fault) => [fault.address, fault]));
    for (const [address, fault] of this.faultOf) if (before.get(address)?.what.zh !== fault.what.zh) changed.add(address);
    for (const address of before.keys()) if (!this.faultOf.has(address)) changed.add(address);
    this.touch(changed);
    for (const listener of this.faultListeners) listener();
    this.standingChanged();
  }

  /** Ends the page's part; what could not be sent stays for the next one. */
  close(): void {
    for (const stop of this.stops) stop();
    this.sender.stop();
    this.shelf.close();
  }

  private listen(): void {
    const flush = () => this.sender.flush();
    const onHidden = () => document.visibilityState === 'hidden' && flush();
    window.addEventListener('online', flush);
    window.addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', onHidden);
    this.stops.push(
      () => window.removeEventListener('online', flush),
      () => window.removeEventListener('pagehide', flush),
      () => document.removeEventListener('visibilitychange', onHidden),
      onGateChange((isOpen, outcome) => {
        if (!isOpen && outcome === 'returned' && this.sender.phase === 'signed_out') flush();
      }),
    );
  }

  private async send(id: string, batch: Batch): Promise<Outcome> {
    const params = { path: { id }, header: { 'Idempotency-Key': batch.key } };
    const edits = batch.edits.map(({ base, ...edit }) => (base ? { ...edit, base: [...base] } : edit));
    const outcome = (await take(api.PATCH('/api/v1/dossiers/{id}', { params, body: { edits } }))).data as Outcome;
    // Another's personal datum is neither kept on this machine nor shown: that asks for a reason.
    return { ...outcome, met: outcome.met.map((met) => (this.isSecret(met.address) && met.value !== null ? { ...met, value: '' } : met)) };
  }

  private saved(outcome: Outcome, settled: readonly Settled[]): void {
    this.version = Math.max(this.version, outcome.version);
    this.savedAt = outcome.saved_at;
    for (const { address, value, version } of settled) {
      const isSecret = this.isSecret(address) && value !== null;
      this.stored.set(address, { value: isSecret ? '' : value, isMasked: isSecret, version });
    }
    for (const { address, value, version } of outcome.met) this.stored.set(address, { value, isMasked: this.isSecret(address) && value !== null, version });
    this.onKept();
  }

  private queueChanged(queue: Queue, before: Queue): void {
    this.touch(new Set([...addresses(before), ...addresses(queue)]));
    this.standingChanged();
  }

  private touch(changed: ReadonlySet<string>): void {
    for (const address of changed) this.views.delete(address);
    for (const address of changed) for (const listener of this.listeners.get(address) ?? []) listener();
  }

  private standingChanged(): void {
    this.standing = undefined;
    for (const listener of this.standingListeners) listener();
  }
}
