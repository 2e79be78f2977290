//! When is a vote valid, when does a line pass, and when does a paper count?

use std::collections::BTreeSet;

use entity::vocabulary::PaperValidity;
use serde::{Deserialize, Serialize};

use crate::meetings::{
    book::{LastTie, RecusedAtQuorum},
    model::Share,
};

/// By what a ballot is counted: fixed when it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Of those who are expected, so many are to be present.
    pub quorum: Share,
    /// Of those who are present, so many are to vote for a line.
    pub threshold: Share,
    /// Most lines that a paper may mark.
    pub cap: u32,
    /// Most lines that may pass.
    pub places: u32,
    /// Whether who keeps out counts among those who are present.
    pub recused_counts: bool,
    /// How he is counted at the quorum.
    pub at_quorum: RecusedAtQuorum,
    /// How often a tie is voted on.
    pub most_turns: u32,
    /// What then becomes of it.
    pub last_tie: LastTie,
}

/// What one member says: the lines that he marks, and those of which he keeps out. Who marks nothing, or hands in no
/// paper, abstains, and is present all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// The numbers of the lines that it marks; 0, which no line has, on a paper that nobody can read.
    pub marks: BTreeSet<u32>,
    /// The numbers of the lines of which who cast it keeps out; none where it is not known who did.
    pub recused: BTreeSet<u32>,
}

/// Whether `votes` of `of` reach a share. “以上” includes the share itself, “二分之一以上多数（不含二分之一）” does not
/// (X25 art. 81). Nothing is a share of nobody.
pub const fn reaches(votes: u32, of: u32, share: Share) -> bool {
    if of == 0 {
        return false;
    }
    // Crosswise and in 64 bits, which hold every product of two numbers of 32: no rounding decides.
    let (have, need) = (votes as u64 * share.d as u64, of as u64 * share.n as u64);
    if share.inclusive { have >= need } else { have > need }
}

/// Whether enough are there for a line: of `expected` members `present` are, and `recused` of those keep out of it.
pub const fn quorate(
    expected: u32,
    present: u32,
    recused: u32,
    share: Share,
    at: RecusedAtQuorum,
) -> bool {
    let judging = present.saturating_sub(recused);
    match at {
        RecusedAtQuorum::Absent => reaches(judging, expected, share),
        RecusedAtQuorum::Leave => reaches(judging, expected.saturating_sub(recused), share),
        RecusedAtQuorum::Present => reaches(present, expected, share),
    }
}

/// Of how many the votes for a line are a share: of those who are present, who keep out of it counted or not.
pub const fn denominator(present: u32, recused_present: u32, counts: bool) -> u32 {
    if counts { present } else { present.saturating_sub(recused_present) }
}

/// Whether a paper counts in a ballot of so many lines. One that marks nothing does: who cast it abstains.
pub fn validity(paper: &Paper, lines: u32, law: &Law) -> PaperValidity {
    if number(paper.marks.len()) > law.cap {
        PaperValidity::OverCap
    } else if !paper.marks.is_disjoint(&paper.recused) {
        PaperValidity::MarksRecused
    } else if paper.marks.iter().any(|line| !(1..=lines).contains(line)) {
        PaperValidity::Unreadable
    } else {
        PaperValidity::Valid
    }
}

/// A count as the tables keep it.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
