import { describe, expect, it } from 'vitest';
import { balance, differences, movers, quotaMap, wayOf } from './movers';
import type { Row } from './shapes';

const row = (society_id: string, previous: number, proposed: number, score = 70, band = 'hold'): Row => ({ society_id, society: society_id, group: 'A', band, previous, proposed, score });

describe('movers', () => {
  it('holds who moves, the largest move first', () => {
    const rows = [row('a', 2, 2), row('b', 2, 3, 80), row('c', 3, 1), row('d', 1, 2, 90)];
    expect(movers(rows).map((each) => each.society_id)).toEqual(['c', 'd', 'b']);
  });
});

describe('quotaMap', () => {
  it('counts every society once', () => {
    const map = quotaMap([row('a', 2, 2), row('b', 2, 3), row('c', 2, 3), row('d', 4, 3)]);
    expect(map.froms).toEqual([2, 4]);
    expect(map.tos).toEqual([2, 3]);
    expect(map.cells).toEqual([
      { from: 2, to: 2, count: 1 },
      { from: 2, to: 3, count: 2 },
      { from: 4, to: 3, count: 1 },
    ]);
  });
});

describe('wayOf', () => {
  it('compares the new number with the old', () => {
    expect([{ from: 2, to: 3 }, { from: 2, to: 2 }, { from: 3, to: 0 }].map(wayOf)).toEqual(['up', 'same', 'down']);
  });
});

describe('balance', () => {
  it('adds up to the change of the total', () => {
    const rows = [row('a', 2, 3), row('b', 3, 1), row('c', 1, 1)];
    expect(balance(rows)).toEqual({ up: 1, down: 2, raised: 1, lowered: 1, same: 1 });
  });
});

describe('differences', () => {
  it('holds whom two outcomes treat differently', () => {
    const left = [row('a', 2, 2), row('b', 2, 3), row('c', 2, 2)];
    const right = [row('a', 2, 2), row('b', 2, 1), row('c', 2, 2, 70, 'expand'), row('d', 0, 1)];
    expect(differences(left, right).map((pair) => pair.society_id)).toEqual(['b', 'd', 'c']);
  });
});
