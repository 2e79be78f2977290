//! What do two people read on a slip of paper, and what is read where they differ?

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::{BallotId, ReviewSeatId};

use super::{roll::RollEntry, sealed, store::EntryRow};
use crate::{meetings::MeetingError, persistence::Sealer};

/// What one person read on a slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReadSlip {
    /// Who.
    pub(super) by: String,
    /// Whose it is; none where the ballot is secret.
    pub(super) seat: Option<ReviewSeatId>,
    /// The numbers of the marked lines; 0 where it cannot be read.
    pub(super) marks: BTreeSet<u32>,
}

/// Where a slip stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading<'a> {
    /// A second person is still to read it.
    Waiting,
    /// The two differ in these lines, in 0 where one of them cannot read it at all, or in whose it is: a third decides.
    Differs { lines: Vec<u32>, is_of_two: bool },
    /// It is read: this counts.
    Settled(&'a ReadSlip),
}

/// Where a slip stands that was read by these, in their order: by two alike, or by a third where they differ.
pub(super) fn reading(read: &[ReadSlip]) -> Reading<'_> {
    match read {
        [] | [_] => Reading::Waiting,
        [first, second] if first.marks == second.marks && first.seat == second.seat => {
            Reading::Settled(first)
        }
        [first, second] => Reading::Differs {
            lines: first.marks.symmetric_difference(&second.marks).copied().collect(),
            is_of_two: first.seat != second.seat,
        },
        [.., third] => Reading::Settled(third),
    }
}

/// For which place what was read is sealed.
pub(super) fn place(ballot: BallotId, slip: &str, by: &str) -> String {
    format!("ballot/{ballot}/slip/{slip}/{by}")
}

/// What was read on the slips of a ballot, by slip.
///
/// # Errors
/// An entry cannot be opened.
pub(super) fn opened(
    entries: &[EntryRow],
    sealer: &Sealer,
) -> Result<BTreeMap<String, Vec<ReadSlip>>, MeetingError> {
    let mut slips: BTreeMap<String, Vec<ReadSlip>> = BTreeMap::new();
    for entry in entries {
        let place = place(entry.ballot_id, &entry.slip, &entry.entered_by);
        let marks = sealed::open(sealer, &place, &entry.sealed_marks)?.marks;
        let read = ReadSlip { by: entry.entered_by.clone(), seat: entry.seat_id, marks };
        slips.entry(entry.slip.clone()).or_default().push(read);
    }
    Ok(slips)
}

/// The slips that are not settled and may still become papers.
///
/// # Errors
/// An entry cannot be opened.
pub(super) fn unsettled(
    (entries, roll): (&[EntryRow], &[RollEntry]),
    sealer: &Sealer,
) -> Result<Vec<String>, MeetingError> {
    let slips = opened(entries, sealer)?.into_iter();
    let waiting = slips.filter(|(_, read)| waits(read, roll));
    Ok(waiting.map(|(slip, _)| slip).collect())
}

/// Whether a slip that was read by these waits for somebody. One of members who have cast waits for nobody: it can
/// become no paper any more, and nobody may read it again.
fn waits(read: &[ReadSlip], roll: &[RollEntry]) -> bool {
    let may_count =
        |one: &ReadSlip| !roll.iter().any(|entry| Some(entry.seat) == one.seat && entry.has_cast);
    !matches!(reading(read), Reading::Settled(_)) && read.iter().any(may_count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(by: &str, seat: u128, marks: &[u32]) -> ReadSlip {
        ReadSlip {
            by: by.to_owned(),
            seat: Some(uuid::Uuid::from_u128(seat).into()),
            marks: marks.iter().copied().collect(),
        }
    }

    #[test]
    fn two_who_read_alike_settle_a_slip_and_a_third_where_they_differ() {
        let one = read("a", 1, &[1, 2]);
        assert_eq!(reading(&[]), Reading::Waiting);
        assert_eq!(reading(std::slice::from_ref(&one)), Reading::Waiting);
        let alike = [one.clone(), read("b", 1, &[2, 1])];
        assert_eq!(reading(&alike), Reading::Settled(&alike[0]));
        let apart = [one.clone(), read("b", 1, &[1, 3])];
        let differs = Reading::Differs { lines: vec![2, 3], is_of_two: false };
        assert_eq!(reading(&apart), differs);
        let of_two = [one.clone(), read("b", 2, &[1, 2])];
        assert_eq!(reading(&of_two), Reading::Differs { lines: vec![], is_of_two: true });
        let decided = [one, read("b", 1, &[1, 3]), read("c", 1, &[3])];
        assert_eq!(reading(&decided), Reading::Settled(&decided[2]));
    }

    #[test]
    fn a_slip_of_who_has_cast_keeps_no_ballot_open() {
        let entry = |seat: u128, has_cast| RollEntry {
            seat: uuid::Uuid::from_u128(seat).into(),
            is_present: true,
            recused: BTreeSet::new(),
            has_cast,
            cast_at: None,
        };
        let roll = [entry(1, true), entry(2, false)];
        assert!(!waits(&[read("a", 1, &[1])], &roll), "nobody may read it again");
        assert!(waits(&[read("a", 2, &[1])], &roll));
        assert!(waits(&[read("a", 1, &[1]), read("b", 2, &[1])], &roll), "it may be the second's");
        assert!(!waits(&[read("a", 2, &[1]), read("b", 2, &[1])], &roll), "it is settled");
        let secret = ReadSlip { seat: None, ..read("a", 1, &[1]) };
        assert!(waits(&[secret], &roll), "in a secret ballot it may be anybody's");
    }
}
