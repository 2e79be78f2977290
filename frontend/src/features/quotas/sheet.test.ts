import { describe, expect, it } from 'vitest';
import { filtered, PAGE_ROWS, paged, type SheetFilters, type SheetRow, sorted, sumCheck, tally } from './sheet';

const row = (society_id: string, part: Partial<SheetRow> = {}): SheetRow => ({ society_id, society: `学会${society_id}`, group: '理科', band: 'hold', previous: 2, proposed: 2, score: 70, ...part });
const none: SheetFilters = { q: '', band: '', group: '', moved: '', from: '', to: '', sort: '', page: '' };
const ids = (rows: readonly SheetRow[]) => rows.map((each) => each.society_id);

const ROWS = [row('A-02', { proposed: 3, band: 'expand', score: 90 }), row('A-01'), row('B-01', { group: '工科', decided: 1 })];

describe('filtered', () => {
  it('finds by name or code, full-width letters too', () => {
    expect(ids(filtered(ROWS, { ...none, q: 'ａ-0' }))).toEqual(['A-02', 'A-01']);
    expect(ids(filtered(ROWS, { ...none, q: '学会b' }))).toEqual(['B-01']);
  });
  it('keeps who moves, by proposal or by decision', () => {
    expect(ids(filtered(ROWS, { ...none, moved: 'yes' }))).toEqual(['A-02', 'B-01']);
  });
  it('goes by the decided number where there is one', () => {
    expect(ids(filtered(ROWS, { ...none, from: '2', to: '1' }))).toEqual(['B-01']);
    expect(ids(filtered(ROWS, { ...none, band: 'expand', group: '理科' }))).toEqual(['A-02']);
  });
});

describe('sorted', () => {
  it('goes both ways and settles equals by the code', () => {
    expect(ids(sorted(ROWS, '-score'))).toEqual(['A-02', 'A-01', 'B-01']);
    expect(ids(sorted(ROWS, 'change'))).toEqual(['B-01', 'A-01', 'A-02']);
    expect(ids(sorted(ROWS, 'nonsense'))).toEqual(['A-01', 'A-02', 'B-01']);
  });
});

describe('paged', () => {
  it('never leaves the list', () => {
    const many = Array.from({ length: PAGE_ROWS + 1 }, (_, index) => index);
    expect(paged(many, '').meta).toMatchObject({ offset: 0, next: '1', previous: null });
    expect(paged(many, '9')).toMatchObject({ rows: [PAGE_ROWS], meta: { next: null, previous: '0' } });
    expect(paged([], 'x').meta.total).toBe(0);
  });
});

describe('tally and sumCheck', () => {
  it('count and add', () => {
    expect(tally(ROWS, (each) => each.band)).toEqual([{ value: 'expand', count: 1 }, { value: 'hold', count: 2 }]);
    expect(sumCheck([{ decided: 2 }, { decided: 5 }], 6)).toEqual({ sum: 7, left: -1 });
  });
});
