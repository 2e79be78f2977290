import { describe, expect, it } from 'vitest';
import { withoutOlder, withSheet } from './law';
import type { Queue, Sheet } from './types';

const sheet = (id: string, more: Partial<Sheet> = {}): Sheet => ({ id, phase: 'p', state: 'empty', skipped: false, points: {}, choices: {}, comments: {}, faults: [], version: 0, ...more });
const QUEUE: Queue = {
  now: '2027-05-01T00:00:00Z',
  due_at: '2027-05-20T00:00:00Z',
  progress: { done: 0, of: 2 },
  phases: [{ id: 'p', round: 2027, category: 'PRO', is_light: true, criteria: [], closes_at: '2027-05-20T00:00:00Z' }],
  rows: [sheet('a'), sheet('b')],
  next: 'a',
};

describe('the queue', () => {
  it('follows what the server answered', () => {
    const one = withSheet(QUEUE, sheet('a', { state: 'submitted', version: 2 }));
    expect([one.progress.done, one.next, one.due_at]).toEqual([1, 'b', '2027-05-20T00:00:00Z']);
    const both = withSheet(one, sheet('b', { state: 'submitted', version: 2 }));
    expect([both.progress.done, both.next, both.due_at]).toEqual([2, null, null]);
  });
  it('leaves what is older than what is known', () => {
    const newer = withSheet(QUEUE, sheet('a', { version: 5, total: 8_000 }));
    expect(withSheet(newer, sheet('a', { version: 4, total: 1_000 })).rows[0]?.total).toBe(8_000);
  });
  it('keeps what is known as it stood later than a list that was read', () => {
    const known = withSheet(QUEUE, sheet('a', { state: 'submitted', version: 2, total: 8_000 }));
    const read = { ...QUEUE, rows: [sheet('a', { version: 1 }), sheet('b', { version: 3, total: 7_000 })] };
    expect(withoutOlder(known, read).rows.map((row) => [row.version, row.total])).toEqual([[2, 8_000], [3, 7_000]]);
    expect(withoutOlder(known, read).progress).toEqual({ done: 1, of: 2 });
    expect(withoutOlder(known, { ...read, rows: [sheet('b', { version: 3 })] }).rows.map((row) => row.id)).toEqual(['b']);
    expect(withoutOlder(undefined, read)).toBe(read);
  });
});
