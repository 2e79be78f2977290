//! What is shown of an aggregate, and to whom?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::ids::NominationId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::store::{HintRow, RunRow};
use crate::{
    aggregation::{Agreement, CalibrationNote},
    identity::Acted,
    matching::{AssignedNomination, NamedExpert},
    nominations::Place,
    reviews::{CriterionRule, model::AggregateRow},
};

/// What the sheets of a phase come to. Points are in hundredths.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ScoreAggregate {
    /// Key of the phase.
    #[schema(value_type = String)]
    pub(super) phase: Uuid,
    /// Code of the category.
    pub(super) category: String,
    /// Whether the severity of reviewers was to be taken off.
    pub(super) is_calibrated: bool,
    /// The run; none while it is being computed for the first time.
    pub(super) run: Option<ScoreRun>,
    /// What came of the calibration.
    pub(super) calibration: Option<ScoreCalibration>,
    /// How far the reviewers agree: evidence, which decides nothing.
    pub(super) agreement: Option<ScoreAgreement>,
    /// The nominations, the best first.
    pub(super) rows: Vec<ScoreRow>,
    /// What people should look at; nothing follows from it by itself.
    pub(super) hints: Vec<ReviewHint>,
    /// What those are called who acted, by user name.
    pub(super) names: BTreeMap<String, String>,
}

impl Acted for ScoreAggregate {
    fn actors(&self) -> Vec<&str> {
        let made = self.run.iter().map(|run| run.made_by.as_str());
        made.chain(self.hints.iter().filter_map(|hint| hint.handled_by.as_deref())).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

/// By what the figures can be computed anew.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ScoreRun {
    /// Key.
    #[schema(value_type = String)]
    pub(super) id: Uuid,
    /// Version of the engine.
    pub(super) engine: String,
    /// SHA-256 of what was aggregated.
    pub(super) inputs_digest: String,
    /// SHA-256 of what came of it.
    pub(super) output_digest: String,
    /// The seed of the draws, 32 bytes in hexadecimal.
    pub(super) seed: String,
    /// Who had it computed; `laurel` where the phase closed.
    pub(super) made_by: String,
    /// When.
    pub(super) made_at: DateTime<Utc>,
}

impl From<&RunRow> for ScoreRun {
    fn from(run: &RunRow) -> Self {
        Self {
            id: run.id.0,
            engine: run.engine.clone(),
            inputs_digest: run.inputs_digest.clone(),
            output_digest: run.output_digest.clone(),
            seed: run.seed.clone(),
            made_by: run.made_by.clone(),
            made_at: run.made_at,
        }
    }
}

/// What came of the calibration.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(super) struct ScoreCalibration {
    /// Whether severities were taken off; otherwise too few reviewers have enough sheets.
    pub(super) is_applied: bool,
    /// How many of a hundred reviewers have.
    pub(super) linked_percent: u32,
    /// How many reviewers there are.
    pub(super) reviewers: usize,
}

impl From<&CalibrationNote> for ScoreCalibration {
    fn from(note: &CalibrationNote) -> Self {
        Self {
            is_applied: note.is_applied,
            linked_percent: note.linked_percent,
            reviewers: note.reviewers.len(),
        }
    }
}

/// How far the reviewers agree, in ten-thousandths.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(super) struct ScoreAgreement {
    /// Nominations with two sheets or more.
    pub(super) units: u32,
    /// Krippendorff's alpha by the interval metric.
    pub(super) alpha: Option<i32>,
    /// Intraclass correlation of a single sheet.
    pub(super) icc_single: Option<i32>,
    /// Intraclass correlation of the mean of the sheets.
    pub(super) icc_mean: Option<i32>,
}

impl From<Agreement> for ScoreAgreement {
    fn from(of: Agreement) -> Self {
        let Agreement { units, alpha, icc_single, icc_mean } = of;
        Self { units, alpha, icc_single, icc_mean }
    }
}

/// What the sheets of a nomination come to. Points are in hundredths.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ScoreRow {
    /// The nomination.
    pub(super) nomination: AssignedNomination,
    /// How many sheets count.
    pub(super) sheets: u32,
    /// Mean of the totals as given.
    pub(super) raw: Option<i32>,
    /// Mean with the severity of reviewers taken off.
    pub(super) calibrated: Option<i32>,
    /// Which of the two ranks.
    pub(super) used: Option<i32>,
    /// Rank, from 1; equal ones share one.
    pub(super) rank: Option<u32>,
    /// Lower end of the interval of the rank.
    pub(super) rank_low: Option<u32>,
    /// Upper end.
    pub(super) rank_high: Option<u32>,
    /// The highest total less the lowest.
    pub(super) spread: Option<i32>,
}

impl ScoreRow {
    /// A row of the aggregate beside its nomination.
    pub(super) fn of(row: &AggregateRow, place: Option<&Place>) -> Self {
        Self {
            nomination: named_nomination(row.nomination, place),
            sheets: row.sheets,
            raw: row.raw,
            calibrated: row.calibrated,
            used: row.used,
            rank: row.rank,
            rank_low: row.rank_low,
            rank_high: row.rank_high,
            spread: row.spread,
        }
    }
}

/// A nomination as it is listed.
pub(in crate::reviews) fn named_nomination(
    id: NominationId,
    place: Option<&Place>,
) -> AssignedNomination {
    AssignedNomination {
        id: id.0,
        nomination_id: place.map(|place| place.number.clone()).unwrap_or_default(),
        title: place.map(|place| place.title.clone()).unwrap_or_default(),
        category: place.map(|place| place.category.clone()),
        panel: place.and_then(|place| place.panel.clone()),
    }
}

/// Something to look at.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReviewHint {
    /// Key.
    #[schema(value_type = String)]
    pub(super) id: Uuid,
    /// `outlier`, `haste`, `flat` or `extra`.
    pub(super) kind: String,
    /// The nomination.
    pub(super) nomination: AssignedNomination,
    /// The number by which the reviewer is called in the nomination's sheets; none where it is about all of them.
    pub(super) alias: Option<u32>,
    /// What it rests on: hundredths of a point, sheets, seconds.
    pub(super) figures: BTreeMap<String, i64>,
    /// Who dealt with it.
    pub(super) handled_by: Option<String>,
    /// When.
    pub(super) handled_at: Option<DateTime<Utc>>,
    /// What was found.
    pub(super) note: Option<String>,
    /// Version.
    pub(super) version: i64,
}

impl ReviewHint {
    /// A hint beside its nomination, its reviewer by his number.
    pub(super) fn of(row: &HintRow, place: Option<&Place>, alias: Option<u32>) -> Self {
        Self {
            id: row.id.0,
            kind: row.kind.as_str().to_owned(),
            nomination: named_nomination(row.nomination_id, place),
            alias,
            figures: serde_json::from_value(row.figures.clone()).unwrap_or_default(),
            handled_by: row.handled_by.clone(),
            handled_at: row.handled_at,
            note: row.note.clone(),
            version: row.version,
        }
    }
}

/// How somebody dealt with a hint.
#[derive(Clone, Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HandleReviewHint)]
pub(super) struct Handling {
    /// What was found.
    #[validate(length(min = 2, max = 500))]
    pub(super) note: String,
}

/// The job that computes an aggregate.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(super) struct ScoreJob {
    /// Key of the job.
    #[schema(value_type = String)]
    pub(super) job: Uuid,
}

/// What the reviewers gave one nomination. Points are in hundredths, but for those of a criterion.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct NominationScores {
    /// The nomination.
    pub(super) nomination: AssignedNomination,
    /// Key of the phase.
    #[schema(value_type = String)]
    pub(super) phase: Uuid,
    /// By what it was judged.
    pub(super) criteria: Vec<CriterionRule>,
    /// What the sheets come to; none while it is being computed.
    pub(super) figures: Option<ScoreRow>,
    /// The sheets.
    pub(super) sheets: Vec<AliasedSheet>,
    /// Whether the reader may have the reviewers named, for a reason.
    pub(super) may_name: bool,
}

/// A sheet whose reviewer has a number in the place of a name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct AliasedSheet {
    /// The number, from 1; another in each nomination.
    pub(super) alias: u32,
    /// The total.
    pub(super) total: Option<i32>,
    /// Points by criterion.
    pub(super) points: BTreeMap<String, u32>,
    /// Chosen words by criterion.
    pub(super) choices: BTreeMap<String, String>,
    /// Reasons by criterion, in the reviewer's words.
    pub(super) comments: BTreeMap<String, String>,
    /// When it was submitted.
    pub(super) submitted_at: Option<DateTime<Utc>>,
    /// The reviewer, where somebody said why he has to know.
    pub(super) reviewer: Option<NamedExpert>,
}

/// Which nominations of a phase need another reviewer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ExtraReviewers {
    /// Key of the plan under which somebody may be asked; none where none is applied.
    #[schema(value_type = Option<String>)]
    pub(super) plan: Option<Uuid>,
    /// Most further reviewers of a nomination.
    pub(super) most: u32,
    /// Whether somebody may be asked now.
    pub(super) is_open: bool,
    /// The nominations, by number.
    pub(super) rows: Vec<ExtraReviewerRow>,
}

/// A nomination that needs another reviewer. Of totals nothing is said.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ExtraReviewerRow {
    /// The nomination.
    pub(super) nomination: AssignedNomination,
    /// `spread`: the opinions lie far apart; `too_few`: there are too few.
    pub(super) why: String,
    /// Further reviewers who were asked already.
    pub(super) added: u32,
}

/// Who is to review a nomination as well.
#[derive(Clone, Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewExtraReviewer {
    /// Key of the nomination.
    #[schema(value_type = String)]
    pub(super) nomination: Uuid,
    /// Key of the expert.
    #[schema(value_type = String)]
    pub(super) expert: Uuid,
    /// The first instant that is too late for an answer.
    pub(super) due_at: DateTime<Utc>,
    /// Why this expert.
    #[validate(length(min = 4, max = 500))]
    pub(super) reason: String,
}

/// The review that somebody was asked for.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(super) struct ExtraReviewer {
    /// Key of the assignment.
    #[schema(value_type = String)]
    pub(super) assignment: Uuid,
}
