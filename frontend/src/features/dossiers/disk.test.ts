import { describe, expect, it, vi } from 'vitest';
import { type Changes, DiskWriter, isNewer, written } from './disk';
import { EMPTY } from './queue';

/** A disk of which each transaction is completed, or aborted, by hand. */
function world() {
  const transactions: { changes: Changes; complete: () => void; abort: () => void }[] = [];
  const onWritten = vi.fn();
  const commit = (changes: Changes) =>
    new Promise<void>((resolve, reject) => {
      transactions.push({ changes, complete: resolve, abort: () => reject(new Error('no room')) });
    });
  const writer = new DiskWriter(commit, onWritten);
  const settle = async (at: number, how: 'complete' | 'abort' = 'complete') => {
    transactions[at]?.[how]();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { writer, transactions, onWritten, settle };
}

describe('what is written to the disk', () => {
  it('counts as kept when its transaction is complete, not before', async () => {
    const { writer, onWritten, settle } = world();
    writer.write('a', '1');
    expect([writer.has('a'), onWritten.mock.calls.length]).toEqual([false, 0]);
    await settle(0);
    expect([writer.has('a'), onWritten.mock.calls.length]).toEqual([true, 1]);
  });
  it('goes one transaction at a time, the last text of each key, together with what is taken away', async () => {
    const { writer, transactions, settle } = world();
    writer.write('a', '1');
    for (const text of ['2', '3']) writer.write('a', text);
    writer.write('left', null);
    expect(transactions.length).toBe(1);
    await settle(0);
    expect(writer.has('a')).toBe(false);
    expect(transactions.map((one) => [...one.changes])).toEqual([[['a', '1']], [['a', '3'], ['left', null]]]);
    await settle(1);
    expect([writer.has('a'), writer.has('left'), transactions.length]).toEqual([true, true, 2]);
  });
  it('is not kept where the browser refuses it, and goes with the next change', async () => {
    const { writer, transactions, onWritten, settle } = world();
    writer.write('a', '1');
    await settle(0, 'abort');
    expect([writer.has('a'), onWritten.mock.calls.length]).toEqual([false, 0]);
    writer.write('b', '2');
    await settle(1);
    expect([...(transactions[1]?.changes.keys() ?? [])]).toEqual(['a', 'b']);
    expect([writer.has('a'), writer.has('b')]).toEqual([true, true]);
  });
});

describe('of two copies of a queue', () => {
  it('the one that was written later counts, and any copy before none', () => {
    const [first, second] = [written(EMPTY, 1), written(EMPTY, 2)];
    expect([isNewer(second, first), isNewer(first, second), isNewer(first, first)]).toEqual([true, false, false]);
    expect([isNewer(first, null), isNewer(first, JSON.stringify(EMPTY)), isNewer(first, 'torn')]).toEqual([true, true, true]);
  });
});
