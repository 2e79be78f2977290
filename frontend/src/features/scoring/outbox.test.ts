import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Entry, type Failure, Outbox, PAUSE_MS } from './outbox';
import type { Content, Sheet } from './types';

const EMPTY: Content = { points: {}, choices: {}, comments: {}, skipped: false };
const points = (novelty: number): Content => ({ ...EMPTY, points: { novelty } });

/** A server that keeps sheets by version, and a network that may fail before or after it. */
function world() {
  const kept = new Map<string, Sheet>();
  const shelf = new Map<string, Entry>();
  const log: string[] = [];
  let fault: (Failure & { isAfter?: boolean }) | undefined;
  let isMine = true;
  const sheet = (id: string): Sheet => kept.get(id) ?? { id, phase: 'p', state: 'empty', ...EMPTY, faults: [], version: 0 };
  const ask = async (id: string, seen: number, answer: () => Sheet): Promise<Sheet> => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const reached = fault === undefined || fault.isAfter === true;
    if (reached && sheet(id).version !== seen) throw { status: 412, code: 'stale', present: sheet(id) };
    const after = reached ? answer() : sheet(id);
    if (reached) kept.set(id, after);
    if (fault !== undefined) throw fault;
    return after;
  };
  const outbox = new Outbox({
    save: (id, seen, content) => {
      // What is sent lies on the shelf already.
      expect(shelf.get(id)?.content).toEqual(content);
      return ask(id, seen, () => {
        log.push(`${id}=${content.points.novelty ?? ''}`);
        return { ...sheet(id), ...content, state: 'draft', version: seen + 1 };
      });
    },
    submit: (id, seen) => ask(id, seen, () => ({ ...sheet(id), state: 'submitted', version: seen + 1 })),
    keep: (id, entry) => (entry === undefined ? shelf.delete(id) : shelf.set(id, entry)),
    failureOf: (error) => error as Failure,
    isMine: () => isMine,
    onSaved: () => undefined,
    now: () => Date.now(),
  });
  return {
    outbox,
    shelf,
    log,
    sheet,
    put: (found: Sheet) => kept.set(found.id, found),
    fail: (given: (Failure & { isAfter?: boolean }) | undefined) => {
      fault = given;
    },
    leave: () => {
      isMine = false;
    },
  };
}

const OFFLINE: Failure = { status: 0, code: 'unreachable' };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('the outbox', () => {
  it('knows a sheet as it was answered, before the page that shows it does', async () => {
    const { outbox, log, sheet } = world();
    const shown = sheet('a');
    outbox.write(shown, points(80));
    await vi.advanceTimersByTimeAsync(PAUSE_MS + 100);
    expect(outbox.typed('a')).toBeUndefined();
    const newest = outbox.newest(shown);
    expect(newest).toMatchObject({ version: 1, points: { novelty: 80 } });
    outbox.write(newest, points(85));
    await vi.advanceTimersByTimeAsync(PAUSE_MS + 100);
    expect(outbox.met('a')).toBeUndefined();
    expect(log).toEqual(['a=80', 'a=85']);
    const later = { ...shown, version: 9 };
    expect(outbox.newest(later)).toBe(later);
    expect(outbox.newest(sheet('b'))).toEqual(sheet('b'));
  });

  it('sends a sheet once, after a pause in typing, with what was typed last', async () => {
    const { outbox, log, shelf, sheet } = world();
    outbox.write(sheet('a'), points(70));
    await pass(PAUSE_MS - 100);
    outbox.write(sheet('a'), points(75));
    await pass(PAUSE_MS - 100);
    expect([log, outbox.phase, shelf.get('a')?.content.points.novelty]).toEqual([[], 'typing', 75]);
    await pass(200);
    expect([log, outbox.phase, outbox.waiting, shelf.size]).toEqual([['a=75'], 'quiet', [], 0]);
  });
  it('does not wait for ever for a pause', async () => {
    const { outbox, log, sheet } = world();
    for (let typed = 0; typed < 12; typed += 1) {
      outbox.write(sheet('a'), points(typed * 5));
      await pass(1_000);
    }
    // The last but one while it was typed, and what was typed while that was on its way.
    expect(log).toEqual(['a=45', 'a=50']);
  });
  it('sends what was typed while a sheet was on its way over what that one wrote', async () => {
    const { outbox, log, sheet } = world();
    outbox.submit(sheet('a'), points(70));
    await pass(10);
    outbox.submit(sheet('a'), points(75));
    await pass(300);
    expect([log, sheet('a').state, sheet('a').version, outbox.waiting]).toEqual([['a=70', 'a=75'], 'submitted', 3, []]);
  });
  it('keeps sheets while there is no network, and sends and submits them when it is back', async () => {
    const { outbox, log, shelf, sheet, fail } = world();
    fail(OFFLINE);
    for (const id of ['a', 'b', 'c']) outbox.submit(sheet(id), points(80));
    await pass(5_000);
    expect([outbox.phase, outbox.waiting, shelf.size, log]).toEqual(['unreachable', ['a', 'b', 'c'], 3, []]);
    fail(undefined);
    outbox.flush();
    await pass(1_000);
    expect([log, outbox.waiting, shelf.size]).toEqual([['a=80', 'b=80', 'c=80'], [], 0]);
    expect(['a', 'b', 'c'].map((id) => sheet(id).state)).toEqual(['submitted', 'submitted', 'submitted']);
  });
  it('takes an answer that was not heard for what it was', async () => {
    const { outbox, log, sheet, fail } = world();
    fail({ ...OFFLINE, isAfter: true });
    outbox.submit(sheet('a'), points(80));
    await pass(100);
    expect([sheet('a').version, outbox.waiting]).toEqual([1, ['a']]);
    fail(undefined);
    await pass(2_000);
    expect([log[0], sheet('a').state, outbox.waiting, outbox.met('a')]).toEqual(['a=80', 'submitted', [], undefined]);
  });
  it('asks where another window wrote something else', async () => {
    const { outbox, sheet, put } = world();
    const seen = sheet('a');
    put({ ...seen, ...points(60), state: 'draft', version: 4 });
    outbox.write(seen, points(90));
    await pass(PAUSE_MS + 100);
    expect([outbox.met('a')?.version, outbox.typed('a')?.points.novelty, outbox.hasToSend]).toEqual([4, 90, false]);
    outbox.write(sheet('a'), points(95));
    await pass(PAUSE_MS + 100);
    expect(sheet('a').version, 'nothing is sent before the choice').toBe(4);
    outbox.takeMine('a');
    await pass(100);
    expect([sheet('a').points.novelty, sheet('a').version, outbox.waiting]).toEqual([95, 5, []]);
    put({ ...sheet('a'), ...points(10), version: 6 });
    outbox.write(seen, points(20));
    await pass(PAUSE_MS + 100);
    outbox.drop('a');
    expect([sheet('a').points.novelty, outbox.waiting]).toEqual([10, []]);
  });
  it('shows what the server does not take, and goes on with the others', async () => {
    const { outbox, sheet, fail, log } = world();
    fail({ status: 409, code: 'conflict', detail: '网络评审已截止' });
    outbox.submit(sheet('a'), points(80));
    await pass(100);
    expect([outbox.refused('a')?.detail, outbox.hasToSend, outbox.waiting]).toEqual(['网络评审已截止', false, ['a']]);
    fail(undefined);
    outbox.submit(sheet('b'), points(70));
    await pass(200);
    expect(log).toEqual(['b=70']);
    outbox.retry('a');
    await pass(200);
    expect([log, outbox.waiting]).toEqual([['b=70', 'a=80'], []]);
  });
  it('takes up what a page that is gone has left, and sends nothing for somebody else', async () => {
    const { outbox, log, leave } = world();
    leave();
    outbox.adopt([{ id: 'a', content: points(85), seen: 0, count: 3, isFinal: false }]);
    await pass(5_000);
    expect([log, outbox.phase, outbox.typed('a')?.points.novelty]).toEqual([[], 'signed_out', 85]);
  });
});
