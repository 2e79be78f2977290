//! What is shown of a body?

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An expert of the pool who sits somewhere.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct SeatExpert {
    /// Key.
    #[schema(value_type = String)]
    pub(super) id: Uuid,
    /// The pool's key.
    pub(super) code: String,
}

/// Why somebody must not judge a nomination, or must be looked at.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct SeatConflict {
    /// `bar`, `flag` or `note`.
    pub(super) severity: String,
    /// The number of the nomination that people quote.
    pub(super) number: String,
    /// Project name.
    pub(super) title: String,
    /// Evidence in Chinese.
    pub(super) zh: String,
    /// In English.
    pub(super) en: String,
}

/// What a check of the name found, where somebody sits who is no expert of the pool.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct SeatCheck {
    /// `clean`, `soft`, `hard` or `unreadable`.
    pub(super) grade: String,
    /// The expert of the pool who is surely meant.
    pub(super) expert: Option<SeatExpert>,
    /// Nominations of the round that he must not judge.
    pub(super) barred: u64,
    /// Nominations that a person must look at.
    pub(super) flagged: u64,
    /// Why, the gravest first.
    pub(super) reasons: Vec<SeatConflict>,
}

/// A seat.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ReviewSeat)]
pub(super) struct SeatView {
    /// Key.
    #[schema(value_type = String)]
    pub(super) id: Uuid,
    /// Key of the body.
    #[schema(value_type = String)]
    pub(super) body: Uuid,
    /// Its number in the body, from 1.
    pub(super) number: u32,
    /// Name.
    pub(super) name: String,
    /// Unit.
    pub(super) unit: String,
    /// `chair`, `vice_chair`, `secretary`, `scribe` or `member`.
    pub(super) duty: String,
    /// User name of the account that sits there, as it says or as the expert's is tied.
    pub(super) username: Option<String>,
    /// The expert of the pool who sits there.
    pub(super) expert: Option<SeatExpert>,
    /// When it ended.
    pub(super) ended_at: Option<DateTime<Utc>>,
    /// Why.
    pub(super) ended_why: Option<String>,
    /// What a check of the name found; told when the seat is given.
    pub(super) check: Option<SeatCheck>,
    /// Version, for the entity tag.
    pub(super) version: i64,
}

/// A body.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ReviewBody)]
pub(super) struct BodyView {
    /// Key.
    #[schema(value_type = String)]
    pub(super) id: Uuid,
    /// `panel`, `committee` or `council`.
    pub(super) kind: String,
    /// What it is called.
    pub(super) name: String,
    /// Code of the category that it is for; none for every one.
    pub(super) category: Option<String>,
    /// The panel whose nominations it reviews.
    pub(super) panel: Option<String>,
    /// Its seats, those that ended among them, by number.
    pub(super) seats: Vec<SeatView>,
    /// The fewest seats by the rules.
    pub(super) least: u32,
    /// The most seats by the rules.
    pub(super) most: Option<u32>,
    /// Whether it has as many as the rules say.
    pub(super) is_fit: bool,
    /// Whether the reader may change it and its seats now: no meeting of it goes on.
    pub(super) may_change: bool,
    /// Version, for the entity tag.
    pub(super) version: i64,
}
