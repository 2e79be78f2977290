// What may an account see and do here? Mirrors the server's table, which has the last word.
import type { Account, Role } from '../../api/types';

const READS_ALL: readonly Role[] = ['award_office', 'award_admin', 'supervisor'];
const STARTS_MATCHES: readonly Role[] = ['award_office', 'award_admin'];
const EXAMINES: readonly Role[] = ['award_office', 'award_admin'];
const SITS: readonly Role[] = ['reviewer', 'committee_member'];
const SOCIETY: readonly Role[] = ['society_clerk', 'society_head'];
const READS_SOCIETIES: readonly Role[] = ['cast', ...READS_ALL];

const holds = (account: Account | undefined, roles: readonly Role[]) =>
  account?.roles.some((grant) => roles.includes(grant.role)) ?? false;

/** Whether the account reads the whole round: overview, matches, experts. */
export function readsWholeRound(account: Account | undefined): boolean {
  return holds(account, READS_ALL);
}

/** Whether the account reads formal examinations. */
export function readsExaminations(account: Account | undefined): boolean {
  return holds(account, READS_ALL);
}

/** Whether the account examines: says what holds of each rule, accepts or not. */
export function examines(account: Account | undefined): boolean {
  return holds(account, EXAMINES);
}

/** Whether the account drafts, releases and corrects what the office makes public. */
export function managesPublicities(account: Account | undefined): boolean {
  return holds(account, STARTS_MATCHES);
}

/** Whether the account may start a match run. */
export function mayStartMatch(account: Account | undefined): boolean {
  return holds(account, STARTS_MATCHES);
}

/** Whether the account decides about recusals: findings, declarations, alerts. */
export function decidesRecusals(account: Account | undefined): boolean {
  return holds(account, STARTS_MATCHES);
}

/** Whether the account changes assignments: plans, invitations, replacements. */
export function managesAssignments(account: Account | undefined): boolean {
  return holds(account, STARTS_MATCHES);
}

/** Whether the account reviews: is invited, answers, judges. */
export function isReviewer(account: Account | undefined): boolean {
  return holds(account, ['reviewer']);
}

/** Whether the account may have a seat in a panel, a committee or the council. */
export function sitsInMeetings(account: Account | undefined): boolean {
  return holds(account, SITS);
}

/** Whether the account reads phases, aggregates and questions of the review. */
export function readsReviews(account: Account | undefined): boolean {
  return holds(account, READS_ALL);
}

/** Whether the account opens phases, passes questions on, makes copies without names. */
export function managesReviews(account: Account | undefined): boolean {
  return holds(account, STARTS_MATCHES);
}

/** Whether the account reads bodies, meetings and, once they are closed, ballots. */
export function readsMeetings(account: Account | undefined): boolean {
  return holds(account, READS_ALL);
}

/** Whether the account makes bodies, holds meetings, opens ballots. */
export function managesMeetings(account: Account | undefined): boolean {
  return holds(account, STARTS_MATCHES);
}

/** Whether the account reads releases and what they decide. */
export function readsResults(account: Account | undefined): boolean {
  return holds(account, READS_ALL);
}

/** Whether the account drafts and releases results. */
export function decidesResults(account: Account | undefined): boolean {
  return holds(account, STARTS_MATCHES);
}

/** Whether the account asks for what takes a nomination out, or corrects a decision. */
export function ordersFalls(account: Account | undefined): boolean {
  return holds(account, ['award_admin']);
}

/** Whether the account declares interests of its own. */
export function declaresOwnInterests(account: Account | undefined): boolean {
  return isReviewer(account) || holds(account, STARTS_MATCHES);
}

/** Whether the account is one of those who see, two together, who objected. */
export function mayOpenIdentity(account: Account | undefined): boolean {
  return holds(account, ['award_admin', 'supervisor']);
}

/** Whether the account keeps the outbox: releases, holds, previews. */
export function keepsOutbox(account: Account | undefined): boolean {
  return holds(account, STARTS_MATCHES);
}

/** Whether the account reads nominations: all of them, or its own society's. */
export function readsNominations(account: Account | undefined): boolean {
  return readsWholeRound(account) || holds(account, SOCIETY);
}

/** Whether the account writes its society's nominations. */
export function writesNominations(account: Account | undefined): boolean {
  return holds(account, SOCIETY);
}

/** Whether the account reads every society: the register, the records, the quotas. */
export function readsAllSocieties(account: Account | undefined): boolean {
  return holds(account, READS_SOCIETIES);
}

/** Whether the account reads quotas: all of them, or its own society's. */
export function readsQuotas(account: Account | undefined): boolean {
  return readsAllSocieties(account) || holds(account, SOCIETY);
}

/** Whether the account reads track records: all of them, or its own society's. */
export function readsTrackRecord(account: Account | undefined): boolean {
  return readsAllSocieties(account) || holds(account, SOCIETY);
}

/** Whether the account does CAST's work: qualification, records, quotas, supervision. */
export function isCast(account: Account | undefined): boolean {
  return holds(account, ['cast']);
}

/** Whether the account follows taskbooks and disclosures of every society. */
export function readsSupervision(account: Account | undefined): boolean {
  return holds(account, ['cast', 'supervisor']);
}

/** Whether the account sees taskbooks: all of them, or those to which its society or department is a party. */
export function seesTaskbooks(account: Account | undefined): boolean {
  return readsSupervision(account) || holds(account, SOCIETY) || holds(account, ['department']);
}

/** Whether the account answers for its society: appeals, delegates, gives places back. */
export function isSocietyHead(account: Account | undefined): boolean {
  return holds(account, ['society_head']);
}

/** Code of the society for which the account acts, if it acts for one. */
export function ownSociety(account: Account | undefined): string | undefined {
  return account?.roles.find((grant) => SOCIETY.includes(grant.role))?.society_id ?? undefined;
}

/** Where the account begins in the round of a year: a society at its work, the others at the round's page. */
export function roundHome(account: Account | undefined, year: number): string {
  return writesNominations(account) && !readsWholeRound(account) && !isCast(account) ? `/rounds/${year}/home` : `/rounds/${year}`;
}

/** Which narrow home page suits an account that does not read the whole round. */
export function homeOf(account: Account | undefined): 'society' | 'reviewer' | 'cast' | 'plain' {
  if (holds(account, SOCIETY)) return 'society';
  if (holds(account, ['reviewer'])) return 'reviewer';
  return holds(account, ['cast']) ? 'cast' : 'plain';
}

/** Keeps a return address inside this app: a path of ours, never another host. */
export function safeReturn(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/';
}
