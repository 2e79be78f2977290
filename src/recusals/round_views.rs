//! What do the pages show of a whole round: rechecks, looks back, requests, pasted names?

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::views::{DecisionBrief, EvidenceLine, ExpertName, NominationName};

/// A conflict that a recheck found on an assigned pair.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecusalAlert)]
pub(super) struct AlertView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The nomination.
    pub nomination: NominationName,
    /// The expert.
    pub expert: ExpertName,
    /// Code of the kind.
    pub kind: String,
    /// The kind in Chinese.
    pub kind_zh: String,
    /// The kind in English.
    pub kind_en: String,
    /// `bar`.
    pub severity: String,
    /// Probability, 0 to 1.
    pub confidence: f64,
    /// What it rests on.
    pub evidence: Vec<EvidenceLine>,
    /// `draft` or `live`.
    pub phase: String,
    /// `open`, `cleared` or `handled`.
    pub state: String,
    /// The review.
    #[schema(value_type = Option<String>)]
    pub review_assignment_id: Option<Uuid>,
    /// Whether it was frozen.
    pub is_frozen: bool,
    /// When it was found.
    pub found_at: DateTime<Utc>,
    /// When the facts had gone.
    pub cleared_at: Option<DateTime<Utc>>,
    /// Who handled it.
    pub handled_by: Option<String>,
    /// When.
    pub handled_at: Option<DateTime<Utc>>,
    /// How.
    pub handled_reason: Option<String>,
    /// Version, to send as `If-Match`.
    pub version: i64,
}

/// What a recheck did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RecusalRecheck)]
pub struct RecheckView {
    /// When.
    pub checked_at: DateTime<Utc>,
    /// Whether the bars on assigned pairs are others than at the last recheck.
    pub is_changed: bool,
    /// Alerts that are new, or open again.
    pub new_alerts: u64,
    /// Alerts whose facts have gone.
    pub cleared: u64,
    /// Reviews that were frozen.
    pub frozen: u64,
    /// Bars that stand on assigned pairs.
    pub findings: u64,
}

/// Somebody who judged in spite of a conflict.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecusalScanRow)]
pub struct ScanRowView {
    /// The nomination.
    pub nomination: NominationName,
    /// The expert.
    pub expert: ExpertName,
    /// Code of the kind.
    pub kind: String,
    /// The kind in Chinese.
    pub kind_zh: String,
    /// The kind in English.
    pub kind_en: String,
    /// `bar` or `flag`.
    pub severity: String,
    /// Probability, 0 to 1.
    pub confidence: f64,
    /// The weightiest evidence, in Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Whether it was on record when the work was given; none where a day is unknown.
    pub was_known: Option<bool>,
    /// What stands decided.
    pub decision: Option<DecisionBrief>,
}

/// A look back at a round.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecusalScan)]
pub struct ScanView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// Pairs that were looked at.
    pub judged: i64,
    /// Pairs with a bar or flag.
    pub with_conflict: u64,
    /// The findings, the gravest first.
    pub rows: Vec<ScanRowView>,
}

/// How a society used the requests of X25 art. 55.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ExclusionUse)]
pub(super) struct ExclusionUseView {
    /// Code of the society.
    pub code: String,
    /// Name of the society.
    pub name: String,
    /// Its nominations in the round.
    pub nominations: u64,
    /// Those with a request.
    pub nominations_with: u64,
    /// Experts named, one for each nomination.
    pub requested: u64,
    /// Of them accepted.
    pub accepted: u64,
    /// Of them refused.
    pub refused: u64,
    /// Of them waiting.
    pub waiting: u64,
    /// Experts whom the society named for two nominations or more.
    pub experts_named_twice_or_more: u64,
}

/// The requests of a round by society.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ExclusionStatistics)]
pub(super) struct ExclusionStatisticsView {
    /// Most experts whom a nomination may name.
    pub most_allowed: usize,
    /// By society, the most requests first.
    pub societies: Vec<ExclusionUseView>,
}

/// A reason why somebody is barred or must be looked at.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ConflictCheckReason)]
pub struct CheckReasonView {
    /// Code of the kind.
    pub kind: String,
    /// The kind in Chinese.
    pub kind_zh: String,
    /// The kind in English.
    pub kind_en: String,
    /// `bar`, `flag` or `note`.
    pub severity: String,
    /// Probability, 0 to 1.
    pub confidence: f64,
    /// The nomination.
    pub nomination: NominationName,
    /// Evidence in Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A line of a pasted list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ConflictCheckRow)]
pub struct CheckRowView {
    /// Line, from 1.
    pub line: usize,
    /// Name as read.
    pub name: String,
    /// Unit as read.
    pub unit: Option<String>,
    /// The expert of the pool who is surely meant.
    pub expert: Option<ExpertName>,
    /// `clean`, `soft`, `hard` or `unreadable`.
    pub grade: String,
    /// Nominations that he must not judge.
    pub nominations_barred: usize,
    /// Nominations that a person must look at.
    pub nominations_flagged: usize,
    /// Why, the gravest first.
    pub reasons: Vec<CheckReasonView>,
    /// What else is to be known, in Chinese.
    pub note_zh: Option<String>,
    /// In English.
    pub note_en: Option<String>,
}

/// How many lines are of which grade.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = ConflictCheckCounts)]
pub struct CheckCountsView {
    /// Lines.
    pub lines: usize,
    /// Without a conflict.
    pub clean: usize,
    /// To be looked at.
    pub soft: usize,
    /// Barred from a nomination.
    pub hard: usize,
    /// Not understood.
    pub unreadable: usize,
}

/// A pasted list that was checked.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ConflictCheck)]
pub struct CheckView {
    /// How many.
    pub counts: CheckCountsView,
    /// The lines.
    pub rows: Vec<CheckRowView>,
}
