import { describe, expect, it } from 'vitest';
import { ring } from './ring';

describe('the ring', () => {
  it('fills as much as is taken, and never more than the whole', () => {
    const { length, filled, isFull } = ring(3, 4, 10);
    expect(length).toBeCloseTo(62.83, 2);
    expect(filled / length).toBeCloseTo(0.75);
    expect(isFull).toBe(false);
    expect(ring(5, 4, 10)).toEqual({ length, filled: length, isFull: true });
  });
  it('stays empty without a limit, without places, and before the first is taken', () => {
    expect(ring(7, null, 10)).toMatchObject({ filled: 0, isFull: false });
    expect(ring(0, 0, 10)).toMatchObject({ filled: 0, isFull: true });
    expect(ring(0, 4, 10)).toMatchObject({ filled: 0, isFull: false });
  });
});
