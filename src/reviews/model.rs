//! What are phases, sheets and aggregates, for every room that asks?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{ExpertId, NominationId, ReviewAssignmentId, ReviewPhaseId, ReviewSheetId, RoundId},
    vocabulary::{ReviewPhaseState, SheetState},
};

/// What one reviewer gave one nomination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score {
    /// The nomination.
    pub nomination: NominationId,
    /// The reviewer.
    pub reviewer: ExpertId,
    /// The total, in hundredths of a point.
    pub total: i32,
}

/// What a phase is one of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PhaseKey {
    /// The round.
    pub round: RoundId,
    /// Code of the category.
    pub category: String,
}

/// A phase of the remote review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// Key.
    pub id: ReviewPhaseId,
    /// The round.
    pub round: RoundId,
    /// Code of the category.
    pub category: String,
    /// Where it stands.
    pub state: ReviewPhaseState,
    /// Whether the severity of reviewers is taken off.
    pub is_calibrated: bool,
    /// When sheets may be kept from.
    pub opens_at: DateTime<Utc>,
    /// The first instant that is too late.
    pub closes_at: DateTime<Utc>,
    /// The seed of the draws, 32 bytes in hexadecimal; none before it opens.
    pub seed: Option<String>,
    /// Version.
    pub version: i64,
}

impl Phase {
    /// Whether sheets may be kept at `now`: it was opened, and the clock is within its time.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.state == ReviewPhaseState::Open && self.opens_at <= now && now < self.closes_at
    }
}

/// A sheet that counts: of an assignment that is accepted and not frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// Key.
    pub id: ReviewSheetId,
    /// The assignment.
    pub assignment: ReviewAssignmentId,
    /// The nomination.
    pub nomination: NominationId,
    /// Who gave it.
    pub expert: ExpertId,
    /// Where it stands: never void.
    pub state: SheetState,
    /// Points by criterion.
    pub points: BTreeMap<String, u32>,
    /// Chosen words by criterion.
    pub choices: BTreeMap<String, String>,
    /// The total, in hundredths of a point; none until each criterion has its points.
    pub total: Option<i32>,
    /// When it was first kept.
    pub first_saved_at: DateTime<Utc>,
    /// When it was last kept.
    pub saved_at: DateTime<Utc>,
    /// When it was submitted.
    pub submitted_at: Option<DateTime<Utc>>,
}

/// What became of the sheets of one nomination; points in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AggregateRow {
    /// The nomination.
    pub nomination: NominationId,
    /// How many sheets count.
    pub sheets: u32,
    /// Mean of the totals as given.
    pub raw: Option<i32>,
    /// Mean with the severity of reviewers taken off.
    pub calibrated: Option<i32>,
    /// Which of the two ranks.
    pub used: Option<i32>,
    /// Rank in its group, from 1; equal ones share one.
    pub rank: Option<u32>,
    /// Lower end of the interval of the rank.
    pub rank_low: Option<u32>,
    /// Upper end.
    pub rank_high: Option<u32>,
    /// The highest total less the lowest.
    pub spread: Option<i32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phase_is_open_from_its_first_instant_to_before_its_last() {
        let at = |second: i64| DateTime::from_timestamp(second, 0).unwrap();
        let mut phase = Phase {
            id: uuid::Uuid::nil().into(),
            round: uuid::Uuid::nil().into(),
            category: "NAT".to_owned(),
            state: ReviewPhaseState::Open,
            is_calibrated: false,
            opens_at: at(10),
            closes_at: at(20),
            seed: None,
            version: 1,
        };
        let open = [9, 10, 19, 20].map(|second| phase.is_open(at(second)));
        assert_eq!(open, [false, true, true, false]);
        phase.state = ReviewPhaseState::Closed;
        assert!(!phase.is_open(at(15)));
    }
}
