//! Who writes into the ledger, and when?

use chrono::{DateTime, Utc};

use crate::shared::IdSource;

/// Who acts, when, and where the keys of new rows come from.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<'a> {
    /// Keys of new rows.
    pub ids: IdSource,
    /// The present instant.
    pub now: DateTime<Utc>,
    /// A user name, or `system`.
    pub by: &'a str,
}
