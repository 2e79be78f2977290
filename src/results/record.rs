//! What may be done with results, and was the number confirmed?

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    ids::{
        BallotId, NominationId, ResultDecisionId, ResultPaperId, ResultReleaseId, ReviewMeetingId,
        RoundId,
    },
    vocabulary::{DecisionOutcome, NominationState, ReleaseStage, ReleaseState, ResultPaperKind},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    meetings::model::{Grade, Stage},
    shared::hex_sha256,
};

/// Above so many nominations, whoever releases types how many there are (features.md I2).
pub(super) const MOST_UNCONFIRMED: usize = 20;

/// Whether whoever releases means as many nominations as there are.
pub(super) const fn is_confirmed(count: usize, typed: Option<usize>) -> bool {
    match typed {
        Some(typed) => typed == count,
        None => count <= MOST_UNCONFIRMED,
    }
}

/// Where a nomination stands that a release of a stage decides.
pub(super) const fn stands_at(stage: ReleaseStage) -> NominationState {
    match stage {
        ReleaseStage::FirstReview => NominationState::PanelReview,
        ReleaseStage::Committee => NominationState::CommitteeReview,
        ReleaseStage::Award => NominationState::CouncilDecision,
    }
}

/// At which point of the way the meetings decide that a release follows from.
pub(super) const fn meetings_of(stage: ReleaseStage) -> Stage {
    match stage {
        ReleaseStage::FirstReview => Stage::FirstReview,
        ReleaseStage::Committee => Stage::Committee,
        ReleaseStage::Award => Stage::Council,
    }
}

/// A release, without its decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Release {
    /// Key.
    pub(super) id: ResultReleaseId,
    /// Its round.
    pub(super) round: RoundId,
    /// What it makes known.
    pub(super) stage: ReleaseStage,
    /// Codes of the categories whose nominations it decides.
    pub(super) categories: Vec<String>,
    /// Title.
    pub(super) title: String,
    /// Where it stands.
    pub(super) state: ReleaseState,
    /// The meetings that it follows from.
    pub(super) meetings: Vec<ReviewMeetingId>,
    /// SHA-256 of its decisions ([`digest_of`]).
    pub(super) digest: String,
    /// Who drafted it.
    pub(super) drafted_by: String,
    /// When.
    pub(super) drafted_at: DateTime<Utc>,
    /// How many nominations were meant, as whoever released it typed.
    pub(super) confirmed_count: Option<u32>,
    /// Who released it.
    pub(super) released_by: Option<String>,
    /// When.
    pub(super) released_at: Option<DateTime<Utc>>,
    /// Counts the changes.
    pub(super) version: i64,
}

/// What was decided of one nomination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decision {
    /// Key.
    pub(super) id: ResultDecisionId,
    /// The release that it is part of.
    pub(super) release: ResultReleaseId,
    /// The nomination.
    pub(super) nomination: NominationId,
    /// What was decided.
    pub(super) outcome: DecisionOutcome,
    /// The grade for which it was nominated.
    pub(super) grade_nominated: Option<Grade>,
    /// The grade that it received.
    pub(super) grade: Option<Grade>,
    /// The ballot that decided.
    pub(super) ballot: Option<BallotId>,
    /// Votes.
    pub(super) votes: Option<u32>,
    /// Those of whom they are a share.
    pub(super) of: Option<u32>,
    /// Who receives the award, once that is final.
    pub(super) people: Option<Vec<Winner>>,
    /// The units that receive it, once that is final, in their order.
    pub(super) units: Option<Vec<String>>,
    /// Why it was struck.
    pub(super) basis: Option<String>,
    /// The decision that this one corrects.
    pub(super) reverses: Option<ResultDecisionId>,
    /// Whether it was released.
    pub(super) is_final: bool,
}

/// Somebody who receives an award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AwardWinner)]
pub struct Winner {
    /// Rank by contribution, from 1.
    pub rank: u32,
    /// Name as nominated.
    pub name: String,
    /// Unit at the time of the work.
    pub unit: Option<String>,
}

/// A document behind a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paper {
    /// Key.
    pub(super) id: ResultPaperId,
    /// What it is.
    pub(super) kind: ResultPaperKind,
    /// The number that it bears.
    pub(super) document_number: String,
    /// The day that it bears.
    pub(super) dated: NaiveDate,
    /// What it says; of the council's limits, TOML ([`super::cut::council_limits`]).
    pub(super) text: String,
    /// Who entered it.
    pub(super) entered_by: String,
    /// When.
    pub(super) entered_at: DateTime<Utc>,
    /// Who confirmed it.
    pub(super) confirmed_by: Option<String>,
    /// When.
    pub(super) confirmed_at: Option<DateTime<Utc>>,
    /// Counts the changes.
    pub(super) version: i64,
}

impl Paper {
    /// The confirmed one of a kind.
    pub(super) fn confirmed(papers: &[Self], kind: ResultPaperKind) -> Option<&Self> {
        papers.iter().find(|one| one.kind == kind && one.confirmed_by.is_some())
    }
}

/// How many nominations were decided how.
pub(super) fn counted<'d>(
    outcomes: impl Iterator<Item = &'d DecisionOutcome>,
) -> BTreeMap<DecisionOutcome, u32> {
    let mut counts = BTreeMap::new();
    for outcome in outcomes {
        let count: &mut u32 = counts.entry(*outcome).or_default();
        *count = count.saturating_add(1);
    }
    counts
}

/// SHA-256 of what is decided of each nomination and of what it follows from, by the keys of the nominations.
pub(super) fn digest_of(decisions: &[Decision]) -> String {
    let row = |one: &Decision| {
        let decided = (one.outcome, one.grade, one.ballot);
        (one.nomination, decided, (one.votes, one.of), one.basis.clone())
    };
    let mut rows: Vec<_> = decisions.iter().map(row).collect();
    rows.sort_by_key(|(nomination, ..)| *nomination);
    hex_sha256(&serde_json::to_vec(&rows).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn decision(number: u128, outcome: DecisionOutcome) -> Decision {
        Decision {
            id: Uuid::from_u128(number + 100).into(),
            release: Uuid::nil().into(),
            nomination: Uuid::from_u128(number).into(),
            outcome,
            grade_nominated: Some(Grade::Second),
            grade: Some(Grade::Second),
            ballot: None,
            votes: Some(9),
            of: Some(15),
            people: None,
            units: None,
            basis: None,
            reverses: None,
            is_final: false,
        }
    }

    #[test]
    fn a_number_is_typed_above_twenty_and_meant_wherever_it_is_typed() {
        assert!(is_confirmed(20, None) && !is_confirmed(21, None));
        assert!(is_confirmed(21, Some(21)) && !is_confirmed(21, Some(20)));
        assert!(!is_confirmed(3, Some(4)));
    }

    #[test]
    fn the_digest_knows_what_was_decided_and_not_in_which_order_it_is_kept() {
        let [one, two] = [1, 2].map(|number| decision(number, DecisionOutcome::Passed));
        let digest = digest_of(&[one.clone(), two.clone()]);
        assert_eq!(digest_of(&[two.clone(), one.clone()]), digest);
        for changed in [
            Decision { outcome: DecisionOutcome::Failed, ..one.clone() },
            Decision { votes: Some(8), ..one.clone() },
            Decision { grade: None, ..one.clone() },
            Decision { basis: Some("理由".to_owned()), ..one },
        ] {
            assert_ne!(digest_of(&[changed, two.clone()]), digest);
        }
    }
}
