//! What is the least that would have changed the outcome? The fewest cases of one measure in the
//! newest round, found by deciding anew, so that it is true by construction.

use super::band::Band;
use super::draft::{Draft, Judged, judge_society, priors};
use super::explain::Explainer;
use super::history::row_faults;
use super::indicator::Source;
use super::outcome::Counterfactual;
use super::policy::Policy;
use super::record::{Reader, Record};
use super::standing::{Standing, better_first};
use super::wording;
use crate::track_record::model::HistoryRow;

/// No more cases than this are tried.
pub(super) const MOST_CASES: u32 = 20;

/// Why no counterfactual is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unmoved {
    /// Places on probation do not follow from the score.
    Newcomer,
    /// Nor do those after a suspension.
    Return,
    /// A line asks for more rounds than the newest, and was not crossed before it.
    EarlierRounds,
    /// No measure alone could get so much better that it brought anything.
    NotByBetter,
    /// No measure alone could get so much worse that it cost the gain.
    NotByWorse,
}

/// The smallest counterfactual of a society: for the better, or, where a place was gained, for the
/// worse; or why there is none.
pub(super) fn smallest(
    explainer: &Explainer<'_>,
    society: usize,
) -> Result<Counterfactual, Unmoved> {
    let judged = &explainer.draft.judged[society];
    let places = explainer.draft.places[society];
    let has_gained = judged.band() == Band::Expand && places > judged.previous;
    if !has_gained {
        may_improve(explainer.policy, judged, places)?;
    }
    let unmoved = if has_gained { Unmoved::NotByWorse } else { Unmoved::NotByBetter };
    let mut trial = Trial::new(explainer, society).ok_or(unmoved)?;
    let better = if has_gained { -1 } else { 1 };
    let mut measures = measures(explainer.policy);
    for cases in 1..=MOST_CASES {
        let mut best: Option<Counterfactual> = None;
        measures.retain(|(measure, sign)| {
            let change = sign * better * i32::try_from(cases).unwrap_or(i32::MAX);
            let Some(found) = trial.run(measure, change) else { return false };
            let (band, then) = found;
            let is_change = if has_gained {
                then < places
            } else {
                then > places || is_better(band, judged.band())
            };
            if is_change && best.as_ref().is_none_or(|best| then > best.places) {
                best = Some(Counterfactual {
                    measure: (*measure).to_owned(),
                    cases: change,
                    band,
                    places: then,
                    text: wording::counterfactual(measure, change, band, then),
                });
            }
            true
        });
        if best.is_some() || measures.is_empty() {
            return best.ok_or(unmoved);
        }
    }
    Err(unmoved)
}

/// Whether one band is better than another; beginning and returning are beside the order.
fn is_better(one: Band, other: Band) -> bool {
    let rank = |band: Band| match band {
        Band::Suspend => Some(0),
        Band::Shrink => Some(1),
        Band::Hold => Some(2),
        Band::Expand => Some(3),
        Band::Newcomer | Band::Return => None,
    };
    rank(one)
        .zip(rank(other))
        .map_or(one != other && other == Band::Suspend, |(one, other)| one > other)
}

/// Whether a better newest round alone could lead anywhere: what the total took may be won back by a
/// heavier claim; a line that asks for more rounds than were crossed before cannot be crossed by it.
fn may_improve(policy: &Policy, judged: &Judged, places: u32) -> Result<(), Unmoved> {
    if places < judged.span.seats.low {
        return Ok(());
    }
    match judged.band() {
        Band::Suspend | Band::Shrink | Band::Expand => Ok(()),
        Band::Newcomer => Err(Unmoved::Newcomer),
        Band::Return => Err(Unmoved::Return),
        Band::Hold => {
            let line = i64::from(policy.expand.points) * super::score::POINT;
            let earlier = judged.scores.iter().skip(1);
            let run = earlier.take_while(|s| s.is_some_and(|score| score.low >= line)).count();
            let is_enough = run as u64 + 1 >= u64::from(policy.expand.rounds);
            if is_enough || judged.verdict.veto.is_some() {
                Ok(())
            } else {
                Err(Unmoved::EarlierRounds)
            }
        }
    }
}

/// The measures that may be changed, with the sign of better, in the order of the policy.
fn measures(policy: &Policy) -> Vec<(&str, i32)> {
    let mut measures: Vec<(&str, i32)> = Vec::new();
    let indicators = policy.indicators.iter().map(|indicator| match &indicator.source {
        Source::Rate { numerator, .. } => {
            (numerator.as_str(), if indicator.is_up() { 1 } else { -1 })
        }
        Source::Events { measure, .. } => (measure.as_str(), -1),
    });
    let vetoes = policy.vetoes.iter().filter(|veto| veto.less.is_none());
    for (measure, sign) in indicators.chain(vetoes.map(|veto| (veto.measure.as_str(), -1))) {
        if !measures.iter().any(|(known, _)| *known == measure) {
            measures.push((measure, sign));
        }
    }
    measures
}

/// One society's record, to be changed and judged again and again.
struct Trial<'a> {
    explainer: &'a Explainer<'a>,
    society: usize,
    record: Record,
    reader: Reader<'a>,
    /// The rows of the newest round; the first is the one that is changed.
    rows: Vec<&'a HistoryRow>,
    /// Indicators of which this newest round alone may hold cases. With the first of them, or without
    /// the last, the scores of all societies change.
    alone: Vec<usize>,
}

impl<'a> Trial<'a> {
    fn new(explainer: &'a Explainer<'a>, society: usize) -> Option<Self> {
        let (history, record) = (explainer.history, explainer.record);
        let id = &record.societies[society].id;
        let newest = *record.rounds.last()?;
        let mut rows: Vec<&HistoryRow> = history
            .societies
            .get(id)?
            .rows
            .iter()
            .map(|place| &history.rows[*place])
            .filter(|row| row.round == newest)
            .collect();
        // The society's own row before those merged into it.
        rows.sort_by_key(|row| (row.society_id != *id, &row.society_id));
        let own = record.counts(society, record.rounds.len() - 1);
        let is_alone = |place: &usize| explainer.cells[*place] == u32::from(own[*place].whole > 0);
        (!rows.is_empty()).then(|| Self {
            explainer,
            society,
            record: record.only(society),
            reader: Reader::new(explainer.policy),
            rows,
            alone: (0..record.width()).filter(is_alone).collect(),
        })
    }

    /// Band and places with so many cases more; none if no such row could be.
    fn run(&mut self, measure: &str, change: i32) -> Option<(Band, u32)> {
        let mut row = (*self.rows.first()?).clone();
        let count = row.counts.get_mut(measure)?;
        *count = count.checked_add_signed(change)?;
        if !row_faults(self.explainer.policy, &row).is_empty() {
            return None;
        }
        let rows: Vec<&HistoryRow> =
            std::iter::once(&row).chain(self.rows[1..].iter().copied()).collect();
        lay(&mut self.record, 0, &rows, &mut self.reader);
        if self.changes_all() {
            return Some(self.decide_anew(&rows));
        }
        let Explainer { policy, draft, record, scorers, .. } = self.explainer;
        let judged = judge_society(&self.record, policy, scorers, 0);
        let changed = Standing { record: &self.record, society: 0, score: judged.score() };
        let places = draft.field.share_if(
            (self.society, judged.weight(), judged.span.seats),
            draft.available.into(),
            |other| {
                let score = draft.judged[other].score();
                let rival = Standing { record, society: other, score };
                better_first(policy, changed, rival).then(self.society.cmp(&other))
            },
        );
        Some((judged.band(), places))
    }

    /// Whether the change brings the first case of an indicator, or takes its last.
    fn changes_all(&self) -> bool {
        let newest = self.record.rounds.len() - 1;
        let before = self.explainer.record.counts(self.society, newest);
        let after = self.record.counts(0, newest);
        self.alone.iter().any(|place| (before[*place].whole > 0) != (after[*place].whole > 0))
    }

    /// The same for all societies, not for this one alone.
    fn decide_anew(&mut self, rows: &[&HistoryRow]) -> (Band, u32) {
        let Explainer { policy, draft, record, .. } = self.explainer;
        let mut record = (*record).clone();
        lay(&mut record, self.society, rows, &mut self.reader);
        let anew = Draft::new(&record, policy, &priors(&record, policy), draft.total);
        (anew.judged[self.society].band(), anew.places[self.society])
    }
}

/// Lays the rows of a society out as its newest round.
fn lay(record: &mut Record, society: usize, rows: &[&HistoryRow], reader: &mut Reader<'_>) {
    let newest = record.rounds.len() - 1;
    record.clear(society, newest);
    for row in rows {
        record.add(society, newest, row, reader);
    }
}
