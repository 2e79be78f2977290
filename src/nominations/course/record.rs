//! What is kept of a step after submission?

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, RoundId},
    vocabulary::NominationState,
};

use crate::nominations::process::states::Guard;

/// Where a nomination stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The nomination.
    pub id: NominationId,
    /// Its round.
    pub round: RoundId,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Code of its award; empty where none is known.
    pub category: String,
    /// Its panel.
    pub panel: Option<String>,
    /// Code of the nominating society; none where somebody else nominated.
    pub society: Option<String>,
    /// Where it stands.
    pub state: NominationState,
    /// Its version.
    pub version: i64,
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseStep {
    /// From 1.
    pub number: u32,
    /// Whence.
    pub from: NominationState,
    /// Whither.
    pub to: NominationState,
    /// Who took it: a user name, or `laurel` for what the clock brought.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: Option<String>,
    /// The clause behind it.
    pub clause: String,
}

/// A step that is to be taken.
#[derive(Clone, Copy, Debug)]
pub struct NextStep<'a> {
    /// Where the nomination goes.
    pub to: NominationState,
    /// The guards that the caller has seen to hold; the table's others refuse the step.
    pub holds: &'a [Guard],
    /// Why, where a reason is given.
    pub reason: Option<&'a str>,
}
