// What does the server say of phases, aggregates and the record of reviewers? Short names for the generated types.
import type { Schemas } from '../../api/types';

export type Phase = Schemas['ReviewPhase'];
export type MovedPhase = Schemas['MovedReviewPhase'];
export type LeftBehind = Schemas['LeftBehind'];
export type Aggregate = Schemas['ScoreAggregate'];
export type Row = Schemas['ScoreRow'];
export type Hint = Schemas['ReviewHint'];
export type Scores = Schemas['NominationScores'];
export type Sheet = Schemas['AliasedSheet'];
export type Criterion = Schemas['ReviewCriterion'];
export type Extra = Schemas['ExtraReviewers'];
export type ExtraRow = Schemas['ExtraReviewerRow'];
export type Standing = Schemas['ReviewerStanding'];
export type RecordRow = Schemas['ReviewerRecordRow'];
export type ReviewerRecord = Schemas['ReviewerRecord'];
export type Deed = Schemas['ReviewerDeed'];
export type Rating = Schemas['ReviewerRating'];
export type Candidate = Schemas['PlanCandidate'];
