// What does the server tell of checks, submissions and a society's work? As its contract has it.

export interface Bilingual {
  zh: string;
  en: string;
}

/** What a rule comes to. */
export type Verdict = 'pass' | 'fail' | 'needs_person' | 'not_applicable' | 'off';

/** On what a finding rests: a place of the dossier, or words. */
export type Evidence = { kind: 'field'; value: string } | { kind: 'text'; value: Bilingual };

/** What one rule says of a dossier; a rule that fails in several places says so once for each. */
export interface Finding {
  rule: string;
  verdict: Verdict;
  severity: 'refusal' | 'reminder';
  what: Bilingual;
  evidence: Evidence[];
  address?: string | null;
  clause: string;
}

/** What the rule check finds in a dossier as it stands. */
export interface DossierCheck {
  version: number;
  checked_at: string;
  is_submittable: boolean;
  findings: Finding[];
}

/** What a receipt states. */
export interface ReceiptStatement {
  format: string;
  dossier_id: string;
  number: string;
  round: number;
  society_id: string;
  society: string;
  category: string;
  grade: string;
  title: string;
  attempt: number;
  version: number;
  digest: string;
  attachments: number;
  form: { id: string; digest: string };
  rule_set: { name: string; digest: string };
  findings_digest: string;
  submitted_at: string;
}

/** A statement with its signature. */
export interface Receipt {
  statement: ReceiptStatement;
  public_key: string;
  signature: string;
}

export interface DossierSubmission {
  id: string;
  attempt: number;
  by: string;
  at: string;
  for_a_person: number;
  receipt: Receipt;
}

export interface DossierWithdrawal {
  id: string;
  state: string;
  is_replacement: boolean;
  reason: string;
  asked_by: string;
  asked_at: string;
  answer?: string | null;
  answered_by?: string | null;
  answered_at?: string | null;
  is_place_free?: boolean | null;
}

/** Submissions and withdrawals of a dossier, newest first, and what may be done next. */
export interface DossierSubmissions {
  may_submit: boolean;
  may_withdraw: boolean;
  may_replace: boolean;
  frees_place: boolean;
  basis: string;
  submissions: DossierSubmission[];
  withdrawals: DossierWithdrawal[];
}

export interface WithdrawalRequest {
  reason: string;
  is_replacement: boolean;
}

export interface WithdrawalAnswer {
  is_granted: boolean;
  answer: string;
}

/** Places of a bucket; none for no limit. */
export interface SocietyPlaces {
  bucket: string;
  name: string;
  name_en: string;
  places?: number | null;
  used: number;
  free?: number | null;
}

/** A dossier with the first of what blocks it. */
export interface BlockedDossier {
  id: string;
  number: string;
  title: string;
  state: string;
  next?: string | null;
  failing: number;
  blockers: Finding[];
}

/** The society's work in a round at a glance. */
export interface SocietyHome {
  round: number;
  now: string;
  opens_at?: string | null;
  closes_at?: string | null;
  places: SocietyPlaces[];
  states: Record<string, number>;
  dossiers: BlockedDossier[];
}
