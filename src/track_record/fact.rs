//! What is a fact of the track record? What became of one case, or of a whole round, in one number.

use chrono::{DateTime, Utc};
use entity::ids::OutcomeFactId;
use serde::{Deserialize, Serialize};

use super::case_fact::CaseFact;

/// Where a total comes from that a history file brought.
pub(super) const IMPORTED_TOTAL: &str = "import/history";

/// A fact as files carry it: one measure of one case of a society in a round. Where `case_ref` is
/// empty it is the total of the round, or something that belongs to no case (the quota).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactRow {
    /// Code of the society.
    pub society_id: String,
    /// Year of the round.
    pub round: i32,
    /// What the case is known by, such as the nomination's number; empty for the whole round.
    pub case_ref: String,
    /// Title of the case.
    pub case_title: String,
    /// What was counted, such as `accepted`.
    pub measure: String,
    /// How many: 0 or 1 for most measures of a case.
    pub value: u32,
    /// Where it comes from.
    pub source: String,
    /// Why it was corrected, if it was.
    pub reason: Option<String>,
}

/// A fact as it stands in the records. A fact is never changed: a correction is a later revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Key.
    pub id: OutcomeFactId,
    /// What it says.
    pub fact: FactRow,
    /// 0 for the first, one more for each correction.
    pub revision: u32,
    /// The revision that this one supersedes.
    pub supersedes: Option<OutcomeFactId>,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// What all revisions of a fact share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FactKey {
    /// Code of the society.
    pub society_id: String,
    /// Year of the round.
    pub round: i32,
    /// The case, or empty.
    pub case_ref: String,
    /// The measure.
    pub measure: String,
}

impl FactRow {
    /// The row of a fact, with where it comes from.
    pub fn of(fact: CaseFact, source: &str) -> Self {
        Self {
            society_id: fact.society_id,
            round: fact.round,
            case_ref: fact.case_ref,
            case_title: fact.case_title,
            measure: fact.measure,
            value: fact.value,
            source: source.to_owned(),
            reason: None,
        }
    }

    /// What the revisions of this fact share.
    pub fn key(&self) -> FactKey {
        FactKey {
            society_id: self.society_id.clone(),
            round: self.round,
            case_ref: self.case_ref.clone(),
            measure: self.measure.clone(),
        }
    }

    /// Whether the fact is a total of the round and not of a case.
    pub fn is_total(&self) -> bool {
        self.case_ref.is_empty()
    }
}
