import { describe, expect, it } from 'vitest';
import { attentionRows } from './attention';
import type { CastOverview, QuotaProposal } from './contract';

const proposal = (id: string, standing: string): QuotaProposal => ({ id, standing, appeals_until: standing === 'appeals' ? '2027-03-16T16:00:00Z' : null }) as QuotaProposal;
const overview = (tasks: [string, number][]): CastOverview => ({ tasks: tasks.map(([code, count]) => ({ code, count, link: '' })) });

describe('attentionRows', () => {
  it('puts appeals first and leads to the one proposal that waits', () => {
    const rows = attentionRows(overview([['quota_drafts', 1], ['quota_to_publish', 2], ['quota_appeals', 3]]), [proposal('a', 'draft'), proposal('b', 'appeals'), proposal('c', 'confirmed'), proposal('d', 'confirmed')], { expiries: 4, record_disputes: 0 });
    expect(rows).toEqual([
      { code: 'quota_appeals', count: 3, to: '/quota/appeals', until: '2027-03-16T16:00:00Z' },
      { code: 'quota_to_publish', count: 2, to: '/quota/proposals' },
      { code: 'quota_drafts', count: 1, to: '/quota/proposals/a' },
      { code: 'expiries', count: 4, to: '/expiries' },
    ]);
  });
  it('leads to the round in which something was recommended', () => {
    expect(attentionRows({ ...overview([['recommendations', 2]]), ledger_year: 2029, recommendation_year: 2027 }, [], {})).toEqual([{ code: 'recommendations', count: 2, to: '/rounds/2027/quota-ledger#recommendations' }]);
  });
  it('leads to the ledger of the round in which places wait to move, and not to the newest', () => {
    const moves = { ...overview([['quota_give_backs', 1], ['quota_transfers', 2]]), ledger_year: 2029, give_back_year: 2027, transfer_year: 2028 };
    expect(attentionRows(moves, [], {})).toEqual([
      { code: 'quota_give_backs', count: 1, to: '/rounds/2027/quota-ledger' },
      { code: 'quota_transfers', count: 2, to: '/rounds/2028/quota-ledger' },
    ]);
  });
  it('leads to the society whose charter has waited longest', () => {
    expect(attentionRows({ ...overview([['charters', 2]]), charter_society: 'D-A-01' }, [], {})).toEqual([{ code: 'charters', count: 2, to: '/societies/D-A-01' }]);
  });
  it('leads to what waits in the other rooms, filtered by what it waits for', () => {
    const rows = attentionRows(overview([]), [], { qualifications: 1, qualifications_checked: 2, qualification_appeals: 3, integrity_events: 4 });
    expect(rows).toEqual([
      { code: 'qualification_appeals', count: 3, to: '/qualifications?state=appealed' },
      { code: 'integrity_events', count: 4, to: '/integrity-events?state=proposed' },
      { code: 'qualifications_checked', count: 2, to: '/qualifications?state=checked' },
      { code: 'qualifications', count: 1, to: '/qualifications?state=submitted' },
    ]);
  });
  it('is empty when nothing waits, and passes over a code that it does not know', () => {
    expect(attentionRows(overview([['something_new', 2]]), [proposal('a', 'final')], {})).toEqual([]);
  });
});
