//! When is the chain of audit records whole?

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::shared::hex_sha256;

/// What a mutation has to say of itself.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Entry {
    /// Who acted: a user name, or `system`.
    pub actor: String,
    /// What was done, such as `nominations.import`.
    pub action: String,
    /// To what, such as `round/2019`.
    pub subject: String,
    /// Digest of the thing before.
    pub before_digest: Option<String>,
    /// Digest of the thing after.
    pub after_digest: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The request that caused it.
    pub request_id: Option<String>,
}

/// An entry with its place in the chain.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// Place, from 1, without gaps.
    pub sequence: i64,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// What was done.
    #[serde(flatten)]
    pub entry: Entry,
    /// Hash of the record before; 64 zeros at the start.
    pub previous_hash: String,
}

impl Link {
    /// SHA-256 over the canonical JSON of the link: its fields in the order written here.
    pub fn hash(&self) -> String {
        let mut canonical = Vec::new();
        // Texts, integers and times alone: serialising them into memory cannot fail.
        let _infallible = serde_json::to_writer(&mut canonical, self);
        hex_sha256(&canonical)
    }
}

/// Hash that stands before the first record.
pub(super) fn genesis() -> String {
    "0".repeat(64)
}

/// Where a chain is broken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// A record is missing or out of order.
    #[error("第 {expected} 条之处为第 {found} 条 / record {found} stands where {expected} should")]
    Gap {
        /// The sequence that belongs there.
        expected: i64,
        /// The sequence found.
        found: i64,
    },
    /// A record does not carry the hash of the one before.
    #[error("第 {0} 条与前一条不相接 / record {0} does not follow from the one before")]
    Unlinked(i64),
    /// A record was changed after it was written.
    #[error("第 {0} 条被改动 / record {0} was changed")]
    Changed(i64),
}

/// Walks the chain in order; returns the number of records and the hash of the last.
pub fn verify<'a>(
    links: impl IntoIterator<Item = (&'a Link, &'a str)>,
) -> Result<(i64, String), Break> {
    let (mut count, mut previous) = (0, genesis());
    for (link, hash) in links {
        count += 1;
        if link.sequence != count {
            return Err(Break::Gap { expected: count, found: link.sequence });
        }
        if link.previous_hash != previous {
            return Err(Break::Unlinked(count));
        }
        if link.hash() != hash {
            return Err(Break::Changed(count));
        }
        hash.clone_into(&mut previous);
    }
    Ok((count, previous))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(length: i64) -> Vec<(Link, String)> {
        let mut links: Vec<(Link, String)> = Vec::new();
        for sequence in 1..=length {
            let previous_hash = links.last().map_or_else(genesis, |(_, hash)| hash.clone());
            let entry = Entry { action: format!("act-{sequence}"), ..Entry::default() };
            let link = Link { sequence, at: DateTime::UNIX_EPOCH, entry, previous_hash };
            let hash = link.hash();
            links.push((link, hash));
        }
        links
    }

    fn check(links: &[(Link, String)]) -> Result<(i64, String), Break> {
        verify(links.iter().map(|(link, hash)| (link, hash.as_str())))
    }

    #[test]
    fn a_whole_chain_passes() {
        assert_eq!(check(&chain(5)).unwrap().0, 5);
        assert_eq!(check(&[]).unwrap(), (0, genesis()));
    }

    #[test]
    fn an_edit_a_deletion_and_a_swap_are_found() {
        let mut edited = chain(5);
        edited[2].0.entry.actor = "someone else".to_owned();
        assert_eq!(check(&edited), Err(Break::Changed(3)));

        let mut deleted = chain(5);
        deleted.remove(1);
        assert_eq!(check(&deleted), Err(Break::Gap { expected: 2, found: 3 }));

        let mut rehashed = chain(5);
        rehashed[1].0.entry.reason = Some("new".to_owned());
        rehashed[1].1 = rehashed[1].0.hash();
        assert_eq!(check(&rehashed), Err(Break::Unlinked(3)));
    }
}
