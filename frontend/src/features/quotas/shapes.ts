// What does the engine say about a society, as far as lists, maps and explanations need it?

/** A text in both languages. */
export interface Bilingual {
  zh: string;
  en: string;
}

/** One society before and after: what the simulator, the proposal and the comparison have in common. */
export interface Row {
  society_id: string;
  society: string;
  group: string;
  band: string;
  previous: number;
  proposed: number;
  score: number;
}

/** What one indicator gave: counts in thousandths (decayed), rates in billionths, points in millionths. */
export interface IndicatorTerm {
  indicator: string;
  name: Bilingual;
  head: string;
  x: number;
  n: number;
  raw?: number | null;
  shrunk?: number | null;
  contribution: number;
  contribution_before?: number | null;
  shrinkage: number;
}

/** One step from the previous number of places to the proposed one. */
export interface Step {
  kind: string;
  change: number;
  text: Bilingual;
}

/** The whole account of one society. */
export interface Outcome extends Row {
  low: number;
  high: number;
  score_before?: number | null;
  terms: readonly IndicatorTerm[];
  steps: readonly Step[];
  counterfactual?: { text: Bilingual } | null;
  reasons: Bilingual;
}
