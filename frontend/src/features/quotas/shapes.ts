// What does a row of a quota outcome say, as far as lists and maps need it?

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
