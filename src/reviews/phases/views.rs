//! What is shown of a phase? Never a point of it: how many sheets there are, and what may be done.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::vocabulary::ReviewPhaseState;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store::{Counts, PhaseRow};

/// How far a phase is.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = ReviewPhaseCounts)]
pub(super) struct PhaseCounts {
    /// Nominations in it.
    pub nominations: u64,
    /// Reviews that somebody was asked for.
    pub asked: u64,
    /// Reviews that were accepted and are not frozen.
    pub accepted: u64,
    /// Sheets of those that were begun.
    pub kept: u64,
    /// Sheets of those that were submitted.
    pub submitted: u64,
}

/// What the reader may do with a phase now.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[schema(as = ReviewPhaseMay)]
#[expect(clippy::struct_excessive_bools, reason = "one for each button of the page")]
pub(super) struct PhaseMay {
    /// Change its times.
    pub change: bool,
    /// Open it, or take in who was left behind.
    pub open: bool,
    /// Close it.
    pub close: bool,
    /// Put its end off.
    pub extend: bool,
}

impl PhaseMay {
    /// What somebody may do who may do anything with phases.
    pub(super) fn at(row: &PhaseRow, now: DateTime<Utc>) -> Self {
        let is_ahead = now < row.closes_at;
        let is_open = row.state == ReviewPhaseState::Open;
        let is_draft = row.state == ReviewPhaseState::Draft;
        Self {
            change: is_draft,
            open: (is_draft || is_open) && is_ahead,
            close: is_open && row.opens_at <= now,
            extend: is_open && is_ahead,
        }
    }
}

/// A phase of the remote review, as the award office sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ReviewPhase)]
pub(super) struct PhaseView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Year of the round.
    pub round: i32,
    /// Code of the category.
    pub category: String,
    /// `draft`, `open` or `closed`.
    pub state: String,
    /// Whether reviewers may keep sheets now, by the clock.
    pub is_open: bool,
    /// Whether the severity of reviewers is taken off.
    pub is_calibrated: bool,
    /// When sheets may be kept from.
    pub opens_at: DateTime<Utc>,
    /// The first instant that is too late.
    pub closes_at: DateTime<Utc>,
    /// SHA-256 of the seed of the draws, in the 64 hexadecimal characters in which it is told once the phase is closed.
    pub seed_digest: Option<String>,
    /// Who drafted it.
    pub created_by: String,
    /// Who opened it.
    pub opened_by: Option<String>,
    /// When.
    pub opened_at: Option<DateTime<Utc>>,
    /// Who closed it: a user name, or `laurel` for the clock.
    pub closed_by: Option<String>,
    /// When.
    pub closed_at: Option<DateTime<Utc>>,
    /// How far it is.
    pub counts: PhaseCounts,
    /// What may be done now.
    pub may: PhaseMay,
    /// Version, for the entity tag.
    pub version: i64,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}

impl PhaseView {
    /// A phase with how far it is and what may be done.
    pub(super) fn of(
        row: PhaseRow,
        (year, now): (i32, DateTime<Utc>),
        (counts, may): (Counts, PhaseMay),
        names: BTreeMap<String, String>,
    ) -> Self {
        let is_time = row.opens_at <= now && now < row.closes_at;
        Self {
            id: row.id.0,
            round: year,
            category: row.category,
            state: row.state.as_str().to_owned(),
            is_open: row.state == ReviewPhaseState::Open && is_time,
            is_calibrated: row.is_calibrated,
            opens_at: row.opens_at,
            closes_at: row.closes_at,
            seed_digest: row.seed_digest,
            created_by: row.created_by,
            opened_by: row.opened_by,
            opened_at: row.opened_at,
            closed_by: row.closed_by,
            closed_at: row.closed_at,
            counts: PhaseCounts {
                nominations: counts.nominations,
                asked: counts.asked,
                accepted: counts.accepted,
                kept: counts.kept,
                submitted: counts.submitted,
            },
            may,
            version: row.version,
            names,
        }
    }
}

/// A nomination of the category that stayed where it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LeftBehind {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The number that people quote.
    pub nomination_id: String,
    /// Project name.
    pub title: String,
    /// `objected` (an objection stands open), `integrity` (the register names somebody of it), `public` (its publicity
    /// is not over) or `not_public` (it was never made public).
    pub why: String,
}

/// A phase after something was done with it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MovedReviewPhase)]
pub(super) struct MovedPhase {
    /// The phase.
    pub phase: PhaseView,
    /// Nominations that stayed behind when it was opened.
    pub left_behind: Vec<LeftBehind>,
}
