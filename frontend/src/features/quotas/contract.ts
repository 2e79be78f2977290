// What do the answers about quotas look like? Short names for the generated types.
import type { components } from '../../api/schema.gen';

type Schemas = components['schemas'];

export type Band = Schemas['Band'];
export type QuotaSocietyRow = Schemas['QuotaSocietyRow'];
export type SocietyOutcome = Schemas['SocietyOutcome'];
export type IndicatorTerm = Schemas['IndicatorTerm'];
export type LineDistance = Schemas['LineDistance'];
export type QuotaOutcomeSummary = Schemas['QuotaOutcomeSummary'];
export type QuotaTrialPolicy = Schemas['QuotaTrialPolicy'];
export type Mover = Schemas['Mover'];
export type Comparison = Schemas['Comparison'];
export type QuotaCompared = Schemas['QuotaCompared'];
export type QuotaSimulation = Schemas['QuotaSimulation'];
export type SocietyStability = Schemas['SocietyStability'];
export type Stability = Schemas['Stability'];
export type Contender = Schemas['Contender'];
export type BackTestStanding = Schemas['BackTestStanding'];
export type BackTestRound = Schemas['BackTestRound'];
export type BackTest = Schemas['BackTest'];
export type QuotaPolicy = Schemas['QuotaPolicy'];
export type QuotaScenario = Schemas['QuotaScenario'];
export type QuotaCounter = Schemas['QuotaCounter'];
export type QuotaBucket = Schemas['QuotaBucket'];
export type QuotaMove = Schemas['QuotaMove'];
export type QuotaLedger = Schemas['QuotaLedger'];
export type QuotaEntry = Schemas['QuotaEntry'];
export type QuotaCounterDetail = Schemas['QuotaCounterDetail'];
export type CastOverview = Schemas['CastOverview'];
export type QuotaProposal = Schemas['QuotaProposal'];
export type QuotaDecision = Schemas['QuotaDecision'];
export type QuotaBalance = Schemas['QuotaBalance'];
export type QuotaProposalDetail = Schemas['QuotaProposalDetail'];
export type QuotaAppeal = Schemas['QuotaAppeal'];
export type QuotaDecisionDetail = Schemas['QuotaDecisionDetail'];
export type SocietyQuotaDecision = Schemas['SocietyQuotaDecision'];
export type SocietyQuota = Schemas['SocietyQuota'];

/** What a page needs of an indicator: its name by its number. */
export interface PolicyIndicator {
  id: string;
  name: { zh: string; en: string };
  /** On what its figures rest, the base rate among them. */
  basis: string;
}

/** A policy with its text, and as much of what was read from it as the pages use. */
export type QuotaPolicyDetail = QuotaPolicy & {
  content: string;
  read: { expand: { points: number }; shrink: { points: number }; indicators: readonly PolicyIndicator[] };
};
