import { describe, expect, it } from 'vitest';
import { emptyPocket, keepPocket, pocketOf, type Shelf } from './pocket';

function shelf(): Shelf & { all: Map<string, string> } {
  const all = new Map<string, string>();
  return { all, getItem: (key) => all.get(key) ?? null, setItem: (key, value) => void all.set(key, value), removeItem: (key) => void all.delete(key) };
}

describe('a paper in the pocket', () => {
  it('outlives a reload with the word of its request', () => {
    const store = shelf();
    const paper = { marks: [1, 3], key: 'word-of-the-request', isSent: true };
    keepPocket('b', paper, store);
    expect(pocketOf('b', store)).toEqual(paper);
    expect(pocketOf('another', store).marks).toEqual([]);
    emptyPocket('b', store);
    expect(store.all.size).toBe(0);
    expect(pocketOf('b', store).isSent).toBe(false);
  });
  it('is empty where what is kept is none, or nothing may be kept', () => {
    const store = shelf();
    store.setItem('laurel.ballot.b', '{"marks":"x"}');
    expect(pocketOf('b', store).marks).toEqual([]);
    store.setItem('laurel.ballot.b', '{');
    expect(pocketOf('b', store).marks).toEqual([]);
    expect(pocketOf('b', undefined).key).not.toBe(pocketOf('b', undefined).key);
  });
});
