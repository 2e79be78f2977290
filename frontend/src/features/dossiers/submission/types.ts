// What does the server tell of checks, submissions and a society's work? Short names for the generated types.
import type { Schemas } from '../../../api/types';

export type Finding = Schemas['CheckFinding'];
export type Verdict = Schemas['CheckVerdict'];
export type DossierCheck = Schemas['DossierCheck'];
export type Receipt = Schemas['SubmissionReceipt'];
export type DossierSubmission = Schemas['DossierSubmission'];
export type DossierSubmissions = Schemas['DossierSubmissions'];
export type DossierWithdrawal = Schemas['DossierWithdrawal'];
export type WithdrawalRequest = Schemas['WithdrawalRequest'];
export type WithdrawalAnswer = Schemas['WithdrawalAnswer'];
export type SocietyPlaces = Schemas['SocietyPlaces'];
export type RecommendationQueue = Schemas['RecommendationQueue'];
export type RecommendedDossier = Schemas['RecommendedDossier'];
export type BlockedDossier = Schemas['BlockedDossier'];
export type SocietyHome = Schemas['SocietyHome'];
