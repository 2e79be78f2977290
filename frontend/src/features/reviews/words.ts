// How are points, ranks and standings written?
import type { Tone } from '../../shared/ui';
import type { Standing } from './types';

/** Points from hundredths, with two decimals, or a dash. */
export function points(hundredths: number | null | undefined): string {
  return hundredths === null || hundredths === undefined ? '—' : (hundredths / 100).toFixed(2);
}

/** A figure of agreement from ten-thousandths, or a dash. */
export function agreement(parts: number | null | undefined): string {
  return parts === null || parts === undefined ? '—' : (parts / 10_000).toFixed(3);
}

/** The mean grade of the sheets that were rated, or undefined where none was. */
export function meanGrade({ rated, rated_sum }: Pick<Standing, 'rated' | 'rated_sum'>): string | undefined {
  return rated === 0 ? undefined : (rated_sum / rated).toFixed(1);
}

/** How far a phase is, as a share of the sheets that were accepted. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((100 * part) / whole);
}

const TONES: Readonly<Record<string, Tone>> = { draft: 'neutral', open: 'blue', closed: 'green' };

/** The colour of a phase. */
export const toneOfPhase = (state: string): Tone => TONES[state] ?? 'neutral';

const HINTS: Readonly<Record<string, Tone>> = { outlier: 'gold', haste: 'gold', flat: 'gold', extra: 'blue' };

/** The colour of a hint: one that was dealt with is calm. */
export const toneOfHint = (kind: string, isHandled: boolean): Tone => (isHandled ? 'neutral' : (HINTS[kind] ?? 'gold'));

/** The categories in which no phase is drafted yet. */
export function freeCategories(all: readonly string[], taken: readonly { category: string }[]): string[] {
  return all.filter((category) => taken.every((phase) => phase.category !== category));
}
