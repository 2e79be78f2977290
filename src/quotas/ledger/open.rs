//! How is the ledger of a round opened?

use super::{
    super::procedure::PROCEDURE,
    opening::{self, Opening},
    stamp::Stamp,
    store,
};
use crate::{audit, persistence::WriteTx, shared::hex_sha256};

/// Why a ledger was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The round has a ledger.
    #[error("{0} 年度的限额台账已经建立 / round {0} has a ledger already")]
    Open(i32),
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] sea_orm::DbErr),
}

/// Opens the ledger of a round: the counters of every bucket. `subject` says what the numbers rest on.
///
/// # Errors
/// The round has a ledger, the records failing.
pub async fn open(
    tx: &WriteTx,
    opening: &Opening,
    subject: &str,
    stamp: &Stamp<'_>,
) -> Result<(), OpenError> {
    if !store::counters_of(&**tx, opening.year).await?.is_empty() {
        return Err(OpenError::Open(opening.year));
    }
    let counters = opening::counters(opening, &PROCEDURE, stamp.ids);
    store::insert_counters(&**tx, &counters, subject, stamp).await?;
    let entry = audit::Entry {
        actor: stamp.by.to_owned(),
        action: "quotas.open_ledger".to_owned(),
        subject: format!("quota_ledger/{}", opening.year),
        after_digest: Some(hex_sha256(format!("{opening:?}").as_bytes())),
        reason: Some(subject.to_owned()),
        ..audit::Entry::default()
    };
    audit::record(&**tx, stamp.now, entry).await?;
    Ok(())
}
