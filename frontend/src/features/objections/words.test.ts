// Are clauses cited in the reader's language?
import { expect, test } from 'vitest';
import { clauseIn } from './words';

test('a clause is cited in the language of the page', () => {
  expect(clauseIn('X25 art. 73', 'zh-CN')).toBe('《实施细则》第 73 条');
  expect(clauseIn('X25 art. 73', 'en')).toBe('Implementing rules (2025), art. 73');
  expect(clauseIn('X25 arts. 73-75', 'en')).toBe('Implementing rules (2025), arts 73-75');
  expect(clauseIn('X25 arts. 70, 72', 'zh-CN')).toBe('《实施细则》第 70, 72 条');
  expect(clauseIn('Implementing rules (2025), art. 70; Hebei rules, art. 50', 'zh-CN')).toBe('《实施细则》第 70 条；《河北省科学技术奖励办法实施细则》第 50 条');
});
