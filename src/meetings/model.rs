//! What are votes, shares, seats and rolls, for every room that asks?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
pub use entity::vocabulary::{AwardGrade as Grade, ReviewStage as Stage};
use entity::{
    ids::{
        AccountId, AgendaItemId, BallotId, ExpertId, NominationId, ReviewBodyId, ReviewMeetingId,
        ReviewSeatId, RoundId,
    },
    vocabulary::{AgendaState, BodyKind, DefenceState, ReviewMeetingState, SeatDuty},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A share that is to be reached, or exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VoteShare)]
pub struct Share {
    /// Numerator.
    pub n: u32,
    /// Denominator.
    pub d: u32,
    /// Whether the share itself is enough.
    pub inclusive: bool,
}

/// What a ballot said of a nomination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BallotOutcome {
    /// The ballot.
    pub ballot: BallotId,
    /// The nomination.
    pub nomination: NominationId,
    /// The grade that was voted on.
    pub grade: Option<Grade>,
    /// Votes.
    pub votes: u32,
    /// Those of whom they are a share.
    pub present: u32,
    /// Whether it passed.
    pub passed: bool,
    /// Which turn it was, from 1.
    pub turn: u32,
}

/// Who is expected at an instant, who is there, and who keeps out of which item: by the keys of seats, or by labels
/// in their place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roll<V: Ord = ReviewSeatId> {
    /// Seats that have not ended.
    pub expected: u32,
    /// Those of them that are present.
    pub present: BTreeSet<V>,
    /// Who keeps out, by the position of the item or the number of the line.
    pub recused: BTreeMap<u32, BTreeSet<V>>,
}

/// A seat of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Key.
    pub id: ReviewSeatId,
    /// The body.
    pub body: ReviewBodyId,
    /// The account that sits there.
    pub account: Option<AccountId>,
    /// The expert of the pool who sits there.
    pub expert: Option<ExpertId>,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// What it does.
    pub duty: SeatDuty,
    /// Its number in the body, from 1.
    pub number: u32,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Key.
    pub id: ReviewMeetingId,
    /// The round.
    pub round: RoundId,
    /// The body.
    pub body: ReviewBodyId,
    /// What the body is.
    pub kind: BodyKind,
    /// Code of the category that the body is for; none for every one.
    pub category: Option<String>,
    /// At which point of the way it decides.
    pub stage: Stage,
    /// Where it stands.
    pub state: ReviewMeetingState,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// Version.
    pub version: i64,
}

/// A nomination on the agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Key.
    pub id: AgendaItemId,
    /// The nomination.
    pub nomination: NominationId,
    /// Its place, from 1.
    pub position: u32,
    /// Where it stands.
    pub state: AgendaState,
    /// Where its defence stands.
    pub defence: DefenceState,
    /// Version.
    pub version: i64,
}

/// A meeting that is held until the transaction ends, with its agenda in order and its roll of the moment.
#[derive(Clone, Debug)]
pub struct HeldMeeting {
    /// The meeting.
    pub meeting: Meeting,
    /// Its items.
    pub items: Vec<Item>,
    /// Who is there.
    pub roll: Roll,
}

/// A meeting that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedMeeting {
    /// Key.
    pub id: ReviewMeetingId,
    /// The body.
    pub body: ReviewBodyId,
    /// What the body is.
    pub kind: BodyKind,
    /// When it was closed.
    pub closed_at: DateTime<Utc>,
    /// Its items with their nominations, by position.
    pub items: Vec<(AgendaItemId, NominationId)>,
}

/// A body's opinion on a nomination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpinionText {
    /// The text.
    pub text: String,
    /// SHA-256 of the text; none until it is locked.
    pub digest: Option<String>,
    /// Seats that signed it.
    pub signed: BTreeSet<ReviewSeatId>,
    /// Those of them that dissent.
    pub dissenting: BTreeSet<ReviewSeatId>,
}
