import { expect, test } from 'vitest';
import { formatBytes, kindOf } from './words';

test('sizes are never rounded down', () => {
  expect([0, 1, 1024, 1025, 1024 * 1024, 5 * 1024 * 1024 + 1].map(formatBytes)).toEqual(['0 KB', '1 KB', '1 KB', '2 KB', '1 MB', '5.1 MB']);
});

test('an unknown kind is shown as it came', () => {
  expect(kindOf('image/jpeg')).toBe('JPG');
  expect(kindOf('text/plain')).toBe('text/plain');
});
