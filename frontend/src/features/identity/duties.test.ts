import { describe, expect, it } from 'vitest';
import type { Account, Role } from '../../api/types';
import { decidesResults, examines, homeOf, isCast, managesMeetings, managesReviews, mayStartMatch, ordersFalls, ownSociety, readsAllSocieties, readsExaminations, readsMeetings, readsNominations, readsResults, readsReviews, readsSupervision, readsWholeRound, roundHome, safeReturn, sitsInMeetings } from './duties';

const holder = (role: Role): Account => ({ id: '1', username: 'u', display_name: 'n', roles: [{ role, society_id: null }] });

describe('duties', () => {
  it('let the supervisor read all and start nothing', () => {
    expect(readsWholeRound(holder('supervisor'))).toBe(true);
    expect(mayStartMatch(holder('supervisor'))).toBe(false);
    expect(mayStartMatch(holder('award_office'))).toBe(true);
  });
  it('let the office examine and the supervisor look on', () => {
    for (const role of ['award_office', 'award_admin'] as const) expect(examines(holder(role))).toBe(true);
    expect([examines(holder('supervisor')), readsExaminations(holder('supervisor'))]).toEqual([false, true]);
    for (const role of ['society_head', 'cast', 'reviewer'] as const) expect(readsExaminations(holder(role))).toBe(false);
  });
  it('let societies read nominations but not the whole round', () => {
    expect(readsNominations(holder('society_clerk'))).toBe(true);
    expect(readsWholeRound(holder('society_clerk'))).toBe(false);
    expect(readsNominations(holder('reviewer'))).toBe(false);
    expect(readsNominations(undefined)).toBe(false);
  });
  it('give societies to CAST, the office and the supervisor, supervision to two of them', () => {
    expect(readsAllSocieties(holder('cast'))).toBe(true);
    expect(readsAllSocieties(holder('award_office'))).toBe(true);
    expect(readsAllSocieties(holder('society_head'))).toBe(false);
    expect(readsSupervision(holder('supervisor'))).toBe(true);
    expect(readsSupervision(holder('award_office'))).toBe(false);
    expect(isCast(holder('supervisor'))).toBe(false);
  });
  it('let the office decide, the supervisor look on, and who sits in a body see its meetings alone', () => {
    const reads = [readsReviews, readsMeetings, readsResults];
    const acts = [managesReviews, managesMeetings, decidesResults];
    for (const role of ['award_office', 'award_admin'] as const) for (const may of [...reads, ...acts]) expect(may(holder(role))).toBe(true);
    for (const may of reads) expect(may(holder('supervisor'))).toBe(true);
    for (const may of acts) expect(may(holder('supervisor'))).toBe(false);
    for (const role of ['reviewer', 'committee_member'] as const) {
      expect(sitsInMeetings(holder(role))).toBe(true);
      for (const may of [...reads, ...acts]) expect(may(holder(role))).toBe(false);
    }
    expect([ordersFalls(holder('award_admin')), ordersFalls(holder('award_office')), sitsInMeetings(holder('cast'))]).toEqual([true, false, false]);
  });
  it('know the own society', () => {
    const head: Account = { ...holder('society_head'), roles: [{ role: 'reviewer', society_id: null }, { role: 'society_head', society_id: 'D-B-12' }] };
    expect(ownSociety(head)).toBe('D-B-12');
    expect(ownSociety(holder('cast'))).toBeUndefined();
  });
  it('choose a home', () => {
    expect(homeOf(holder('society_head'))).toBe('society');
    expect(homeOf(holder('reviewer'))).toBe('reviewer');
    expect(homeOf(undefined)).toBe('plain');
  });
  it('begin a society at its work and the others at the round', () => {
    expect(roundHome(holder('society_clerk'), 2027)).toBe('/rounds/2027/home');
    expect(roundHome(holder('society_head'), 2027)).toBe('/rounds/2027/home');
    for (const role of ['award_office', 'reviewer', 'cast'] as const) expect(roundHome(holder(role), 2027)).toBe('/rounds/2027');
  });
});

describe('safeReturn', () => {
  it('keeps paths of this app and nothing else', () => {
    expect(safeReturn('/rounds/2025?q=a')).toBe('/rounds/2025?q=a');
    for (const bad of ['//evil.example', '/\\evil.example', 'https://evil.example', '', null, '/sign-in?next=/']) {
      expect(safeReturn(bad)).toBe('/');
    }
  });
});
