import { describe, expect, it } from 'vitest';
import { agreement, freeCategories, meanGrade, points, share, toneOfHint } from './words';

describe('the words of the aggregate', () => {
  it('write hundredths and ten-thousandths, and a dash for nothing', () => {
    expect([8305, 0, -7, null, undefined].map(points)).toEqual(['83.05', '0.00', '-0.07', '—', '—']);
    expect([8491, -120, null].map(agreement)).toEqual(['0.849', '-0.012', '—']);
  });
  it('tell a mean grade only where something was rated', () => {
    expect(meanGrade({ rated: 0, rated_sum: 0 })).toBeUndefined();
    expect(meanGrade({ rated: 2, rated_sum: 9 })).toBe('4.5');
  });
  it('tell a share of nothing as nothing', () => {
    expect([share(0, 0), share(1, 3), share(3, 3)]).toEqual([0, 33, 100]);
  });
  it('offer the categories that have no phase', () => {
    expect(freeCategories(['NAT', 'INV', 'PRO'], [{ category: 'INV' }])).toEqual(['NAT', 'PRO']);
  });
  it('calm down what was dealt with', () => {
    expect([toneOfHint('outlier', false), toneOfHint('outlier', true), toneOfHint('extra', false)]).toEqual(['gold', 'neutral', 'blue']);
  });
});
