import { expect, test } from 'vitest';
import { citation } from './citation';

test('regulations and standards are quoted, notes for editors are not', () => {
  expect(citation('T24 art 12; no award at a lower grade: P22, P25', 'zh-CN')).toBe('奖励条例（2024）第12条');
  expect(citation('X25 arts 18, 23; P48', 'en')).toBe('Implementing Rules (2025), art. 18, 23');
  expect(citation('X25 arts 18, 23; P48', 'zh-CN')).toBe('实施细则（2025）第18、23条');
  expect(citation('GB/T 13745', 'zh-CN')).toBe('GB/T 13745');
  expect(citation('count from memory, check against the handbook', 'zh-CN')).toBe('');
  expect(citation(undefined, 'en')).toBe('');
});
