// In which column of the board does a dossier stand, and where does its next step lead?
import type { BlockedDossier, Finding, SocietyPlaces } from './types';

/** The columns: the society's own way, in its order. */
export const COLUMNS = ['draft', 'internal_review', 'internal_publicity', 'council_approved', 'submitted'] as const;

export type Column = (typeof COLUMNS)[number];

const GONE: ReadonlySet<string> = new Set(['withdrawn', 'abandoned', 'rejected', 'removed_66', 'terminated', 'upheld_terminated', 'revoked']);

/** Recommended to CAST, whose answer is waited for. */
const AT_CAST: ReadonlySet<string> = new Set(['recommended', 'return_asked']);

/** The column of a state; whatever follows submission stands with it. None for what left the round. */
export function columnOf(state: string): Column | undefined {
  if (GONE.has(state)) return undefined;
  if (AT_CAST.has(state)) return 'council_approved';
  return COLUMNS.find((column) => column === state) ?? 'submitted';
}

/** Whether the society's own way leads from a state to submission. */
export const isOnTheWay = (state: string): boolean => state !== 'submitted' && COLUMNS.some((column) => column === state);

/** Before and at its submission nothing is examined; what left by itself never was. */
const NOT_EXAMINED: ReadonlySet<string> = new Set([...COLUMNS, ...AT_CAST, 'withdrawn', 'abandoned']);

/** Whether there is something to be read of the formal examination. */
export const isExamined = (state: string): boolean => !NOT_EXAMINED.has(state);

/** The dossiers by column, in the order in which they came; `gone` are those that left the round. */
export function boardOf(dossiers: readonly BlockedDossier[]): { columns: { column: Column; dossiers: BlockedDossier[] }[]; gone: BlockedDossier[] } {
  return {
    columns: COLUMNS.map((column) => ({ column, dossiers: dossiers.filter((one) => columnOf(one.state) === column) })),
    gone: dossiers.filter((one) => columnOf(one.state) === undefined),
  };
}

/** The steps that have words of their own. */
export const STEPS = ['internal_review', 'internal_publicity', 'council_approved', 'recommended', 'submitted'] as const;

export type Step = (typeof STEPS)[number];

/** The next step, if it is one of the society's own. */
export function stepOf(next: string | null | undefined): Step | undefined {
  return STEPS.find((step) => step === next);
}

/** The page on which a step is taken. */
export const pageOfStep = (id: string, step: Step): string => `/dossiers/${id}/${step === 'submitted' || step === 'recommended' ? 'submission' : 'process'}`;

/** The address of a field on the pages of a dossier. */
export function linkTo(id: string, address: string): string {
  const section = address.slice(0, Math.max(0, address.indexOf('.')));
  return `/dossiers/${id}?${new URLSearchParams({ section })}#${encodeURIComponent(address)}`;
}

const PAGES: Record<string, 'process' | 'people'> = { 'FC-002': 'process', 'LC-01': 'process', 'LC-02': 'people', 'LC-03': 'process' };

/** The page on which is mended what a rule asks for and the form does not hold. */
export const pageOfRule = (rule: string): 'process' | 'people' | undefined => PAGES[rule];

/** Where a finding is mended: its field, else the page of what the rule is about; nowhere for one of the whole dossier. */
export function placeToMend(id: string, finding: Pick<Finding, 'rule' | 'address'>): string | undefined {
  if (finding.address) return linkTo(id, finding.address);
  const page = pageOfRule(finding.rule);
  return page === undefined ? undefined : `/dossiers/${id}/${page}`;
}

/** The bucket from which a dossier takes a place: popular science its own where the society has some, else that of its award. */
export function bucketOf(category: string, formId: string, places: readonly Pick<SocietyPlaces, 'bucket' | 'places'>[]): string {
  const hasOwn = places.some((one) => one.bucket === 'SCI_POP' && (one.places ?? 0) > 0);
  if (category === 'PRO' && formId.startsWith('pro-science') && hasOwn) return 'SCI_POP';
  return category === 'TOP' || category === 'INT' ? category : 'THREE';
}
