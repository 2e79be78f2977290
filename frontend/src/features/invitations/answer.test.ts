import { describe, expect, it } from 'vitest';
import { inOrder, isAnswer, stepOf } from './answer';
import type { MyReview } from './types';

const words = [
  { code: 'no_time', zh: '时间不允许', en: 'No time', words: false },
  { code: 'other', zh: '其他', en: 'Other', words: true },
];

describe('an answer', () => {
  it('needs a reason of the list, and words where they are asked for', () => {
    expect(isAnswer(words, 'no_time', '')).toBe(true);
    expect(isAnswer(words, 'other', '  ')).toBe(false);
    expect(isAnswer(words, 'other', '在国外')).toBe(true);
    expect(isAnswer(words, '', 'x')).toBe(false);
  });
});

describe('the next step', () => {
  it('is to sign, to declare, to answer, in this order', () => {
    expect(stepOf({ state: 'invited', frozen: false, interest: null }, false)).toBe('sign');
    expect(stepOf({ state: 'invited', frozen: false, interest: null }, true)).toBe('declare');
    expect(stepOf({ state: 'invited', frozen: false, interest: 'none' }, true)).toBe('answer');
    expect(stepOf({ state: 'accepted', frozen: false, interest: 'none' }, true)).toBe('done');
  });
  it('is none where it is frozen or over', () => {
    expect(stepOf({ state: 'accepted', frozen: true, interest: 'none' }, true)).toBe('closed');
    for (const state of ['declined', 'recused', 'expired', 'withdrawn'] as const) expect(stepOf({ state, frozen: false, interest: null }, true)).toBe('closed');
  });
  it('puts what waits first and what is due first before the rest', () => {
    const review = (id: string, state: MyReview['state'], due_at: string, frozen = false) => ({ id, state, due_at, frozen }) as MyReview;
    const order = inOrder([review('a', 'declined', '1'), review('b', 'accepted', '1'), review('c', 'invited', '3'), review('d', 'invited', '2'), review('e', 'accepted', '1', true)]);
    expect(order.map((each) => each.id)).toEqual(['d', 'c', 'b', 'e', 'a']);
  });
});
