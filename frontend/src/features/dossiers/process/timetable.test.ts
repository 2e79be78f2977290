import { describe, expect, it } from 'vitest';
import type { DeadlineExtension, TimetableView } from '../../../api/types';
import { dossierKeyIn, lossOf, nodesOf, phaseStandAt, readTimetable, runningAt, standOf, textOfTimetable } from './timetable';

const OPENS = '2026-11-01T01:00:00Z';
const CLOSES = '2026-12-16T09:00:00Z';
const at = (text: string) => Date.parse(text);

const view = (part: Partial<TimetableView> = {}): TimetableView => ({
  year: 2027,
  now: '2026-11-26T02:00:00Z',
  version: 1,
  opens_at: OPENS,
  closes_at: CLOSES,
  own_closes_at: CLOSES,
  moment: 'open',
  cutoff: '2026-10-31',
  publicity_days: 7,
  publicity_count: 'natural',
  correction_days: 5,
  basis: '通知',
  extensions: [],
  names: {},
  calendar: [],
  may_manage: false,
  ...part,
});

const extension = (until: string, part: Partial<DeadlineExtension> = {}): DeadlineExtension => ({ id: until, until, reason: '停电', asked_by: 'office', asked_at: '2026-11-20T00:00:00Z', confirmed_by: 'admin', confirmed_at: '2026-11-20T01:00:00Z', ...part });

describe('the instants', () => {
  it('stand in their order, the last day as the instant after it', () => {
    expect(nodesOf(view())).toEqual([
      { kind: 'cutoff', at: '2026-10-31T16:00:00.000Z' },
      { kind: 'opens', at: OPENS },
      { kind: 'closes', at: CLOSES },
    ]);
    expect(nodesOf(view({ cutoff: '2026-12-31' })).map((node) => node.kind)).toEqual(['opens', 'closes', 'cutoff']);
    expect(nodesOf(view({ cutoff: null })).map((node) => node.kind)).toEqual(['opens', 'closes']);
    expect(nodesOf(view({ opens_at: null, closes_at: null }))).toEqual([]);
  });
  it('name an extended end only where it is later, and never one that nobody confirmed', () => {
    const [own, last] = ['2026-12-20T09:00:00Z', '2026-12-22T09:00:00Z'];
    const extensions = [extension(last), extension(own), extension('2027-01-31T09:00:00Z', { confirmed_by: null })];
    expect(nodesOf(view({ own_closes_at: own, extensions })).slice(-2)).toEqual([
      { kind: 'own', at: own },
      { kind: 'last', at: last },
    ]);
    expect(nodesOf(view({ own_closes_at: last, extensions })).at(-1)).toEqual({ kind: 'own', at: last });
    expect(nodesOf(view({ extensions: [extension('2026-12-10T00:00:00Z')] })).at(-1)).toEqual({ kind: 'closes', at: CLOSES });
  });
});

describe('what runs', () => {
  it('changes at the very instants', () => {
    const table = view({ extensions: [extension('2026-12-20T09:00:00Z')] });
    const runs = (text: string, shift = 0) => runningAt(table, at(text) + shift);
    expect([runs(OPENS, -1), runs(OPENS), runs(CLOSES, -1), runs(CLOSES)]).toEqual(['before', 'open', 'open', 'extended']);
    expect([runs('2026-12-20T09:00:00Z', -1), runs('2026-12-20T09:00:00Z')]).toEqual(['extended', 'over']);
    expect(runningAt(view({ closes_at: null, own_closes_at: null }), 0)).toBe('unset');
    expect(runningAt(view(), at(CLOSES))).toBe('over');
  });
  it('goes on for the reader until his own end', () => {
    expect(runningAt(view({ own_closes_at: '2026-12-20T09:00:00Z' }), at(CLOSES))).toBe('open');
  });
});

describe('a phase', () => {
  const phase = (part: Partial<Parameters<typeof phaseStandAt>[0]> = {}) => ({ begins_at: OPENS, is_begin_planned: false, ends_at: CLOSES, is_end_planned: false, ...part });
  const around = (part: Parameters<typeof phase>[0], instant: string) => [-1_000, 0, 1_000].map((shift) => phaseStandAt(phase(part), at(instant) + shift));
  it('begins and ends at its very instants', () => {
    expect(around({}, OPENS)).toEqual(['before', 'open', 'open']);
    expect(around({}, CLOSES)).toEqual(['open', 'over', 'over']);
  });
  it('is neither begun nor ended by a plan', () => {
    expect(around({ is_begin_planned: true }, OPENS)).toEqual(['before', 'before', 'before']);
    expect(around({ is_end_planned: true }, CLOSES)).toEqual(['open', 'late', 'late']);
  });
});

describe('an extension', () => {
  it('waits, holds, and ends at its own instant', () => {
    const until = '2026-12-20T09:00:00Z';
    expect(standOf(extension(until, { confirmed_by: null }), at(until) - 1)).toBe('waiting');
    expect(standOf(extension(until), at(until) - 1)).toBe('in_force');
    expect(standOf(extension(until), at(until))).toBe('ended');
  });
  it('finds its dossier in an address, whatever stands around it', () => {
    const key = '0193f5a2-4c1e-7b3a-9d10-2f6c8e5a7b41';
    expect(dossierKeyIn(`https://laurel.example/dossiers/${key.toUpperCase()}/process#top`)).toBe(key);
    expect(dossierKeyIn(key)).toBe(key);
    expect(dossierKeyIn('2027-D-B-12-001')).toBeUndefined();
  });
});

describe('the form', () => {
  const text = textOfTimetable(view());
  it('gives back what stands', () => {
    expect(text.opens_at).toBe('2026-11-01T09:00');
    expect(readTimetable(text)).toEqual({ body: { opens_at: '2026-11-01T01:00:00.000Z', closes_at: '2026-12-16T09:00:00.000Z', cutoff: '2026-10-31', publicity_days: 7, publicity_count: 'natural', correction_days: 5, basis: '通知' } });
    expect(readTimetable({ ...text, cutoff: '', publicity_days: ' １０ ' })).toMatchObject({ body: { cutoff: null, publicity_days: 10 } });
    expect(readTimetable({ ...text, correction_days: '0' })).toMatchObject({ body: { correction_days: 0 } });
  });
  it('says what is wrong at its place', () => {
    expect(readTimetable({ ...text, opens_at: '', basis: ' ', publicity_days: '0' })).toEqual({ faults: { opens_at: 'needed', basis: 'needed', publicity_days: 'days' } });
    expect(readTimetable({ ...text, closes_at: text.opens_at })).toEqual({ faults: { closes_at: 'order' } });
    for (const publicity_days of ['91', '7.5', '', '七']) expect(readTimetable({ ...text, publicity_days })).toEqual({ faults: { publicity_days: 'days' } });
  });
  it('takes none or up to thirty working days for a correction', () => {
    for (const correction_days of ['31', '', '1.5']) expect(readTimetable({ ...text, correction_days })).toEqual({ faults: { correction_days: 'correction' } });
  });
  it('tells before it takes time away', () => {
    const now = at('2026-11-26T02:00:00Z');
    const loss = (part: Partial<typeof text>) => lossOf({ ...text, ...part }, view(), now);
    expect([loss({}), loss({ closes_at: '2026-12-17T17:00' })]).toEqual([undefined, undefined]);
    expect(loss({ closes_at: '2026-12-15T17:00' })).toBe('ends_earlier');
    expect(loss({ closes_at: '2026-11-26T10:00' })).toBe('ends_now');
    expect(loss({ opens_at: '2026-11-27T09:00' })).toBe('not_begun');
  });
});
