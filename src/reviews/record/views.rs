//! What is shown of the record of a reviewer?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::standing::Standing;
use crate::{
    identity::Acted,
    matching::{AssignedNomination, NamedExpert},
};

/// How a reviewer stands: what he was asked for, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct ReviewerStanding {
    /// Invitations, but for those that the office took back.
    pub(super) asked: u32,
    /// Accepted.
    pub(super) accepted: u32,
    /// Declined.
    pub(super) declined: u32,
    /// Not answered in time.
    pub(super) expired: u32,
    /// Recused.
    pub(super) recused: u32,
    /// Sheets submitted.
    pub(super) submitted: u32,
    /// Those of them that came in time.
    pub(super) on_time: u32,
    /// Sheets that lie far from the others; not told to an officer who is kept from a nomination of the round.
    pub(super) outliers: Option<u32>,
    /// Sheets that were rated.
    pub(super) rated: u32,
    /// Sum of their grades, 1 to 5 each.
    pub(super) rated_sum: u32,
}

impl ReviewerStanding {
    /// A standing as it is told.
    pub(super) fn of(one: &Standing, tells_outliers: bool) -> Self {
        Self {
            asked: one.asked,
            accepted: one.accepted,
            declined: one.declined,
            expired: one.expired,
            recused: one.recused,
            submitted: one.submitted,
            on_time: one.on_time,
            outliers: tells_outliers.then_some(one.outliers),
            rated: one.rated,
            rated_sum: one.rated_sum,
        }
    }
}

/// A reviewer of a round.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReviewerRecordRow {
    /// The reviewer.
    pub(super) expert: NamedExpert,
    /// How he stands in the round.
    pub(super) standing: ReviewerStanding,
}

/// The record of a reviewer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReviewerRecord {
    /// The reviewer.
    pub(super) expert: NamedExpert,
    /// How he stands in each round, the latest first.
    pub(super) rounds: Vec<ReviewerRound>,
    /// What he was asked for, the latest first.
    pub(super) reviews: Vec<ReviewerDeed>,
}

/// How a reviewer stands in a round.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(super) struct ReviewerRound {
    /// The year of the round.
    pub(super) year: i32,
    /// How he stands.
    pub(super) standing: ReviewerStanding,
}

/// What became of one review.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReviewerDeed {
    /// Key of the assignment.
    #[schema(value_type = String)]
    pub(super) assignment: Uuid,
    /// The year of the round.
    pub(super) year: i32,
    /// The nomination.
    pub(super) nomination: AssignedNomination,
    /// `invited`, `accepted`, `declined`, `recused`, `expired` or `withdrawn`.
    pub(super) state: String,
    /// When he was asked.
    pub(super) invited_at: Option<DateTime<Utc>>,
    /// When the sheet was submitted.
    pub(super) submitted_at: Option<DateTime<Utc>>,
    /// Whether that was in time.
    pub(super) is_on_time: bool,
    /// Whether the reader may rate the sheet now.
    pub(super) may_rate: bool,
    /// How the office rated the sheet, with version 0 before it did.
    pub(super) rating: ReviewerRating,
}

/// How the office rated a sheet.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReviewerRating {
    /// Key of the assignment.
    #[schema(value_type = String)]
    pub(super) assignment: Uuid,
    /// 1 to 5.
    pub(super) grade: Option<u32>,
    /// In words; for who manages reviews alone.
    pub(super) words: Option<String>,
    /// Who.
    pub(super) rated_by: Option<String>,
    /// When.
    pub(super) rated_at: Option<DateTime<Utc>>,
    /// Version; 0 before the first rating.
    pub(super) version: i64,
    /// What who rated it is called, by user name.
    pub(super) names: BTreeMap<String, String>,
}

impl ReviewerRating {
    /// Of a sheet that nobody rated.
    pub(super) const fn none(assignment: Uuid) -> Self {
        Self {
            assignment,
            grade: None,
            words: None,
            rated_by: None,
            rated_at: None,
            version: 0,
            names: BTreeMap::new(),
        }
    }
}

impl Acted for ReviewerRating {
    fn actors(&self) -> Vec<&str> {
        self.rated_by.as_deref().into_iter().collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

/// How a sheet is rated.
#[derive(Clone, Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RateReviewer)]
pub(super) struct RatingText {
    /// 1 to 5.
    #[validate(range(min = 1, max = 5))]
    #[schema(minimum = 1, maximum = 5)]
    pub(super) grade: u32,
    /// In words.
    #[serde(default)]
    #[validate(length(max = 500))]
    pub(super) words: Option<String>,
}
