//! How is a paper kept so that the records alone do not tell what it marks?
//!
//! The marks are written as a row of noughts and ones, a place for each line of the ballot and one before them for a
//! paper that nobody can read: every paper of a ballot is equally long, so that its length tells nothing either. A salt
//! stands before them; the digest of both is in the audit chain and in the voter's hands.

use std::collections::BTreeSet;

use entity::ids::{BallotId, ReviewSeatId};

use crate::{
    meetings::MeetingError,
    persistence::Sealer,
    shared::{hex_sha256, random_token},
};

/// Bytes of a salt: nobody tries all of them.
const SALT_BYTES: usize = 16;

/// A paper as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SealedMarks {
    /// What lies in the records.
    pub(super) text: String,
    /// SHA-256 of what is inside the seal.
    pub(super) digest: String,
}

/// What a seal held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpenMarks {
    /// The numbers of the marked lines; 0 where nobody can read the paper.
    pub(super) marks: BTreeSet<u32>,
    /// SHA-256 of what was inside the seal.
    pub(super) digest: String,
}

/// For which place a paper is sealed: it opens nowhere else, so that no paper is put in another's place. A secret
/// paper has no seat.
pub(super) fn place(ballot: BallotId, seat: Option<ReviewSeatId>) -> String {
    match seat {
        Some(seat) => format!("ballot/{ballot}/{seat}"),
        None => format!("ballot/{ballot}"),
    }
}

/// Seals the marks of a paper of a ballot of so many lines.
///
/// # Errors
/// The text is longer than the cipher takes.
pub(super) fn seal(
    sealer: &Sealer,
    place: &str,
    (marks, lines): (&BTreeSet<u32>, u32),
) -> Result<SealedMarks, MeetingError> {
    let row: String =
        (0..=lines).map(|line| if marks.contains(&line) { '1' } else { '0' }).collect();
    let inside = format!("{}:{row}", random_token(SALT_BYTES));
    let digest = hex_sha256(inside.as_bytes());
    Ok(SealedMarks { text: sealer.seal(place, &inside)?, digest })
}

/// Opens a paper.
///
/// # Errors
/// Sealed by another key, for another place, or damaged.
pub(super) fn open(sealer: &Sealer, place: &str, text: &str) -> Result<OpenMarks, MeetingError> {
    let inside = sealer.open_sealed(place, text)?;
    let (_, row) = inside
        .split_once(':')
        .ok_or_else(|| MeetingError::Inside(format!("{place}: no row of marks")))?;
    let marks = (0..).zip(row.chars()).filter(|(_, mark)| *mark == '1').map(|(line, _)| line);
    Ok(OpenMarks { marks: marks.collect(), digest: hex_sha256(inside.as_bytes()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_paper_opens_at_its_place_alone_and_all_are_equally_long() {
        let folder = tempfile::tempdir().unwrap();
        let sealer = Sealer::open(&folder.path().join("key")).await.unwrap();
        let nobody = uuid::Uuid::nil();
        let (named, secret) =
            (place(nobody.into(), Some(nobody.into())), place(nobody.into(), None));
        assert_ne!(named, secret);
        let mut lengths = BTreeSet::new();
        for marks in [vec![], vec![0], vec![1, 3], vec![1, 2, 3, 4, 5]] {
            let marks: BTreeSet<u32> = marks.into_iter().collect();
            let kept = seal(&sealer, &named, (&marks, 5)).unwrap();
            let again = seal(&sealer, &named, (&marks, 5)).unwrap();
            assert!(kept.text != again.text && kept.digest != again.digest);
            lengths.insert(kept.text.len());
            let read = open(&sealer, &named, &kept.text).unwrap();
            assert_eq!((read.marks, read.digest), (marks, kept.digest));
            assert!(open(&sealer, &secret, &kept.text).is_err());
        }
        assert_eq!(lengths.len(), 1);
    }
}
