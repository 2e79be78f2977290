import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Changes, DiskWriter, inTime, LONGEST_WAIT_MS, RETRY_MS } from './disk';

/** A disk of which each transaction is completed, or aborted, by hand. */
function world() {
  const transactions: { changes: Changes; complete: () => void; abort: () => void }[] = [];
  const told: string[][] = [];
  const commit = (changes: Changes) =>
    new Promise<void>((resolve, reject) => {
      transactions.push({ changes, complete: resolve, abort: () => reject(new Error('no room')) });
    });
  const writer = new DiskWriter(commit, (written) => told.push([...written.keys()]));
  const settle = async (at: number, how: 'complete' | 'abort' = 'complete') => {
    transactions[at]?.[how]();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { writer, transactions, told, settle };
}

/** What a promise has come to. */
async function outcome<T>(asked: Promise<T>): Promise<T | 'open'> {
  let result: T | 'open' = 'open';
  void asked.then((value) => {
    result = value;
  });
  await vi.advanceTimersByTimeAsync(0);
  return result;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('what is written to the disk', () => {
  it('counts as kept when its transaction is complete, not before', async () => {
    const { writer, told, settle } = world();
    writer.write('a', '1');
    expect([writer.has('a'), writer.pending('a'), told]).toEqual([false, '1', []]);
    await settle(0);
    expect([writer.has('a'), writer.pending('a'), told]).toEqual([true, undefined, [['a']]]);
  });
  it('goes one transaction at a time, the last text of each key, together with what is taken away', async () => {
    const { writer, transactions, told, settle } = world();
    writer.write('a', '1');
    for (const text of ['2', '3']) writer.write('a', text);
    writer.write('left', null);
    expect([transactions.length, writer.pending('left'), writer.pendingKeys()]).toEqual([1, null, ['a', 'left']]);
    await settle(0);
    expect(writer.has('a')).toBe(false);
    expect(transactions.map((one) => [...one.changes])).toEqual([[['a', '1']], [['a', '3'], ['left', null]]]);
    await settle(1);
    expect([writer.has('a'), writer.has('left'), transactions.length, told]).toEqual([true, true, 2, [[], ['a', 'left']]]);
  });
  it('is not kept where the browser refuses it, and goes with the next change', async () => {
    const { writer, transactions, told, settle } = world();
    writer.write('a', '1');
    await settle(0, 'abort');
    expect([writer.has('a'), told]).toEqual([false, [[]]]);
    writer.write('b', '2');
    await settle(1);
    expect([...(transactions[1]?.changes.keys() ?? [])]).toEqual(['a', 'b']);
    expect([writer.has('a'), writer.has('b')]).toEqual([true, true]);
    await vi.advanceTimersByTimeAsync(2 * RETRY_MS);
    expect(transactions.length, 'nothing is left to try').toBe(2);
  });
  it('is tried again by itself after a while', async () => {
    const { writer, transactions, settle } = world();
    writer.write('a', null);
    for (const attempt of [0, 1]) {
      await settle(attempt, 'abort');
      await vi.advanceTimersByTimeAsync(RETRY_MS - 1);
      expect(transactions.length).toBe(attempt + 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(transactions.length).toBe(attempt + 2);
    }
    await settle(2);
    expect([writer.has('a'), writer.isFailing]).toEqual([true, false]);
  });
});

describe('a disk that fails', () => {
  it('is written to by one transaction at a time, whatever asks for the next', async () => {
    const { writer, transactions, settle } = world();
    writer.write('a', '1');
    await settle(0, 'abort');
    writer.write('b', '2');
    await vi.advanceTimersByTimeAsync(RETRY_MS);
    expect(transactions.length).toBe(2);
  });
  it('is said to until it has written again, also while it is tried', async () => {
    const { writer, settle } = world();
    const seen: boolean[] = [];
    const look = () => seen.push(writer.isFailing);
    writer.write('a', '1');
    look();
    await settle(0, 'abort');
    look();
    writer.write('a', '2');
    look();
    await settle(1);
    look();
    expect(seen).toEqual([false, true, true, false]);
  });
  it('is one that does not answer in time, too', async () => {
    const { writer, told, settle } = world();
    writer.write('a', '1');
    await vi.advanceTimersByTimeAsync(LONGEST_WAIT_MS - 1);
    expect([writer.isFailing, told]).toEqual([false, []]);
    await vi.advanceTimersByTimeAsync(1);
    expect([writer.isFailing, told]).toEqual([true, [[]]]);
    await settle(0);
    expect([writer.isFailing, writer.has('a'), told]).toEqual([false, true, [[], ['a']]]);
  });
});

describe('whoever waits for a key', () => {
  it('goes on when the disk has its last text, at once where nothing is due', async () => {
    const { writer, settle } = world();
    expect(await outcome(writer.settled('a'))).toBe(true);
    writer.write('a', '1');
    writer.write('a', '2');
    const settled = writer.settled('a');
    await settle(0);
    expect(await outcome(settled)).toBe('open');
    await settle(1);
    expect(await outcome(settled)).toBe(true);
  });
  it('is told at once of a failure, and after a while of a disk that does not answer', async () => {
    const { writer, settle } = world();
    writer.write('a', '1');
    const first = writer.settled('a');
    await settle(0, 'abort');
    expect(await outcome(first)).toBe(false);
    writer.write('a', '2');
    const second = writer.settled('a');
    await vi.advanceTimersByTimeAsync(LONGEST_WAIT_MS - 1);
    expect(await outcome(second)).toBe('open');
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome(second)).toBe(false);
    const third = writer.settled('a');
    expect(await outcome(third)).toBe('open');
    await vi.advanceTimersByTimeAsync(LONGEST_WAIT_MS);
    expect(await outcome(third)).toBe(false);
  });
});

describe('what is asked for', () => {
  it('comes in time, fails, or is not waited for', async () => {
    expect(await inTime(Promise.resolve(1))).toBe(1);
    await expect(inTime(Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
    const late = inTime(new Promise<number>(() => undefined));
    await vi.advanceTimersByTimeAsync(LONGEST_WAIT_MS - 1);
    expect(await outcome(late)).toBe('open');
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome(late)).toBeUndefined();
    expect(vi.getTimerCount(), 'no timer is left').toBe(0);
  });
});
