import { describe, expect, it } from 'vitest';
import type { NomineeRow } from '../../../api/types';
import { askAgainAfter, isMissing, isUnanswered, lastInstant, mayMail, todoOf } from './standing';

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
  it('writes to whoever has not answered, has an address and was not written to just now', () => {
    expect([person({}), person({ state: 'asked' }), person({ state: 'outdated' })].every(isUnanswered)).toBe(true);
    expect([person({ state: 'confirmed' }), person({ state: 'refused' }), person({ can_be_asked: false })].some(isUnanswered)).toBe(false);
    const mail_to = 'j***@example.org';
    expect(mayMail(person({ mail_to }))).toBe(true);
    expect([person({}), person({ mail_to, mail_from: '2027-01-01T00:10:00Z' }), person({ mail_to, can_be_asked: false })].some(mayMail)).toBe(false);
  });
  it('asks again while a letter waits, and when the pause after one is over', () => {
    const now = Date.parse('2027-01-01T00:00:00Z');
    const paused = (time: string) => person({ mail_to: 'j***@example.org', mail_from: `2027-01-01T${time}Z` });
    const queued = person({ link: { ...link('live'), letter: { state: 'queued', at: '2027-01-01T00:00:00Z', is_current: true } } });
    expect(askAgainAfter([person({}), person({ link: link('live') })], now)).toBe(false);
    expect(askAgainAfter([paused('00:20:00'), person({}), paused('00:10:00')], now)).toBe(600_000);
    expect(askAgainAfter([paused('00:10:00'), queued], now)).toBe(3_000);
    expect(askAgainAfter([paused('00:10:00')], now + 3_600_000)).toBe(3_000);
  });
  it('ends a term on the day before the first instant that is too late', () => {
    expect(lastInstant('2027-01-15T16:00:00Z')).toBe('2027-01-15T15:59:59.000Z');
  });
});
