//! Why is a step refused? As data; the sentences are made at the door.

use chrono::{DateTime, NaiveDate, Utc};
use entity::vocabulary::{DayCount, NominationState};

use super::states::Guard;
use crate::{authz::Denied, nominations::dossier::DossierError, supervision::Miscount};

/// A rule that a step or a record breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The table has no such step.
    NoWay(NominationState),
    /// A guard of the step does not hold.
    Guard(Guard),
    /// Nominating ended at this instant.
    Late(DateTime<Utc>),
    /// Nominating begins at this instant.
    Early(DateTime<Utc>),
    /// The publicity is too short: it may end on this day at the earliest.
    TooShort {
        /// The day.
        earliest: NaiveDate,
        /// Days at the least.
        days: u32,
        /// Which days count.
        count: DayCount,
    },
    /// It began before what it shows was settled.
    BeforeReview(NaiveDate),
    /// It has not come to its end.
    StillPublic(NaiveDate),
    /// Completing units that are neither covered nor reported.
    Uncovered(Vec<String>),
    /// There is no publicity that counts.
    NoPublicity,
    /// A publicity runs already, or is closed.
    PublicityThere,
    /// An objection is told of, or none is, against what was said.
    OutcomeMismatch,
    /// What came of a publicity was said already, and is now said otherwise.
    OutcomeStands,
    /// No file proves a publicity.
    NoProof,
    /// The votes do not add up.
    Miscount(Miscount),
    /// A day that has not come.
    Future,
    /// Neither minutes nor an attachment with them.
    NoMinutes,
    /// No file of the dossier has this number.
    NoFile(String),
    /// Another file has this number in another dossier of the resolution.
    OtherFile(String),
    /// A selection has no candidates yet.
    NoCandidates,
    /// The dossiers are of several societies or rounds, or one is named twice.
    Mixed,
}

/// Why a use case of this room refuses.
#[derive(Debug, thiserror::Error)]
pub enum ProcessError {
    /// No such thing, or not the actor's to know of; the role; the records.
    #[error(transparent)]
    Dossier(#[from] DossierError),
    /// A rule, with the field that it is about.
    #[error("{1:?}")]
    Rule(Option<String>, Rule),
    /// Somebody else changed it first.
    #[error("已被他人修改 / changed in the meantime")]
    Stale,
    /// The author of an extension cannot confirm it.
    #[error("须由另一人确认 / another person confirms it")]
    SamePerson,
    /// It was done before.
    #[error("已完成 / done already")]
    Done,
    /// A field that breaks its rule, in words.
    #[error("{1}")]
    Field(String, crate::shared::Bilingual),
    /// A file of rules is wrong: a fault of ours.
    #[error(transparent)]
    Rules(#[from] toml::de::Error),
}

impl From<Denied> for ProcessError {
    fn from(denied: Denied) -> Self {
        Self::Dossier(denied.into())
    }
}

impl ProcessError {
    /// No such thing, or not the actor's to know of.
    pub(super) const NOT_FOUND: Self = Self::Dossier(DossierError::NotFound);

    /// A rule that is about no field.
    pub(super) fn rule(rule: Rule) -> Self {
        Self::Rule(None, rule)
    }

    /// A rule that is about a field.
    pub(super) fn at(pointer: impl Into<String>, rule: Rule) -> Self {
        Self::Rule(Some(pointer.into()), rule)
    }
}
