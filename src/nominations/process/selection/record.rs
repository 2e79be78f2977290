//! What is a selection in the records?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{DossierId, RoundId, SelectionCallId, SelectionLinkId},
    vocabulary::SelectionOutcome,
};
use serde::{Deserialize, Serialize};

/// Who acts by a personal link, as scores and the audit chain name him: the subject says which expert it is.
pub(super) const BY_EXPERT: &str = "selection_expert";

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
    /// Whether the expert gave it himself, by his link.
    pub(super) fn is_own(&self) -> bool {
        self.by == BY_EXPERT
    }

    /// All points; none where the expert kept out.
    pub(super) fn total(&self) -> Option<u32> {
        self.recusal.is_none().then(|| self.points.values().sum())
    }
}

/// A personal link by which an expert scores. The word in it is kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ExpertLink {
    pub(super) id: SelectionLinkId,
    /// Key of the expert.
    pub(super) expert: String,
    pub(super) issued_by: String,
    pub(super) issued_at: DateTime<Utc>,
    /// First instant at which it does not open any more.
    pub(super) expires_at: DateTime<Utc>,
    pub(super) opened_at: Option<DateTime<Utc>>,
    /// When he said that these are his scores.
    pub(super) handed_in_at: Option<DateTime<Utc>>,
    pub(super) revoked_at: Option<DateTime<Utc>>,
}

/// A call with everything of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Selection {
    pub(super) call: Call,
    pub(super) candidates: Vec<Candidate>,
    pub(super) experts: Vec<Expert>,
    pub(super) scores: Vec<Score>,
    /// The links, oldest first.
    pub(super) links: Vec<ExpertLink>,
}

impl Selection {
    /// An expert of the call.
    pub(super) fn expert(&self, key: &str) -> Option<&Expert> {
        self.experts.iter().find(|one| one.key == key)
    }

    /// What an expert gave a candidate.
    pub(super) fn score(&self, candidate: &str, expert: &str) -> Option<&Score> {
        self.scores.iter().find(|one| one.candidate == candidate && one.expert == expert)
    }

    /// Whether what an expert gave a candidate is his own word: he gave it by a link, or signed it when he handed in.
    pub(super) fn is_his_own(&self, candidate: &str, expert: &str) -> bool {
        let signed = self.links.iter().filter(|link| link.expert == expert);
        let signed = signed.filter_map(|link| link.handed_in_at).max();
        let is_signed = |score: &Score| signed.is_some_and(|signed| score.at <= signed);
        self.score(candidate, expert).is_some_and(|score| score.is_own() || is_signed(score))
    }

    /// How many candidates an expert has neither scored nor kept out of.
    pub(super) fn open_to(&self, expert: &str) -> usize {
        self.candidates.iter().filter(|one| self.score(&one.key, expert).is_none()).count()
    }

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
