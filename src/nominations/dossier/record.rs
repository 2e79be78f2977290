//! What is a dossier in the records?

use chrono::{DateTime, Utc};
use entity::{
    ids::{DossierId, RoundId},
    vocabulary::NominationState,
};

/// A dossier without its values.
#[derive(Clone, Debug)]
pub(super) struct Dossier {
    pub(super) id: DossierId,
    pub(super) round: RoundId,
    pub(super) number: String,
    pub(super) society: String,
    pub(super) form_id: String,
    pub(super) form_digest: String,
    pub(super) title: String,
    pub(super) grade: Option<String>,
    pub(super) state: NominationState,
    pub(super) version: i64,
    pub(super) created_by: String,
    pub(super) created_at: DateTime<Utc>,
    pub(super) updated_at: DateTime<Utc>,
}

impl Dossier {
    /// Whether its society may write in it.
    pub(super) fn is_open(&self) -> bool {
        self.state == NominationState::Draft
    }
}

/// A value that was changed.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) version: i64,
    pub(super) address: super::address::Address,
    pub(super) before: Option<super::content::Value>,
    pub(super) after: Option<super::content::Value>,
    pub(super) by: String,
    pub(super) at: DateTime<Utc>,
}
