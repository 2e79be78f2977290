// Where in the process do the nominations of a round stand? Groups the states of domain.md §4.2 into steps.

const GROUPS = {
  preparing: ['draft', 'internal_review', 'internal_publicity', 'council_approved', 'recommended', 'return_asked'],
  submitted: ['submitted', 'form_check', 'correction_required'],
  accepted: ['accepted', 'acceptance_publicity', 'objection_clear', 'objection_resolved'],
  objection: ['objection_open', 'objection_investigating', 'deferred'],
  network: ['network_review', 'network_review_done'],
  panel: ['panel_review', 'first_review_passed', 'first_review_publicity'],
  committee: ['committee_review', 'committee_passed', 'council_decision', 'most_check', 'central_approval'],
  awarded: ['awarded'],
  ended: ['rejected', 'abandoned', 'upheld_terminated', 'first_review_failed', 'committee_failed', 'not_awarded', 'withdrawn', 'removed_66', 'terminated', 'revoked'],
} as const;

export interface Step {
  group: keyof typeof GROUPS | 'other';
  count: number;
  states: { state: string; count: number }[];
}

/** Groups counts by state into the steps of the process, in order; states we do not know come last. */
export function pipelineOf(byState: readonly { state: string; count: number }[]): Step[] {
  const known = new Set<string>(Object.values(GROUPS).flat());
  const steps = (Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group): Step => {
    const states = GROUPS[group].flatMap((state) => byState.filter((entry) => entry.state === state && entry.count > 0));
    return { group, states, count: states.reduce((sum, entry) => sum + entry.count, 0) };
  });
  const strays = byState.filter((entry) => !known.has(entry.state) && entry.count > 0);
  if (strays.length > 0) {
    steps.push({ group: 'other', states: [...strays], count: strays.reduce((sum, entry) => sum + entry.count, 0) });
  }
  return steps;
}

/** Where the button of an attention row leads; undefined for a code that this version does not know. */
export function attentionTarget(code: string, year: number, latestRunId: string | undefined): string | undefined {
  const report = latestRunId === undefined ? `/rounds/${year}/matching` : `/rounds/${year}/matching/${latestRunId}`;
  switch (code) {
    case 'nominations_without_abstract':
      return `/rounds/${year}/nominations`;
    case 'nominations_unfilled':
      return `${report}#unfilled`;
    case 'conflicts_to_decide':
      return `${report}#conflicts`;
    case 'experts_without_publications':
      return '/experts?sort=publications';
    case 'not_matched_yet':
      return `/rounds/${year}/matching`;
    default:
      return undefined;
  }
}
