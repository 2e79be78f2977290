import { describe, expect, it } from 'vitest';
import { isReason } from './reason';

describe('a reason', () => {
  it('needs four characters, blanks apart', () => {
    expect(isReason(' 同名者 ')).toBe(false);
    expect(isReason('同名异人')).toBe(true);
    expect(isReason('𠮷𠮷')).toBe(false);
  });
});
