import { expect, test } from 'vitest';
import { signOf, withUnit } from './tones';

test('a value stands before its unit, with a blank but for per cent', () => {
  expect(withUnit(95, '%', signOf('at_least'))).toBe('≥95%');
  expect(withUnit(30, '天', signOf('at_most'))).toBe('≤30 天');
  expect(withUnit(7, '')).toBe('7');
});
