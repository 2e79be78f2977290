//! What is a dossier in the records?

use chrono::{DateTime, Utc};
use entity::{
    ids::{DossierId, RoundId},
    vocabulary::NominationState,
};

use super::address::Address;

/// The section of a form that lists the files.
const FILES: &str = "attachments";

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
    /// The fields that a correction unlocked, a table standing for all of its rows. Of a draft none needs to
    /// be.
    pub(super) unlocked: Vec<Address>,
}

impl Dossier {
    /// Whether its society may write in it, be it in some fields only.
    pub(super) fn is_open(&self) -> bool {
        self.state == NominationState::Draft || !self.unlocked.is_empty()
    }

    /// Whether its society may write at `address`.
    pub(super) fn is_open_at(&self, address: &Address) -> bool {
        let covers = |one: &Address| one == address || *one == address.table();
        self.state == NominationState::Draft || self.unlocked.iter().any(covers)
    }

    /// Whether its society may hand in and take out files.
    pub(super) fn takes_files(&self) -> bool {
        let is_of_files = |one: &Address| one.section() == FILES;
        self.state == NominationState::Draft || self.unlocked.iter().any(is_of_files)
    }

    /// Whether its text is locked on its way through the society, so that what proves the publicity and the
    /// council's resolution comes into being now: files that no field of the form names.
    pub(super) fn takes_proofs(&self) -> bool {
        use NominationState::{CouncilApproved, InternalPublicity, InternalReview};
        matches!(self.state, InternalReview | InternalPublicity | CouncilApproved)
    }

    /// Whether it was handed in, so that those who examine it may read it.
    pub(super) fn is_handed_in(&self) -> bool {
        use NominationState::{CouncilApproved, Draft, InternalPublicity, InternalReview};
        !matches!(self.state, Draft | InternalReview | InternalPublicity | CouncilApproved)
            && !self.is_recommended()
    }

    /// Whether it lies with CAST, which may read it to choose.
    pub(super) fn is_recommended(&self) -> bool {
        matches!(self.state, NominationState::Recommended | NominationState::ReturnAsked)
    }
}

/// A value that was changed.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) version: i64,
    pub(super) address: Address,
    pub(super) before: Option<super::content::Value>,
    pub(super) after: Option<super::content::Value>,
    pub(super) by: String,
    pub(super) at: DateTime<Utc>,
}
