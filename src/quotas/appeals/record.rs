//! What is an appeal against a decision?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{QuotaAppealId, QuotaProposalId},
    vocabulary::AppealState,
};

use super::views::AppealView;

/// An appeal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Appeal {
    pub(super) id: QuotaAppealId,
    pub(super) proposal: QuotaProposalId,
    pub(super) society_id: String,
    pub(super) ground: String,
    pub(super) wanted: i32,
    pub(super) state: AppealState,
    pub(super) filed_by: String,
    pub(super) filed_at: DateTime<Utc>,
    pub(super) answer: Option<String>,
    pub(super) places_before: i32,
    pub(super) places_after: Option<i32>,
    pub(super) decided_by: Option<String>,
    pub(super) decided_at: Option<DateTime<Utc>>,
    pub(super) version: i64,
}

impl Appeal {
    /// The appeal as its readers see it.
    pub(super) fn view(self, year: i32, society: String) -> AppealView {
        AppealView {
            id: self.id.0,
            proposal_id: self.proposal.0,
            year,
            society_id: self.society_id,
            society,
            ground: self.ground,
            wanted: self.wanted,
            state: self.state.as_str().to_owned(),
            filed_by: self.filed_by,
            filed_at: self.filed_at,
            places_before: self.places_before,
            places_after: self.places_after,
            answer: self.answer,
            decided_by: self.decided_by,
            decided_at: self.decided_at,
            names: BTreeMap::new(),
            version: self.version,
        }
    }
}
