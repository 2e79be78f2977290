// How is an agenda changed as a whole, and in which time is it written? Always that of Beijing.
import type { ReviewMeeting, ReviewMeetingChange } from './types';

/** The list with one of its places moved to another. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.filter((_, index) => index !== from);
  const one = items[from];
  return one === undefined || to < 0 || to >= items.length ? [...items] : [...rest.slice(0, to), one, ...rest.slice(to)];
}

/** The list in the order of these keys; what they do not name is left out. */
export function inOrderOf<T extends { id: string }>(items: readonly T[], keys: readonly string[]): T[] {
  return keys.flatMap((key) => items.filter((item) => item.id === key));
}

/** A meeting as it is, to be sent with a part of it changed. */
export function changeOf(meeting: ReviewMeeting, part: Partial<ReviewMeetingChange>): ReviewMeetingChange {
  return {
    title: meeting.title,
    starts_at: meeting.starts_at,
    place: meeting.place,
    items: linesOf(meeting.items),
    // Left out they would be as the rules say: what is not changed stays as it is.
    ...lengthsOf(meeting),
    ...part,
  };
}

/** Minutes of an item and between two, as the agenda shows them; nothing where there is no item. */
export function lengthsOf(meeting: Pick<ReviewMeeting, 'items'>): { minutes?: number; gap?: number } {
  const minutes = minutesOf(meeting);
  if (minutes === undefined) return {};
  const begins = meeting.items.map((item) => Date.parse(item.begins ?? ''));
  const between = begins.slice(1).map((begin, index) => (begin - (begins[index] ?? Number.NaN)) / 60_000 - minutes);
  const gaps = between.filter((gap) => Number.isFinite(gap) && gap >= 0);
  return gaps.length === 0 ? { minutes } : { minutes, gap: Math.min(...gaps) };
}

/** The lines of an agenda that is sent. */
export function linesOf(items: readonly Pick<ReviewMeeting['items'][number], 'nomination' | 'defence'>[]): ReviewMeetingChange['items'] {
  return items.map((item) => ({ nomination: item.nomination.id, has_defence: item.defence !== 'none' }));
}

/** Whether a text was changed here while another changed the one that it began with: then both are shown. */
export const isBetween = (typed: string, base: string, known: string): boolean => base !== known && typed !== base && typed !== known;

/** The minutes that each item takes now; none where there is no item. */
export function minutesOf(meeting: Pick<ReviewMeeting, 'items'>): number | undefined {
  return meeting.items[0]?.minutes;
}

/** An instant as the box for a day and a time shows it. */
export function toBox(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return '';
  return date.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16).replace(' ', 'T');
}

/** The time of day of an instant, to the minute. */
export function clock(instant: string): string {
  return new Date(instant).toLocaleTimeString('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** The instant that the box shows. */
export const fromBox = (text: string): string => `${text}:00+08:00`;

/** Points as they are written: of hundredths two places, and none where they are nought. */
export function points(hundredths: number | null | undefined): string {
  return hundredths === null || hundredths === undefined ? '—' : (hundredths / 100).toFixed(hundredths % 100 === 0 ? 0 : 2);
}
