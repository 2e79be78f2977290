import { describe, expect, it } from 'vitest';
import { actionsFor, changeOfKey, KEY_OF, meantFor, withEdit, withoutEdit } from './basket';
import type { Edit } from './types';

const edit = (kind: Edit['kind'], expert: string, instead_of?: string): Edit => ({ kind, nomination: 'n', expert, ...(instead_of === undefined ? {} : { instead_of }) });

describe('the basket', () => {
  it('keeps one change for a pair, the newest', () => {
    expect(withEdit([edit('assign', 'a')], edit('pin', 'a'))).toEqual([edit('pin', 'a')]);
    expect(withEdit([edit('assign', 'a')], edit('assign', 'b'))).toEqual([edit('assign', 'a'), edit('assign', 'b')]);
  });
  it('is empty again after the opposite', () => {
    for (const [one, other] of [
      ['assign', 'unassign'],
      ['pin', 'unpin'],
      ['ban', 'unban'],
    ] as const) {
      expect(withEdit([edit(one, 'a')], edit(other, 'a'))).toEqual([]);
      expect(withEdit([edit(other, 'a')], edit(one, 'a'))).toEqual([]);
    }
  });
  it('lets a swap speak for who goes', () => {
    expect(withEdit([edit('unassign', 'b')], edit('swap', 'a', 'b'))).toEqual([edit('swap', 'a', 'b')]);
    expect(withEdit([edit('swap', 'a', 'b')], edit('swap', 'c', 'b'))).toEqual([edit('swap', 'c', 'b')]);
    expect(withEdit([edit('swap', 'a', 'b')], edit('pin', 'b'))).toEqual([edit('pin', 'b')]);
  });
  it('leaves other nominations alone', () => {
    const elsewhere = { ...edit('unassign', 'b'), nomination: 'm' };
    expect(withEdit([elsewhere], edit('swap', 'a', 'b'))).toEqual([elsewhere, edit('swap', 'a', 'b')]);
  });
  it('tells what is meant for a pair', () => {
    const basket = [edit('swap', 'a', 'b')];
    expect(meantFor(basket, 'n', 'a')).toBe(basket[0]);
    expect(meantFor(basket, 'n', 'b')).toBe(basket[0]);
    expect(meantFor(basket, 'm', 'a')).toBeUndefined();
    expect(withoutEdit(basket, basket[0] as Edit)).toEqual([]);
  });
});

describe('what may be done', () => {
  it('never brings a barred expert in', () => {
    for (const kind of ['assign', 'swap', 'pin'] as const) expect(actionsFor('free', true)).not.toContain(kind);
  });
  it('has one key for each', () => {
    for (const standing of ['assigned', 'pinned', 'banned', 'free'] as const) {
      const kinds = actionsFor(standing, false);
      const keys = kinds.map((kind) => KEY_OF[kind]);
      expect(new Set(keys).size).toBe(keys.length);
      for (const kind of kinds) expect(changeOfKey(KEY_OF[kind] ?? '', standing, false)).toBe(kind);
    }
    expect(changeOfKey('a', 'assigned', false)).toBeUndefined();
    expect(changeOfKey('u', 'pinned', false)).toBeUndefined();
  });
});
