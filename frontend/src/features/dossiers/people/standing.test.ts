import { describe, expect, it } from 'vitest';
import type { NomineeRow } from '../../../api/types';
import { isMissing, lastInstant, todoOf } from './standing';

const person = (fields: Partial<NomineeRow>): NomineeRow => ({ row: 'a', order: 1, name: '示范甲', unit: '', state: 'not_asked', can_be_asked: true, ...fields });
const link = (state: NonNullable<NomineeRow['link']>['state']) => ({ state, issued_by: 'clerk', issued_at: '2027-01-01T00:00:00Z', expires_at: '2027-01-15T16:00:00Z' });

describe('what is to be done about a person', () => {
  it('follows the state and the newest link', () => {
    expect(todoOf(person({ can_be_asked: false }))).toBe('write');
    expect(todoOf(person({}))).toBe('make');
    expect(todoOf(person({ link: link('expired') }))).toBe('expired');
    expect(todoOf(person({ link: link('closed') }))).toBe('closed');
    expect(todoOf(person({ state: 'asked', link: link('live') }))).toBe('wait');
    expect(todoOf(person({ state: 'outdated', link: link('used') }))).toBe('again');
    expect(todoOf(person({ state: 'refused', link: link('used') }))).toBe('talk');
    expect(todoOf(person({ state: 'confirmed' }))).toBe('nothing');
  });
  it('asks at once whom nobody asked and whose word does not hold', () => {
    expect([person({}), person({ state: 'outdated' })].every(isMissing)).toBe(true);
    expect([person({ can_be_asked: false }), person({ state: 'refused' }), person({ state: 'asked' })].some(isMissing)).toBe(false);
  });
  it('ends a term on the day before the first instant that is too late', () => {
    expect(lastInstant('2027-01-15T16:00:00Z')).toBe('2027-01-15T15:59:59.000Z');
  });
});
