//! Why does this society have this score and this change? Terms that sum to the score, steps that
//! sum to the change, and how far each line is.

use super::counterfactual;
use super::draft::Draft;
use super::history::History;
use super::indicator::{Head, Indicator};
use super::interval;
use super::outcome::{
    HeadSum, IndicatorTerm, LineDistance, LineKind, SocietyOutcome, Step, StepKind,
};
use super::places::steps;
use super::policy::Policy;
use super::prior::Priors;
use super::record::Record;
use super::score::{POINT, Scale, Scorer, Term};
use super::wording;

/// Everything that an explanation looks at.
pub(super) struct Explainer<'a> {
    pub(super) history: &'a History,
    pub(super) policy: &'a Policy,
    pub(super) record: &'a Record,
    pub(super) draft: &'a Draft<'a>,
    /// Of the newest round, the one before, …
    pub(super) scorers: Vec<Scorer<'a>>,
    /// Of [`Record::cells_with_cases`].
    pub(super) cells: Vec<u32>,
    priors: &'a [Priors],
}

impl<'a> Explainer<'a> {
    pub(super) fn new(
        history: &'a History,
        policy: &'a Policy,
        record: &'a Record,
        priors: &'a [Priors],
        draft: &'a Draft<'a>,
    ) -> Self {
        let scorers = priors.iter().map(|priors| Scorer::new(policy, priors)).collect();
        let cells = record.cells_with_cases();
        Self { history, policy, record, draft, scorers, cells, priors }
    }

    /// The proposal for one society, explained.
    pub(super) fn explain(&self, society: usize) -> SocietyOutcome {
        let judged = &self.draft.judged[society];
        let (score, proposed) = (judged.score(), self.draft.places[society]);
        let terms = self.terms(society);
        let named = &self.record.societies[society];
        let told = counterfactual::smallest(self, society);
        let mut outcome = SocietyOutcome {
            society_id: named.id.clone(),
            society: named.name.clone(),
            group: self.record.groups[named.group].clone(),
            score: score.score,
            low: score.low,
            high: score.high,
            score_before: judged.scores.get(1).copied().flatten().map(|score| score.score),
            heads: self.heads(&terms),
            band: judged.band(),
            previous: judged.previous,
            proposed,
            terms,
            steps: self.steps(society),
            lines: self.lines(society),
            counterfactual: told.as_ref().ok().cloned(),
            reasons: crate::shared::Bilingual::default(),
        };
        outcome.reasons =
            wording::reasons(self.policy, (named, told.err()), &judged.verdict, &outcome);
        outcome
    }

    fn terms(&self, society: usize) -> Vec<IndicatorTerm> {
        let newest = self.record.rounds.len() - 1;
        let now = self.terms_of(society, 0, newest);
        let is_known_before = self.draft.judged[society].scores.get(1).is_some_and(Option::is_some);
        let before =
            if is_known_before { self.terms_of(society, 1, newest - 1) } else { Vec::new() };
        let group = self.record.societies[society].group;
        let named = self.policy.indicators.iter().enumerate().zip(&now);
        named
            .map(|((place, indicator), term)| {
                let prior = self.priors[0].rates[place].as_ref().map(|prior| prior.groups[group]);
                let before = before.get(place).map(|term| term.points);
                indicator_term(indicator, *term, prior, before)
            })
            .collect()
    }

    fn terms_of(&self, society: usize, age: usize, round: usize) -> Vec<Term> {
        let mut terms = Vec::with_capacity(self.record.width());
        if let Some(scorer) = self.scorers.get(age) {
            scorer.score_with(self.record, society, round, |_, term| terms.push(term));
        }
        terms
    }

    fn heads(&self, terms: &[IndicatorTerm]) -> Vec<HeadSum> {
        let sum = |head: Head| {
            let own = self.policy.indicators.iter().zip(terms).filter(|(i, _)| i.head == head);
            let (points, most) = own.fold((0, 0), |(points, most), (_, term)| {
                (points + term.contribution, most + term.most)
            });
            HeadSum { head, points, most }
        };
        Head::ALL.into_iter().map(sum).collect()
    }

    fn lines(&self, society: usize) -> Vec<LineDistance> {
        let judged = &self.draft.judged[society];
        let (policy, verdict, score) = (self.policy, &judged.verdict, judged.score());
        let (expand, shrink) =
            (i64::from(policy.expand.points) * POINT, i64::from(policy.shrink.points) * POINT);
        vec![
            LineDistance {
                line: LineKind::Expand,
                at: expand,
                end: score.low,
                distance: score.low - expand,
                rounds_crossed: verdict.rounds_above,
                rounds_needed: policy.expand.rounds,
            },
            LineDistance {
                line: LineKind::Shrink,
                at: shrink,
                end: score.high,
                distance: score.high - shrink,
                rounds_crossed: verdict.rounds_below,
                rounds_needed: policy.shrink.rounds,
            },
        ]
    }

    fn steps(&self, society: usize) -> Vec<Step> {
        let judged = &self.draft.judged[society];
        let parts = steps(&judged.span, judged.previous, self.draft.places[society]);
        let sharing = match self.draft.regime {
            super::apportion::Regime::Plenty | super::apportion::Regime::Gaining => {
                StepKind::Competition
            }
            super::apportion::Regime::Losing => StepKind::Total,
            super::apportion::Regime::Short => StepKind::Shortfall,
        };
        [
            (StepKind::Bound, parts.bound),
            (StepKind::Band, parts.band),
            (StepKind::Limit, parts.limit),
            (sharing, parts.sharing),
        ]
        .into_iter()
        .filter(|(_, change)| *change != 0)
        .map(|(kind, change)| Step {
            kind,
            change,
            text: wording::step(self.policy, &judged.verdict, kind, change),
        })
        .collect()
    }
}

fn indicator_term(
    indicator: &Indicator,
    term: Term,
    prior: Option<interval::Rate>,
    before: Option<i64>,
) -> IndicatorTerm {
    let raw = prior
        .filter(|_| term.whole_milli > 0)
        .map(|_| interval::rate_of(term.part_milli.into(), term.whole_milli.into()));
    let plain = raw.zip(Scale::of(indicator)).map(|(raw, scale)| scale.points(raw));
    let of_rate = |rate: interval::Rate| prior.map(|_| interval::nano(rate));
    IndicatorTerm {
        indicator: indicator.id.clone(),
        x: term.part_milli,
        n: term.whole_milli,
        raw: raw.map(interval::nano),
        prior: prior.map(interval::nano),
        shrunk: of_rate(term.rate),
        low: of_rate(term.rate_low),
        high: of_rate(term.rate_high),
        contribution: term.points,
        most: i64::from(indicator.points) * POINT,
        contribution_before: before,
        shrinkage: plain.map(|plain| plain - term.points),
    }
}
