// What is a reviewer told of what is asked? Never a score, never another expert. Short names for the generated types.
import type { Schemas } from '../../api/types';

export type MyReview = Schemas['MyReview'];
export type MyReviews = Schemas['MyReviews'];
export type AnswerWord = Schemas['AnswerWord'];
export type Commitment = Schemas['ReviewCommitment'];
