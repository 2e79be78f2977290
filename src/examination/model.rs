//! What is a formal examination in the records?

use chrono::{DateTime, Utc};
use entity::{
    ids::{ExaminationId, NominationId, RoundId},
    vocabulary::{ExaminationRuling, ExaminationStanding},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::nominations::CheckFinding;

/// The examination of one nomination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examination {
    /// Key.
    pub id: ExaminationId,
    /// The round.
    pub round: RoundId,
    /// The nomination.
    pub nomination: NominationId,
    /// From 1; one more after a correction.
    pub attempt: u32,
    /// Where it stands.
    pub standing: ExaminationStanding,
    /// Rules that somebody must still say something of.
    pub open_items: u32,
    /// Rules that are settled against it.
    pub failing_items: u32,
    /// What the machine found, rule by rule.
    pub findings: Vec<CheckFinding>,
    /// The version that was looked at; none for a nomination without a dossier.
    pub dossier_version: Option<i64>,
    /// Counts the changes.
    pub version: i64,
    /// Who opened it.
    pub opened_by: String,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// Who decided it.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// The digest that the notice of it bears.
    pub notice_digest: Option<String>,
}

impl Examination {
    /// Whether nothing can be said of it any more, at least for now.
    pub fn is_closed(&self) -> bool {
        use ExaminationStanding::{Accepted, Correcting, Ended, Refused};
        matches!(self.standing, Accepted | Correcting | Ended | Refused)
    }
}

/// What an examiner says of one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ExaminationVerdictBody)]
pub struct Verdict {
    /// Number of the rule, such as `FC-N04`.
    #[validate(length(min = 1, max = 32))]
    pub rule: String,
    /// `pass` or `fail`.
    #[schema(value_type = String)]
    pub ruling: ExaminationRuling,
    /// Why: needed for a `fail`, and for a `pass` against what the machine decided.
    #[serde(default)]
    #[validate(length(max = 4000))]
    pub reason: Option<String>,
    /// What mends it.
    #[serde(default)]
    #[validate(length(max = 4000))]
    pub fix: Option<String>,
    /// The field that is wrong.
    #[serde(default)]
    #[validate(length(max = 200))]
    pub address: Option<String>,
}

/// What was said of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// What.
    pub verdict: Verdict,
    /// 1 for the first examiner, 2 for the second, 3 for whom decides between them.
    pub turn: u32,
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}
