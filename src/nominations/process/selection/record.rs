//! What is a selection in the records?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{DossierId, RoundId, SelectionCallId},
    vocabulary::SelectionOutcome,
};
use serde::{Deserialize, Serialize};

/// A call for candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) id: SelectionCallId,
    pub(super) round: RoundId,
    pub(super) society: String,
    pub(super) text: String,
    pub(super) opens_at: DateTime<Utc>,
    pub(super) closes_at: DateTime<Utc>,
    pub(super) expected: u32,
    pub(super) summary: String,
    pub(super) version: i64,
    pub(super) changed_by: String,
    pub(super) changed_at: DateTime<Utc>,
    pub(super) decided_by: Option<String>,
    pub(super) decided_at: Option<DateTime<Utc>>,
    /// Decisions that count no longer, oldest first.
    pub(super) earlier: Vec<Decision>,
}

/// What a society made of its candidates, by their keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Decision {
    pub(super) chosen: Vec<String>,
    pub(super) reserve: Vec<String>,
    pub(super) summary: String,
    pub(super) by: String,
    pub(super) at: DateTime<Utc>,
}

/// A candidate of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) key: String,
    pub(super) dossier: Option<DossierId>,
    pub(super) title: String,
    pub(super) outcome: Option<SelectionOutcome>,
}

/// An expert of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Expert {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) unit: String,
}

/// What an expert gave a candidate, or why he kept out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Score {
    pub(super) candidate: String,
    pub(super) expert: String,
    pub(super) points: BTreeMap<String, u32>,
    pub(super) recusal: Option<String>,
    pub(super) by: String,
    pub(super) at: DateTime<Utc>,
}

impl Score {
    /// All points; none where the expert kept out.
    pub(super) fn total(&self) -> Option<u32> {
        self.recusal.is_none().then(|| self.points.values().sum())
    }
}

/// A call with everything of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Selection {
    pub(super) call: Call,
    pub(super) candidates: Vec<Candidate>,
    pub(super) experts: Vec<Expert>,
    pub(super) scores: Vec<Score>,
}

impl Selection {
    /// The decision that counts; none until it is decided.
    pub(super) fn decision(&self) -> Option<Decision> {
        let keys = |outcome: SelectionOutcome| -> Vec<String> {
            let of_it = self.candidates.iter().filter(|one| one.outcome == Some(outcome));
            of_it.map(|one| one.key.clone()).collect()
        };
        Some(Decision {
            chosen: keys(SelectionOutcome::Chosen),
            reserve: keys(SelectionOutcome::Reserve),
            summary: self.call.summary.clone(),
            by: self.call.decided_by.clone()?,
            at: self.call.decided_at?,
        })
    }
}
