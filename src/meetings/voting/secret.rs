//! How are secret papers kept so that nobody finds whose they are?
//!
//! A secret paper has no seat, no time, no digest, and a random key. When the ballot closes, all are sealed anew and
//! written again in the order of what the seals look like: neither keys, nor the order of the rows, nor the old texts
//! tell in which order they came. By which way each came is no longer told, either: a single slip would be its
//! voter's. What a machine that was watched while the ballot was open could tell stands in `docs/voting.md`.

use entity::{ids::BallotPaperId, vocabulary::PaperSource};
use rand::{TryRngCore as _, rngs::OsRng};
use uuid::Builder;

use super::{counting::OpenPaper, sealed, store::PaperRow};
use crate::{meetings::MeetingError, persistence::Sealer};

/// A key that tells no time: a random UUID (RFC 9562, version 4).
///
/// # Errors
/// The operating system gives no random bytes.
pub(super) fn random_key() -> Result<BallotPaperId, MeetingError> {
    let mut bytes = [0; 16];
    OsRng.try_fill_bytes(&mut bytes).map_err(|error| MeetingError::Inside(error.to_string()))?;
    Ok(Builder::from_random_bytes(bytes).into_uuid().into())
}

/// The papers of a secret ballot, sealed anew, in an order that tells nothing.
///
/// # Errors
/// A paper cannot be sealed, or no random bytes are to be had.
pub(super) fn shuffled(
    sealer: &Sealer,
    papers: &[OpenPaper],
    lines: u32,
) -> Result<Vec<PaperRow>, MeetingError> {
    let mut rows = Vec::with_capacity(papers.len());
    for paper in papers {
        let place = sealed::place(paper.ballot, None);
        rows.push(PaperRow {
            id: random_key()?,
            ballot_id: paper.ballot,
            seat_id: None,
            sealed_marks: sealed::seal(sealer, &place, (&paper.paper.marks, lines))?.text,
            digest: None,
            validity: paper.validity,
            source: PaperSource::Electronic,
            entered_by: None,
        });
    }
    rows.sort_by(|one, other| one.sealed_marks.cmp(&other.sealed_marks));
    Ok(rows)
}
