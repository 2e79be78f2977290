import { describe, expect, it } from 'vitest';
import type { SocietyStability } from './contract';
import { leastStable, OUTCOMES, sharesOf } from './stability';

const society = (society_id: string, same_places: number, fewer: number, more: number): SocietyStability => ({ society_id, proposed: 2, same_band: 0, same_places, fewer, more, score_low: 0, score_high: 0 });
const societies = [society('a', 100, 20, 0), society('c', 60, 30, 30), society('b', 60, 0, 60)];

describe('leastStable', () => {
  it('puts the least sure first, equals by code', () => {
    const found = { resamples: 120, seed: 1, same_band_permille: 0, same_places_permille: 0, societies };
    expect(leastStable(found).map((one) => one.society_id)).toEqual(['b', 'c', 'a']);
  });
});

describe('sharesOf', () => {
  it('divides by how often was drawn, and the three shares are the whole', () => {
    expect(sharesOf(societies, 'fewer', 120)).toEqual([(20 / 120) * 100, 25, 0]);
    const shares = OUTCOMES.map((outcome) => sharesOf(societies, outcome, 120));
    for (const place of societies.keys()) expect(shares.reduce((sum, each) => sum + (each[place] ?? 0), 0)).toBeCloseTo(100);
  });
  it('says nothing where nothing was drawn', () => {
    expect(sharesOf(societies, 'same', 0)).toEqual([null, null, null]);
  });
});
