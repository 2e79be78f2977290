// What is a reviewer's queue made of? Short names for the generated types.
import type { Schemas } from '../../api/types';

export type Queue = Schemas['ReviewQueue'];
export type Sheet = Schemas['ReviewSheet'];
export type ScoringPhase = Schemas['ScoringPhase'];
export type Criterion = Schemas['ReviewCriterion'];
export type WorkbookRow = Schemas['ReviewWorkbookRow'];
export type WorkbookTaken = Schemas['ReviewWorkbookTaken'];

/** What a reviewer wrote into a sheet, whole. */
export interface Content {
  points: Readonly<Record<string, number>>;
  choices: Readonly<Record<string, string>>;
  comments: Readonly<Record<string, string>>;
  skipped: boolean;
}
