//! What do the kept papers of a ballot say when they are opened and counted?

use std::collections::BTreeSet;

use entity::{
    ids::{BallotId, ReviewSeatId},
    vocabulary::{BallotVariant, PaperSource, PaperValidity},
};

use super::{
    law::{Law, Paper, number, validity},
    roll::{RollEntry, roll_of},
    sealed,
    store::{BallotRow, Kept},
    tally::{Tally, tally},
};
use crate::{meetings::MeetingError, persistence::Sealer, shared::hex_sha256};

/// A paper out of its seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpenPaper {
    pub(super) ballot: BallotId,
    /// Whose it is; none where the ballot is secret.
    pub(super) seat: Option<ReviewSeatId>,
    /// What it says, as it is counted.
    pub(super) paper: Paper,
    /// Whether it counts.
    pub(super) validity: PaperValidity,
    pub(super) source: PaperSource,
    /// Whether what lies in the seal has the digest that was told when it was cast.
    pub(super) is_whole: bool,
}

/// A ballot that was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) papers: Vec<OpenPaper>,
    pub(super) tally: Tally,
    /// SHA-256 of the tally.
    pub(super) digest: String,
}

/// By what a ballot is counted.
///
/// # Errors
/// What is kept is no law.
pub(super) fn law_of(row: &BallotRow) -> Result<Law, MeetingError> {
    serde_json::from_value(row.law.clone()).map_err(|error| inside(row.id, &error))
}

/// What was counted; none before the ballot was closed.
///
/// # Errors
/// What is kept is no tally.
pub(super) fn tally_of(row: &BallotRow) -> Result<Option<Tally>, MeetingError> {
    row.tally
        .clone()
        .map(|tally| serde_json::from_value(tally).map_err(|error| inside(row.id, &error)))
        .transpose()
}

fn inside(id: BallotId, error: &serde_json::Error) -> MeetingError {
    MeetingError::Inside(format!("ballot/{id}: {error}"))
}

/// SHA-256 of a tally, as it is kept.
///
/// # Errors
/// It cannot be written, which none of its parts allows.
pub(super) fn digest_of(tally: &Tally) -> Result<String, MeetingError> {
    let bytes =
        serde_json::to_vec(tally).map_err(|error| MeetingError::Inside(error.to_string()))?;
    Ok(hex_sha256(&bytes))
}

/// Opens the papers of a ballot and counts them, by the roll that was frozen when it was opened.
///
/// # Errors
/// A paper cannot be opened; the law cannot be read.
pub(super) fn count(sealer: &Sealer, kept: &Kept) -> Result<Count, MeetingError> {
    let (law, lines) = (law_of(&kept.ballot)?, number(kept.lines.len()));
    let mut papers = Vec::with_capacity(kept.papers.len());
    for row in &kept.papers {
        let place = sealed::place(kept.ballot.id, row.seat_id);
        let read = sealed::open(sealer, &place, &row.sealed_marks)?;
        let paper = Paper { marks: read.marks, recused: recused_of(&kept.roll, row.seat_id) };
        papers.push(OpenPaper {
            ballot: kept.ballot.id,
            seat: row.seat_id,
            // What is read again decides, not the word beside it.
            validity: validity(&paper, lines, &law),
            paper,
            source: row.source,
            is_whole: match kept.ballot.variant {
                BallotVariant::Named => row.digest.as_ref() == Some(&read.digest),
                BallotVariant::Secret => row.digest.is_none(),
            },
        });
    }
    let said: Vec<Paper> = papers.iter().map(|paper| paper.paper.clone()).collect();
    let tally = tally(lines, &roll_of(&kept.roll), &said, &law);
    let digest = digest_of(&tally)?;
    Ok(Count { papers, tally, digest })
}

fn recused_of(roll: &[RollEntry], seat: Option<ReviewSeatId>) -> BTreeSet<u32> {
    let entry = roll.iter().find(|entry| Some(entry.seat) == seat);
    entry.map(|entry| entry.recused.clone()).unwrap_or_default()
}
