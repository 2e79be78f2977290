// How is a figure of the record written? Rates with what they are made of; what was not recorded as a dash.
import type { FigureView, IndicatorView, RecordView } from '../../api/types';

/** Where the figures come from: the newest rounds together, or one round. */
export type Period = 'window' | number;

/** Parts per million as points of a hundred. */
export const points = (ppm: number | null | undefined): number | undefined => (ppm === null || ppm === undefined ? undefined : ppm / 10_000);

/** A rate with one decimal, so that a column of them lines up; none and all need no decimal; or a dash. */
export function formatRate(ppm: number | null | undefined): string {
  const value = points(ppm);
  return value === undefined ? '—' : `${value === 0 || value === 100 ? value : value.toFixed(1)}%`;
}

/** What a figure is made of: `2/3` for a rate, `2` for a count, a dash where nothing was recorded. */
export function madeOf(figure: Pick<FigureView, 'count' | 'of'> | undefined): string {
  if (figure === undefined) return '—';
  return figure.of === null || figure.of === undefined ? String(figure.count) : `${figure.count}/${figure.of}`;
}

/** The figure of an indicator in a period, if there is one. */
export function figureOf(record: RecordView, period: Period, indicator: string): FigureView | undefined {
  const figures = period === 'window' ? record.window.figures : record.rounds.find((round) => round.year === period)?.figures;
  return figures?.find((figure) => figure.indicator === indicator);
}

/** The period that an address names; the newest rounds together where it names none that is there. */
export function periodOf(text: string, record: RecordView): Period {
  const year = Number(text);
  return record.rounds.some((round) => round.year === year) ? year : 'window';
}

/** The rates of an indicator over the rounds, the oldest first, in points; null where there is none. */
export function overRounds(record: RecordView, indicator: IndicatorView): { years: string[]; own: (number | null)[]; all: (number | null)[] } {
  const rounds = [...record.rounds].sort((one, other) => one.year - other.year);
  const figures = rounds.map((round) => round.figures.find((figure) => figure.indicator === indicator.id));
  return {
    years: rounds.map((round) => String(round.year)),
    own: figures.map((figure) => (indicator.kind === 'count' ? (figure?.count ?? null) : (points(figure?.rate_ppm) ?? null))),
    all: figures.map((figure) => points(figure?.all_ppm) ?? null),
  };
}
