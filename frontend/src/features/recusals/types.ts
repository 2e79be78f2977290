// What are findings, declarations and alerts made of? Short names for the generated types.
import type { Schemas } from '../../api/types';

export type FindingRow = Schemas['RecusalFindingRow'];
export type Finding = Schemas['RecusalFinding'];
export type FindingFacets = Schemas['RecusalFindingFacets'];
export type Ruling = Schemas['RecusalRuling'];
export type Decision = Schemas['RecusalDecision'];
export type PathNode = Schemas['RecusalPathNode'];
export type PathStep = Schemas['RecusalPathStep'];
export type Declaration = Schemas['RecusalDeclaration'];
export type OwnDeclaration = Schemas['OwnRecusalDeclaration'];
export type ExclusionUse = Schemas['ExclusionUse'];
export type Check = Schemas['ConflictCheck'];
export type CheckRow = Schemas['ConflictCheckRow'];
export type RecusalAlert = Schemas['RecusalAlert'];
export type Recheck = Schemas['RecusalRecheck'];
export type Scan = Schemas['RecusalScan'];

/** Whom or what a declaration is about: exactly one of the three. */
export type DeclarationBody = Pick<Schemas['OfficeDeclaration'], 'kind' | 'text' | 'nomination_id' | 'person' | 'unit'>;
