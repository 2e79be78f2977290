// What waits for CAST? Rows of how many, what, and where to go; what a legal clock drives comes first.
import type { CastOverview, QuotaProposal } from './contract';

const CODES = [
  'quota_appeals',
  'qualification_appeals',
  'record_disputes',
  'integrity_events',
  'recommendations',
  'charters',
  'quota_to_publish',
  'quota_drafts',
  'quota_give_backs',
  'quota_transfers',
  'qualifications_checked',
  'qualifications',
  'expiries',
  'tasks_late',
] as const;
export type AttentionCode = (typeof CODES)[number];

/** A row of what needs somebody. */
export interface AttentionRow {
  code: AttentionCode;
  count: number;
  to: string;
  /** The legal clock that runs, if one does. */
  until?: string;
}

/** What other rooms count: disputes to answer, events that wait for a second person, applications by what they wait for, what expires, taskbooks with late tasks. */
export type OtherCounts = Partial<Record<'record_disputes' | 'integrity_events' | 'qualifications' | 'qualifications_checked' | 'qualification_appeals' | 'expiries' | 'tasks_late', number>>;

const PAGES: Record<AttentionCode, string> = {
  quota_appeals: '/quota/appeals',
  qualification_appeals: '/qualifications?state=appealed',
  record_disputes: '/record-disputes',
  integrity_events: '/integrity-events?state=proposed',
  recommendations: '/quota/proposals',
  charters: '/societies',
  quota_to_publish: '/quota/proposals',
  quota_drafts: '/quota/proposals',
  quota_give_backs: '/quota/proposals',
  quota_transfers: '/quota/proposals',
  qualifications_checked: '/qualifications?state=checked',
  qualifications: '/qualifications?state=submitted',
  expiries: '/expiries',
  tasks_late: '/supervision/taskbooks',
};

/** The page behind a row: the one proposal itself where only one waits, the ledger of its round for what is given back, handed out or recommended, the society whose charter has waited longest. */
function pageOf(code: AttentionCode, overview: CastOverview, proposals: readonly QuotaProposal[]): string {
  const standing = code === 'quota_drafts' ? 'draft' : code === 'quota_to_publish' ? 'confirmed' : undefined;
  const waiting = proposals.filter((proposal) => proposal.standing === standing);
  if (waiting.length === 1) return `/quota/proposals/${waiting[0]?.id}`;
  if (code === 'quota_give_backs' && overview.give_back_year != null) return `/rounds/${overview.give_back_year}/quota-ledger`;
  if (code === 'quota_transfers' && overview.transfer_year != null) return `/rounds/${overview.transfer_year}/quota-ledger`;
  if (code === 'recommendations' && overview.recommendation_year != null) return `/rounds/${overview.recommendation_year}/quota-ledger#recommendations`;
  if (code === 'charters' && overview.charter_society != null) return `/societies/${overview.charter_society}`;
  return PAGES[code];
}

/** The rows of the home page, in the order of their urgency; those with nothing to do are left out. */
export function attentionRows(overview: CastOverview, proposals: readonly QuotaProposal[], others: OtherCounts): AttentionRow[] {
  const counts = new Map<string, number>([...overview.tasks.map((task): [string, number] => [task.code, task.count]), ...Object.entries(others)]);
  const until = proposals.find((proposal) => proposal.standing === 'appeals')?.appeals_until;
  return CODES.map((code): AttentionRow => {
    const row = { code, count: counts.get(code) ?? 0, to: pageOf(code, overview, proposals) };
    return code === 'quota_appeals' && until ? { ...row, until } : row;
  }).filter((row) => row.count > 0);
}
