//! What is a dispute over the record?

use chrono::{DateTime, Utc};
use entity::{ids::RecordDisputeId, vocabulary::DisputeState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{definitions::Indicator, fact::FactRow};

/// What is disputed: an indicator of a round, or one fact of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputedItem {
    /// Code of the society.
    pub society_id: String,
    /// Year of the round.
    pub round: i32,
    /// The indicator.
    pub indicator: String,
    /// The case, for a fact; empty for a total.
    pub case_ref: Option<String>,
    /// The measure, for a fact.
    pub measure: Option<String>,
}

impl DisputedItem {
    /// Whether a fact is part of what is disputed, when the indicator is `indicator`.
    pub fn concerns(&self, indicator: &Indicator, fact: &FactRow) -> bool {
        let is_measure = match &self.measure {
            Some(measure) => fact.measure == *measure,
            None => indicator.measures().contains(&fact.measure.as_str()),
        };
        fact.society_id == self.society_id
            && fact.round == self.round
            && is_measure
            && self.case_ref.as_ref().is_none_or(|case| fact.case_ref == *case)
    }
}

/// A correction that an accepted dispute makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The case; empty for a total of the round.
    pub case_ref: String,
    /// The measure.
    pub measure: String,
    /// The value that is right.
    pub value: u32,
}

/// A society's word against an item of its record.
#[derive(Clone, Debug)]
pub struct Dispute {
    /// Key.
    pub id: RecordDisputeId,
    /// What is disputed.
    pub item: DisputedItem,
    /// Why it is wrong.
    pub claim: String,
    /// What would be right.
    pub claimed_value: Option<u32>,
    /// Where it stands.
    pub state: DisputeState,
    /// Who filed it.
    pub filed_by: String,
    /// When.
    pub filed_at: DateTime<Utc>,
    /// Until when it is to be answered.
    pub due_at: DateTime<Utc>,
    /// The answer.
    pub answer: Option<String>,
    /// Who answered.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
    /// What was corrected.
    pub corrections: Vec<Correction>,
    /// Moves with every change.
    pub version: i64,
}

/// An answer to a dispute.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The reason.
    pub text: String,
    /// Who answers.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What is corrected, when the dispute is accepted.
    pub corrections: Vec<Correction>,
}
