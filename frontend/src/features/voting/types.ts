// What are ballots made of? Short names for the generated types.
import type { Schemas } from '../../api/types';

export type Ballot = Schemas['Ballot'];
export type BallotLine = Schemas['BallotLine'];
export type BallotTally = Schemas['BallotTally'];
export type BallotSummary = Schemas['BallotSummary'];
export type BallotCandidate = Schemas['BallotCandidate'];
export type BallotPaper = Schemas['BallotPaper'];
export type BallotVoter = Schemas['BallotVoter'];
export type CapStanding = Schemas['CapStanding'];
export type NewBallot = Schemas['NewBallot'];
export type NewBallotSlip = Schemas['NewBallotSlip'];
