import { describe, expect, it } from 'vitest';
import { countText, pointsText, rateText, shownTerms, signedPoints } from './figures';

describe('figures', () => {
  it('are written with fixed decimals and a true minus', () => {
    expect(pointsText(72_345_678)).toBe('72.35');
    expect(signedPoints(-1_250_000)).toBe('−1.25');
    expect(signedPoints(1_250_000)).toBe('+1.25');
    expect(signedPoints(-4_000)).toBe('0.00');
    expect(rateText(928_600_000)).toBe('92.9%');
    expect(rateText(null)).toBe('—');
    expect(countText(2600)).toBe('2.6');
    expect(countText(3000)).toBe('3');
  });
  it('add up as shown', () => {
    const shown = shownTerms([33_333_333, 33_333_333, 33_333_334]);
    expect(shown.map(pointsText)).toEqual(['33.33', '33.33', '33.34']);
  });
});
