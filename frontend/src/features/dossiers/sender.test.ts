import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Batch, EMPTY, isEmpty, type Outcome, put, type Queue, seal } from './queue';
import { type Failure, Sender } from './sender';

const NEW = { value: null, version: 0 };

/** A server that keeps each key once, and a network that may fail before or after it. */
function world() {
  const kept = new Map<string, Outcome>();
  const log: string[] = [];
  const requests: Batch[] = [];
  let version = 1;
  let fault: (Failure & { isAfter?: boolean }) | undefined;
  let shelf: Queue = EMPTY;
  let isMine = true;
  let keys = 0;
  const answer = (batch: Batch): Outcome => {
    const known = kept.get(batch.key);
    if (known) return known;
    version += 1;
    const saved = Object.fromEntries(batch.edits.map((edit) => [edit.address, version]));
    for (const edit of batch.edits) log.push(`${edit.address}=${String(edit.value)}`);
    const outcome = { version, saved_at: '2027-01-01T00:00:00Z', saved, merged: {}, met: [] };
    kept.set(batch.key, outcome);
    return outcome;
  };
  const sender = new Sender({
    send: async (batch) => {
      requests.push(batch);
      // What is sent stands on the shelf already, under the same key.
      expect(shelf.batches[0]).toEqual(batch);
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (fault?.isAfter) answer(batch);
      if (fault) throw fault;
      return answer(batch);
    },
    keep: (queue) => {
      shelf = queue;
    },
    newKey: () => {
      keys += 1;
      return `key-${keys}`;
    },
    failureOf: (error) => error as Failure,
    isMine: () => isMine,
    now: () => Date.now(),
    onChange: () => undefined,
    onPhase: () => undefined,
    onSaved: () => undefined,
  });
  return {
    sender,
    log,
    requests,
    shelf: () => shelf,
    fail: (given: (Failure & { isAfter?: boolean }) | undefined) => {
      fault = given;
    },
    leave: () => {
      isMine = false;
    },
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('keeping while typing', () => {
  it('writes down at once, sends after a pause, and forgets what is kept', async () => {
    const { sender, log, shelf, requests } = world();
    sender.edit('a.x', '1', NEW);
    expect(shelf().waiting).toHaveLength(1);
    expect(sender.phase).toBe('typing');
    await vi.advanceTimersByTimeAsync(700);
    sender.edit('a.x', '12', NEW);
    await vi.advanceTimersByTimeAsync(700);
    expect(requests).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(log).toEqual(['a.x=12']);
    expect([isEmpty(shelf()), sender.phase]).toEqual([true, 'quiet']);
  });
  it('never waits longer than three seconds', async () => {
    const { sender, log } = world();
    for (let key = 1; key <= 10; key += 1) {
      sender.edit('a.x', '1'.repeat(key), NEW);
      await vi.advanceTimersByTimeAsync(400);
    }
    expect(log).toEqual([`a.x=${'1'.repeat(8)}`]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(log.at(-1)).toBe(`a.x=${'1'.repeat(10)}`);
  });
  it('sends one request at a time', async () => {
    const { sender, requests } = world();
    sender.edit('a.x', '1', NEW);
    sender.flush();
    sender.edit('a.y', '2', NEW);
    sender.flush();
    sender.flush();
    expect(requests).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(requests.map((batch) => batch.edits.map((edit) => edit.address))).toEqual([['a.x'], ['a.y']]);
    expect(sender.isIdle).toBe(true);
  });
});

describe('when it does not arrive', () => {
  it('sends the same again under the same key, in order, and nothing is done twice', async () => {
    const { sender, fail, log, requests } = world();
    // The server did it, and its answer got lost.
    fail({ status: 0, code: 'unreachable', isAfter: true });
    sender.edit('a.x', '1', NEW);
    await vi.advanceTimersByTimeAsync(900);
    expect(sender.phase).toBe('unreachable');
    sender.edit('a.y', '2', NEW);
    sender.edit('a.x', '12', NEW);
    await vi.advanceTimersByTimeAsync(20_000);
    fail(undefined);
    sender.flush();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(log).toEqual(['a.x=1', 'a.y=2', 'a.x=12']);
    expect(new Set(requests.slice(0, -1).map((batch) => batch.key))).toEqual(new Set(['key-1']));
    expect(requests.length).toBeGreaterThan(3);
    expect(sender.phase).toBe('quiet');
  });
  it('waits as long as a busy server asks, and longer each time', async () => {
    const { sender, fail, requests } = world();
    fail({ status: 429, code: 'too_many', retryAfterSeconds: 10 });
    sender.edit('a.x', '1', NEW);
    await vi.advanceTimersByTimeAsync(900);
    expect(sender.phase).toBe('busy');
    await vi.advanceTimersByTimeAsync(9_000);
    expect(requests).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(requests).toHaveLength(2);
  });
  it('waits for the person to sign in again, and then goes on', async () => {
    const { sender, fail, log, requests } = world();
    fail({ status: 401, code: 'signed_out' });
    sender.edit('a.x', '1', NEW);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([sender.phase, requests.length]).toEqual(['signed_out', 1]);
    sender.edit('a.y', '2', NEW);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests).toHaveLength(1);
    fail(undefined);
    sender.flush();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(log).toEqual(['a.x=1', 'a.y=2']);
  });
  it('sends nothing in another person’s name', async () => {
    const { sender, leave, requests, shelf } = world();
    sender.edit('a.x', '1', NEW);
    leave();
    await vi.advanceTimersByTimeAsync(5_000);
    expect([requests.length, sender.phase, shelf().waiting.length]).toEqual([0, 'signed_out', 1]);
  });
  it('sets aside what is refused and sends the others', async () => {
    const { sender, fail, log, shelf } = world();
    sender.edit('a.x', '1', NEW);
    sender.edit('a.y', '2', NEW);
    fail({ status: 422, code: 'invalid', fields: [{ pointer: '/edits/0', message: 'no such field' }] });
    sender.flush();
    await vi.advanceTimersByTimeAsync(60);
    fail(undefined);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(shelf().refused.map((one) => [one.edit.address, one.problem.detail])).toEqual([['a.x', 'no such field']]);
    expect(log).toEqual(['a.y=2']);
    sender.drop('a.x');
    expect(isEmpty(shelf())).toBe(true);
  });
  it('does not send what is too large to arrive, and sends the rest', async () => {
    const { sender, log, shelf, requests } = world();
    sender.edit('a.x', '字'.repeat(400_000), NEW);
    sender.edit('a.y', '2', NEW);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(shelf().refused.map((one) => one.problem.code)).toEqual(['too_large']);
    expect([log, requests.length]).toEqual([['a.y=2'], 1]);
  });
  it('keeps all of a closed dossier’s edits in sight', async () => {
    const { sender, fail, shelf } = world();
    fail({ status: 409, code: 'conflict', detail: 'closed' });
    sender.edit('a.x', '1', NEW);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(shelf().refused).toEqual([{ edit: { address: 'a.x', value: '1', seen: 0 }, problem: { code: 'conflict', status: 409, detail: 'closed' } }]);
    expect(sender.phase).toBe('quiet');
  });
});

describe('after a crash', () => {
  it('replays what was on its way with its key, then what waited', async () => {
    const { sender, log, requests } = world();
    const left = put(seal(put(EMPTY, 'a.x', '1', NEW), 'before-the-crash'), 'a.y', '2', NEW);
    sender.adopt(left);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(requests.map((batch) => batch.key)).toEqual(['before-the-crash', 'key-2']);
    expect(log).toEqual(['a.x=1', 'a.y=2']);
  });
});
