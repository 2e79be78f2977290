import { describe, expect, it } from 'vitest';
import { pointSize } from './points';

describe('pointSize', () => {
  it('grows by area, so that four times as many is twice as wide', () => {
    expect(pointSize(40, 40)).toBeCloseTo(2 * pointSize(10, 40));
  });
  it('keeps a single one among many to be seen', () => {
    expect(pointSize(1, 5000)).toBe(8);
    expect(pointSize(0, 0)).toBe(8);
  });
});
