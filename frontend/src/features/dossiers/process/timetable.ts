// What does a round's timetable say, at which instants, and what is an extension of it worth? Pure; the server has the last word.
import type { DeadlineExtension, RoundPhase, RoundTimetableBody, TimetableView } from '../../../api/types';
import { endOfDay, instantOf, localOf } from '../clock';

/** An instant of the timetable: from then on something else holds. */
export interface TimetableNode {
  kind: 'cutoff' | 'opens' | 'closes' | 'own' | 'last';
  at: string;
}

const time = (instant: string | null | undefined): number => (instant ? Date.parse(instant) : Number.NaN);

/** The last end that an extension in force gives to anybody whom the reader may know of. */
function lastExtended(view: TimetableView): string | undefined {
  const ends = view.extensions.filter((one) => one.confirmed_by).map((one) => one.until);
  return ends.sort((left, right) => time(right) - time(left))[0];
}

/** The instants in their order; the end for the reader and the last end of all only where they are later than the others. */
export function nodesOf(view: TimetableView): TimetableNode[] {
  const { opens_at, closes_at, own_closes_at, cutoff } = view;
  if (!opens_at || !closes_at) return [];
  const nodes: TimetableNode[] = [
    { kind: 'opens', at: opens_at },
    { kind: 'closes', at: closes_at },
  ];
  const end = cutoff ? endOfDay(cutoff) : undefined;
  if (end) nodes.unshift({ kind: 'cutoff', at: end });
  const own = own_closes_at && time(own_closes_at) > time(closes_at) ? own_closes_at : undefined;
  if (own) nodes.push({ kind: 'own', at: own });
  const last = lastExtended(view);
  if (last && time(last) > time(own ?? closes_at)) nodes.push({ kind: 'last', at: last });
  return nodes.sort((left, right) => time(left.at) - time(right.at));
}

/** What runs at an instant: `extended` where only those with an extension may still go on. */
export type Running = 'unset' | 'before' | 'open' | 'extended' | 'over';

/** What runs `now`; every time is half-open. */
export function runningAt(view: TimetableView, now: number): Running {
  const closes = time(view.own_closes_at ?? view.closes_at);
  if (!Number.isFinite(closes)) return 'unset';
  if (now < time(view.opens_at)) return 'before';
  if (now < closes) return 'open';
  return now < time(lastExtended(view)) ? 'extended' : 'over';
}

/** Where a phase stands: what is only planned begins nothing, and what outlasts its plan is late. */
export type PhaseStand = 'before' | 'open' | 'late' | 'over';

/** Where a phase stands `now`, as the server says it; half-open. */
export function phaseStandAt(phase: Pick<RoundPhase, 'begins_at' | 'is_begin_planned' | 'ends_at' | 'is_end_planned'>, now: number): PhaseStand {
  if (phase.is_begin_planned || now < time(phase.begins_at)) return 'before';
  if (now < time(phase.ends_at)) return 'open';
  return phase.is_end_planned ? 'late' : 'over';
}

/** Where an extension stands: without effect until it is confirmed, in force until its own end. */
export function standOf(extension: DeadlineExtension, now: number): 'waiting' | 'in_force' | 'ended' {
  if (now >= time(extension.until)) return 'ended';
  return extension.confirmed_by ? 'in_force' : 'waiting';
}

/** The boxes of the form that sets a timetable. */
export type TimetableText = Record<keyof RoundTimetableBody, string>;

/** The boxes as they stand. */
export function textOfTimetable(view: TimetableView): TimetableText {
  return {
    opens_at: localOf(view.opens_at),
    closes_at: localOf(view.closes_at),
    cutoff: view.cutoff ?? '',
    publicity_days: String(view.publicity_days),
    publicity_count: view.publicity_count,
    correction_days: String(view.correction_days),
    basis: view.basis,
  };
}

const MOST_DAYS = 90;
const MOST_CORRECTION_DAYS = 30;

/** What the boxes say; what is wrong with them stands by their names. */
export function readTimetable(text: TimetableText): { body: RoundTimetableBody } | { faults: Partial<Record<keyof TimetableText, 'needed' | 'order' | 'days' | 'correction'>> } {
  const [opens_at, closes_at] = [instantOf(text.opens_at), instantOf(text.closes_at)];
  const days = text.publicity_days.normalize('NFKC').trim();
  const areDays = /^\d{1,2}$/.test(days) && Number(days) >= 1 && Number(days) <= MOST_DAYS;
  const correction = text.correction_days.normalize('NFKC').trim();
  const isCorrection = /^\d{1,2}$/.test(correction) && Number(correction) <= MOST_CORRECTION_DAYS;
  const basis = text.basis.trim();
  if (opens_at && closes_at && time(closes_at) > time(opens_at) && areDays && isCorrection && basis !== '') {
    return { body: { opens_at, closes_at, cutoff: text.cutoff === '' ? null : text.cutoff, publicity_days: Number(days), publicity_count: text.publicity_count, correction_days: Number(correction), basis } };
  }
  return {
    faults: {
      ...(opens_at ? {} : { opens_at: 'needed' as const }),
      ...(!closes_at ? { closes_at: 'needed' as const } : opens_at && time(closes_at) <= time(opens_at) ? { closes_at: 'order' as const } : {}),
      ...(areDays ? {} : { publicity_days: 'days' as const }),
      ...(isCorrection ? {} : { correction_days: 'correction' as const }),
      ...(basis === '' ? { basis: 'needed' as const } : {}),
    },
  };
}

/** What a change would take away from those who nominate: told before it is saved. */
export function lossOf(text: TimetableText, view: TimetableView, now: number): 'ends_now' | 'not_begun' | 'ends_earlier' | undefined {
  const [opens, closes] = [time(instantOf(text.opens_at)), time(instantOf(text.closes_at))];
  if (closes <= now) return 'ends_now';
  if (opens > now && time(view.opens_at) <= now) return 'not_begun';
  return closes < time(view.closes_at) ? 'ends_earlier' : undefined;
}

/** The key of a dossier in what was pasted: the address of one of its pages, or the key itself. */
export function dossierKeyIn(pasted: string): string | undefined {
  return /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(pasted.normalize('NFKC'))?.[0].toLowerCase();
}
