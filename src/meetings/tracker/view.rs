//! What does each audience see of the course of a meeting?

use chrono::{DateTime, Utc};
use entity::{
    ids::ReviewSeatId,
    vocabulary::{AgendaState, ReviewMeetingState},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    authz::Wall,
    meetings::sitting::{
        facts_store::OpenBallot,
        store::ItemRow,
        whole::{Whole, place},
    },
};

/// For whom it is.
#[derive(Clone, Debug)]
pub(super) enum Audience {
    /// The office or a supervisor, without what one of the office is kept from.
    Office(Wall),
    /// Who sits there.
    Seat(ReviewSeatId),
}

/// An item, as everybody who follows sees it: nothing of what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(in crate::meetings) struct TrackedItem {
    /// Its place, from 1.
    pub(in crate::meetings) position: u32,
    /// `waiting`, `present`, `voting`, `done` or `put_off`.
    pub(in crate::meetings) state: String,
    /// When it begins.
    pub(in crate::meetings) begins: Option<DateTime<Utc>>,
}

/// The reader, where he has a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(in crate::meetings) struct TrackedSelf {
    /// Whether he is there.
    pub(in crate::meetings) present: bool,
    /// Whether he keeps out of the item that is being heard.
    pub(in crate::meetings) recused: bool,
    /// Whether he keeps out of the next item, and goes out before it.
    pub(in crate::meetings) next_is_yours: bool,
}

/// How many are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(in crate::meetings) struct TrackedPresence {
    /// Those who are there.
    pub(in crate::meetings) count: u32,
    /// Those who are expected.
    pub(in crate::meetings) of: u32,
}

/// The ballot that is being held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(in crate::meetings) struct TrackedBallot {
    /// Key.
    #[schema(value_type = String)]
    pub(in crate::meetings) id: Uuid,
    /// `open`.
    pub(in crate::meetings) state: String,
    /// Papers that were cast.
    pub(in crate::meetings) cast: u64,
    /// Those who may cast one.
    pub(in crate::meetings) of: u64,
}

/// Where a meeting is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(in crate::meetings) struct MeetingTracker {
    /// Version of the meeting.
    pub(in crate::meetings) version: i64,
    /// `called`, `open`, `closed` or `cancelled`; for the office `draft` too.
    pub(in crate::meetings) state: String,
    /// The item that is being heard.
    pub(in crate::meetings) now: Option<TrackedItem>,
    /// The next one that waits.
    pub(in crate::meetings) on_deck: Option<TrackedItem>,
    /// The reader, where he has a seat.
    pub(in crate::meetings) you: Option<TrackedSelf>,
    /// How many are there.
    pub(in crate::meetings) present: TrackedPresence,
    /// The ballot that is being held.
    pub(in crate::meetings) ballot: Option<TrackedBallot>,
}

impl MeetingTracker {
    /// Whether nothing more comes.
    pub(super) fn is_over(&self) -> bool {
        [ReviewMeetingState::Closed, ReviewMeetingState::Cancelled]
            .iter()
            .any(|state| state.as_str() == self.state)
    }
}

fn tracked(item: &ItemRow) -> TrackedItem {
    TrackedItem {
        position: place(item.position),
        state: item.state.as_str().to_owned(),
        begins: item.slot_begins,
    }
}

/// The first item that waits behind the one that is being heard; from the beginning where none is.
fn next(whole: &Whole) -> Option<&ItemRow> {
    let now = whole.row.current_item.and_then(|id| whole.item(id)).map(|item| item.position);
    let waits = |item: &&ItemRow| item.state == AgendaState::Waiting;
    whole.items.iter().filter(waits).find(|item| now.is_none_or(|now| item.position > now))
}

/// Where a meeting is, as an audience sees it.
pub(super) fn view(
    whole: &Whole,
    ballot: Option<OpenBallot>,
    audience: &Audience,
    at: DateTime<Utc>,
) -> MeetingTracker {
    let roll = whole.roll(at);
    let is_shown = |item: &&ItemRow| match audience {
        Audience::Office(wall) => !wall.hides(item.nomination_id),
        Audience::Seat(_) => true,
    };
    let now = whole.row.current_item.and_then(|id| whole.item(id));
    let next = next(whole);
    let you = match audience {
        Audience::Office(_) => None,
        Audience::Seat(seat) => Some(TrackedSelf {
            present: roll.present.contains(seat),
            recused: now.is_some_and(|item| whole.keeps_out(item.id, *seat)),
            next_is_yours: next.is_some_and(|item| whole.keeps_out(item.id, *seat)),
        }),
    };
    MeetingTracker {
        version: whole.row.version,
        state: whole.row.state.as_str().to_owned(),
        now: now.filter(is_shown).map(tracked),
        on_deck: next.filter(is_shown).map(tracked),
        you,
        present: TrackedPresence {
            count: u32::try_from(roll.present.len()).unwrap_or(u32::MAX),
            of: roll.expected,
        },
        ballot: ballot.map(|ballot| TrackedBallot {
            id: ballot.id.0,
            state: "open".to_owned(),
            cast: ballot.cast,
            of: ballot.of,
        }),
    }
}
