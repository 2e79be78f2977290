// What are plans, their changes and the assignments made of them? Short names for the generated types, and the words that are decided on here.
import type { Schemas } from '../../api/types';

export type Expert = Schemas['NamedExpert'];
export type Nomination = Schemas['AssignedNomination'];
export type Totals = Schemas['PlanTotals'];
export type PlanSummary = Schemas['PlanSummary'];
export type Plan = Schemas['AssignmentPlan'];
export type Change = Schemas['PlanChange'];
export type Begun = Schemas['PlanBeginning'];
export type Broken = Schemas['BrokenRule'];
export type Solve = Schemas['PlanSolve'];
export type Moved = Schemas['MovedPair'];
/** The client reads a pair of the contract as a list. */
export type Consequences = Omit<Schemas['Consequences'], 'moved'> & { moved: readonly number[] };
export type Coverage = Schemas['PlanCoverage'];
export type Candidate = Schemas['PlanCandidate'];
export type ExpertLoad = Schemas['ExpertLoad'];
export type Comparison = Schemas['PlanComparison'];
export type ImportFault = Schemas['AssignmentImportFault'];
export type ImportResult = Schemas['PlanImport'];
export type OfficeAssignment = Schemas['ReviewAssignment'];

/** The changes that the office makes. */
export type ChangeKind = 'pin' | 'ban' | 'unpin' | 'unban' | 'assign' | 'unassign' | 'swap';

/** A change that is meant: its kind is one of those that the workbench knows. */
export type Edit = Pick<Schemas['PlanChangeText'], 'nomination' | 'expert'> & { kind: ChangeKind; instead_of?: string };
