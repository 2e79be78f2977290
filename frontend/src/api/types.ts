// What do the records of the contract look like? Short names for the generated types.
import type { components } from './schema.gen';

type Schemas = components['schemas'];

export type Account = Schemas['Account'];
export type Role = Account['roles'][number]['role'];
export type RoundSummary = Schemas['RoundSummary'];
export type RoundOverview = Schemas['RoundOverview'];
export type NominationRow = Schemas['NominationRow'];
export type NominationDetail = Schemas['NominationDetail'];
export type NominationMatch = Schemas['NominationMatch'];
export type Candidate = Schemas['Candidate'];
export type Conflict = Schemas['Conflict'];
export type ExpertRow = Schemas['ExpertRow'];
export type ExpertDetail = Schemas['ExpertDetail'];
export type MatchRun = Schemas['MatchRun'];
export type MatchReport = Schemas['MatchReport'];
export type MatchParameters = Schemas['MatchParameters'];
export type RecordView = Schemas['RecordView'];
export type FigureView = Schemas['FigureView'];
export type IndicatorView = Schemas['IndicatorView'];
export type CasesView = Schemas['CasesView'];
export type DisputeView = Schemas['DisputeView'];
export type DisputeBody = Schemas['DisputeBody'];
export type DisputeAnswerBody = Schemas['DisputeAnswerBody'];
export type IntegrityEventView = Schemas['IntegrityEventView'];
export type IntegrityEventBody = Schemas['IntegrityEventBody'];
export type Problem = Schemas['Problem'];
