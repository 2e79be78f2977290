//! How does a deed of these rooms go into the audit chain? With the digest of what is kept of it, never with its words.

use crate::{app::App, audit, persistence::WriteTx, reviews::ReviewError, shared::hex_sha256};

/// Records that `by` did `action` to `subject`, in the transaction of the deed; what is kept is told by its digest.
///
/// # Errors
/// The records failing.
pub(super) async fn note(
    app: &App,
    tx: &WriteTx,
    (by, action): (&str, &str),
    subject: String,
    (kept, reason): (Option<&str>, Option<&str>),
) -> Result<(), ReviewError> {
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("reviews.{action}"),
        subject,
        after_digest: kept.map(|kept| hex_sha256(kept.as_bytes())),
        reason: reason.map(str::to_owned),
        ..audit::Entry::default()
    };
    Ok(audit::record(&**tx, app.clock.now(), entry).await?)
}
