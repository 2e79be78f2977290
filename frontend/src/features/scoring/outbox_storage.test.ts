import { describe, expect, it } from 'vitest';
import { newer, readEntry } from './outbox_storage';

const entry = (count: number) => ({ id: 'a', content: { points: {}, choices: {}, comments: {}, skipped: false }, seen: 1, count, isFinal: false });

describe('a sheet that was written down', () => {
  it('is read again, and nothing that is torn', () => {
    expect(readEntry(JSON.stringify(entry(3)))).toEqual(entry(3));
    expect([null, undefined, '', '{', '{}', 'null', '[]', JSON.stringify({ ...entry(3), content: null })].map(readEntry)).toEqual(Array(8).fill(undefined));
  });
  it('counts by what was written last', () => {
    expect(newer(entry(3), entry(4))?.count).toBe(4);
    expect(newer(entry(3), undefined)?.count).toBe(3);
    expect(newer(undefined, undefined)).toBeUndefined();
  });
});
