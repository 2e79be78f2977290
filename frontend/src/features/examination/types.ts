// What does the server tell of examinations? Short names for the generated types.
import type { Schemas } from '../../api/types';

export type ExaminationRow = Schemas['ExaminationRow'];
export type ExaminationDetail = Schemas['ExaminationDetail'];
export type Item = ExaminationDetail['items'][number];
export type Said = Item['verdicts'][number];
export type RuleChoice = ExaminationDetail['others'][number];
export type Correction = NonNullable<ExaminationDetail['correction']>;
export type VerdictBody = Schemas['ExaminationVerdictBody'];
export type BatchRequest = Schemas['ExaminationBatchRequest'];
export type Outlook = Schemas['ExaminationOutlook'];
export type Batch = Schemas['BatchView'];
export type SocietyExamination = Schemas['SocietyExamination'];
export type ReuseRun = Schemas['ReuseRun'];
export type ReusePair = Schemas['ReusePair'];
