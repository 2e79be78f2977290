// Is the name of a file read from its header?
import { expect, test } from 'vitest';
import { nameIn } from './download';

test('a name is decoded, and a broken one is none', () => {
  expect(nameIn("attachment; filename*=UTF-8''2027-D-B-12-01%20%E6%8F%90%E5%90%8D%E4%B9%A6.pdf")).toBe('2027-D-B-12-01 提名书.pdf');
  expect(nameIn("attachment; filename*=UTF-8''%E6%8")).toBeUndefined();
  expect(nameIn('attachment')).toBeUndefined();
  expect(nameIn(null)).toBeUndefined();
});
