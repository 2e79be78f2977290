import { describe, expect, it } from 'vitest';
import { newest, tombstone, written } from './copies';
import { EMPTY, isEmpty, put } from './queue';

const queue = (value: string) => put(EMPTY, 'a.x', value, { value: null, version: 0 });

describe('of the copies of a queue', () => {
  it('the one that was written last counts, wherever it stands', () => {
    const [first, second] = [written(queue('1'), 1), written(queue('2'), 2)];
    for (const copies of [
      [first, second],
      [second, null, first],
      [undefined, second],
    ]) {
      expect(newest(copies)).toEqual({ queue: queue('2'), count: 2 });
    }
  });
  it('one that is torn, or no queue, counts for none', () => {
    expect(newest(['{"batches":[', 'null', '7', '{}', null, undefined])).toBeUndefined();
    expect(newest(['{', written(queue('1'), 1)])).toEqual({ queue: queue('1'), count: 1 });
  });
  it('one that was not counted is older than any other', () => {
    expect(newest([JSON.stringify(queue('0'))])).toEqual({ queue: queue('0'), count: 0 });
    expect(newest([JSON.stringify(queue('0')), written(queue('1'), 1)])?.count).toBe(1);
  });
  it('what is done up to a count covers that count, and nothing that was written later', () => {
    const found = (text: string) => newest([tombstone(2), text]);
    expect([written(queue('1'), 1), written(queue('2'), 2)].map((text) => isEmpty(found(text)?.queue ?? queue('?')))).toEqual([true, true]);
    expect(found(written(queue('3'), 3))?.queue).toEqual(queue('3'));
  });
});
