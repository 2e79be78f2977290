// How are the engine's whole numbers written? Scores in millionths of a point, rates in billionths, counts in thousandths.
import { roundedToSum } from '../../shared/ui/terms';

const MICRO = 1_000_000;
const HUNDREDTH = 10_000;

/** Points of a score. */
export const points = (micro: number): number => micro / MICRO;

/** Points with two decimals. */
export const pointsText = (micro: number): string => (micro / MICRO).toFixed(2).replace(/^-/, '−');

/** Points with their sign, two decimals; a true minus. */
export function signedPoints(micro: number): string {
  const text = Math.abs(micro / MICRO).toFixed(2);
  return Number(text) === 0 ? '0.00' : `${micro < 0 ? '−' : '+'}${text}`;
}

/** A rate in billionths as a percentage with one decimal, or a dash. */
export const rateText = (nano: number | null | undefined): string => (nano === null || nano === undefined ? '—' : `${(nano / 10_000_000).toFixed(1)}%`);

/** A decayed count in thousandths, without needless zeros. */
export const countText = (milli: number): string => String(Math.round(milli) / 1000);

/** Terms cut to hundredths of a point so that the terms shown add up to the sum shown. */
export const shownTerms = (micros: readonly number[]): number[] => roundedToSum(micros, HUNDREDTH);
