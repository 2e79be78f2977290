//! What does a reviewer see of his queue and his sheets? His own, and nothing of any other.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{ReviewAssignmentId, ReviewPhaseId},
    vocabulary::SheetState,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    law::{Draft, faults},
    queue::Called,
    store::SheetRecord,
};
use crate::{
    reviews::{CriterionRule, SheetRule, model::Phase},
    shared::Bilingual,
};

/// Something that is still to be done in a sheet.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ReviewSheetFault)]
pub struct SheetFaultView {
    /// JSON pointer to its place, such as `/points/novelty`.
    pub pointer: String,
    /// The rule's word.
    pub code: String,
    /// What is to be done.
    pub message: Bilingual,
}

/// A sheet of the reader's own.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ReviewSheet)]
pub struct SheetView {
    /// Key of the assignment.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Key of the phase.
    #[schema(value_type = String)]
    pub phase: Uuid,
    /// The number that people quote; none where it is hidden.
    pub nomination_id: Option<String>,
    /// Project name; none where it may tell whose the nomination is.
    pub title: Option<String>,
    /// What it is called where its name is hidden.
    pub alias: Option<String>,
    /// `empty`, `draft` or `submitted`.
    pub state: String,
    /// Whether it was put off.
    pub skipped: bool,
    /// Points by criterion.
    pub points: BTreeMap<String, u32>,
    /// Chosen words by criterion.
    pub choices: BTreeMap<String, String>,
    /// Reasons by criterion.
    pub comments: BTreeMap<String, String>,
    /// The total, in hundredths of a point; none until each criterion has its points.
    pub total: Option<i32>,
    /// What is to be done before it may be submitted.
    pub faults: Vec<SheetFaultView>,
    /// When it was last kept.
    pub saved_at: Option<DateTime<Utc>>,
    /// When it was submitted.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Version, for the entity tag; 0 before it is first kept.
    pub version: i64,
}

impl SheetView {
    /// The sheet of an assignment as it stands, or the empty one.
    pub(super) fn of(
        (id, phase): (ReviewAssignmentId, ReviewPhaseId),
        called: Called,
        rule: &SheetRule,
        kept: Option<(&SheetRecord, &Draft)>,
    ) -> Self {
        let row = kept.map(|(row, _)| row);
        let draft = kept.map(|(_, draft)| draft.clone()).unwrap_or_default();
        let state = match row.map(|row| row.state) {
            None => "empty",
            Some(state) => state.as_str(),
        };
        let told = faults(rule, &draft).into_iter().map(|fault| fault.told());
        let told = told.map(|field| SheetFaultView {
            pointer: field.pointer,
            code: field.code.to_owned(),
            message: field.words,
        });
        Self {
            id: id.0,
            phase: phase.0,
            nomination_id: called.number,
            title: called.title,
            alias: called.alias,
            state: state.to_owned(),
            skipped: row.is_some_and(|row| row.is_skipped),
            faults: told.collect(),
            points: draft.points,
            choices: draft.choices,
            comments: draft.comments,
            total: row.and_then(|row| row.total),
            saved_at: row.map(|row| row.saved_at),
            submitted_at: row.and_then(|row| row.submitted_at),
            version: row.map_or(0, |row| row.version),
        }
    }

    /// Whether it is submitted.
    pub(super) fn is_submitted(&self) -> bool {
        self.state == SheetState::Submitted.as_str()
    }
}

/// A phase in which the reader has sheets to fill in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ScoringPhase {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Year of the round.
    pub round: i32,
    /// Code of the category.
    pub category: String,
    /// Whether its sheet is short enough for the table and the workbook.
    pub is_light: bool,
    /// The criteria of its sheet, in their order.
    pub criteria: Vec<CriterionRule>,
    /// The first instant that is too late.
    pub closes_at: DateTime<Utc>,
}

impl ScoringPhase {
    /// A phase of a round of `year` with its sheet.
    pub(super) fn of(phase: &Phase, year: i32, rule: &SheetRule) -> Self {
        Self {
            id: phase.id.0,
            round: year,
            category: phase.category.clone(),
            is_light: rule.is_light,
            criteria: rule.criteria.clone(),
            closes_at: phase.closes_at,
        }
    }
}

/// A sheet with what it asks for.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OpenReviewSheet)]
pub(super) struct OpenSheet {
    /// The sheet.
    #[serde(flatten)]
    pub sheet: SheetView,
    /// The criteria, in their order.
    pub criteria: Vec<CriterionRule>,
    /// The first instant that is too late.
    pub closes_at: DateTime<Utc>,
}

/// How far a reviewer is.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = ReviewProgress)]
pub(super) struct QueueProgress {
    /// Sheets that he submitted.
    pub done: usize,
    /// Sheets that he has in all.
    pub of: usize,
}

/// What a reviewer has to judge now.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ReviewQueue)]
pub(super) struct QueueView {
    /// The present by the server's clock.
    pub now: DateTime<Utc>,
    /// The next end of a phase in which something is to be submitted.
    pub due_at: Option<DateTime<Utc>>,
    /// How far he is.
    pub progress: QueueProgress,
    /// The phases that are open.
    pub phases: Vec<ScoringPhase>,
    /// The sheets, in the order in which they are gone through.
    pub rows: Vec<SheetView>,
    /// Key of the assignment to go on with; none where everything is submitted.
    #[schema(value_type = Option<String>)]
    pub next: Option<Uuid>,
}
