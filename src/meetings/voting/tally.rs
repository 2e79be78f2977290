//! What do papers say together?

use std::collections::BTreeMap;

use entity::vocabulary::PaperValidity;
use serde::{Deserialize, Serialize};

use super::law::{Law, Paper, denominator, number, quorate, reaches, validity};
use crate::meetings::{book::RecusedAtQuorum, model::Roll};

/// What was counted of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TallyRow {
    /// Its number, from 1.
    pub line: u32,
    /// Votes.
    pub votes: u32,
    /// Those of whom they are a share.
    pub of: u32,
    /// Whether enough are present for it.
    pub is_quorate: bool,
    /// Whether the votes are enough.
    pub reaches: bool,
}

/// What was counted of a ballot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// Its lines, by number.
    pub rows: Vec<TallyRow>,
    /// The lines that pass, by number.
    pub passed: Vec<u32>,
    /// The lines that are equal at the last place, by number.
    pub tied: Vec<u32>,
    /// The places that are left for them; 0 where none are equal.
    pub left: u32,
    /// Papers that do not count, by why.
    pub invalid: BTreeMap<PaperValidity, u32>,
}

/// Counts papers. The same papers in any order, and the same members by any other names, give the same.
///
/// A line may pass where enough are present for it and its votes are enough. Of those lines the ones with most votes
/// take the places, as many together as have equally many votes; those that do not fit together are tied, and nobody
/// behind them passes.
pub fn tally<V: Ord>(lines: u32, roll: &Roll<V>, papers: &[Paper], law: &Law) -> Tally {
    let mut votes: BTreeMap<u32, u32> = BTreeMap::new();
    let mut invalid: BTreeMap<PaperValidity, u32> = BTreeMap::new();
    for paper in papers {
        let why = validity(paper, lines, law);
        if why == PaperValidity::Valid {
            for line in &paper.marks {
                *votes.entry(*line).or_default() += 1;
            }
        } else {
            *invalid.entry(why).or_default() += 1;
        }
    }
    let row = |line| row(line, votes.get(&line).copied().unwrap_or_default(), roll, law);
    let rows: Vec<TallyRow> = (1..=lines).map(row).collect();
    let (passed, tied, left) = seated(&rows, law.places);
    Tally { rows, passed, tied, left, invalid }
}

/// How many are there for a line: present, those of them who keep out, and all who keep out, there or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attending {
    pub(super) present: u32,
    pub(super) recused_present: u32,
    pub(super) recused: u32,
}

/// How many are there for a line.
pub(super) fn attending<V: Ord>(line: u32, roll: &Roll<V>) -> Attending {
    let recused = roll.recused.get(&line);
    let there = recused.map_or(0, |seats| seats.intersection(&roll.present).count());
    Attending {
        present: number(roll.present.len()),
        recused_present: number(there),
        recused: recused.map_or(0, |seats| number(seats.len())),
    }
}

fn row<V: Ord>(line: u32, votes: u32, roll: &Roll<V>, law: &Law) -> TallyRow {
    let Attending { present, recused_present, recused } = attending(line, roll);
    let of = denominator(present, recused_present, law.recused_counts);
    // Where who keeps out is taken off those who are expected, so is one who is not there.
    let gone = match law.at_quorum {
        RecusedAtQuorum::Leave => recused - recused_present,
        RecusedAtQuorum::Absent | RecusedAtQuorum::Present => 0,
    };
    let expected = roll.expected.saturating_sub(gone);
    TallyRow {
        line,
        votes,
        of,
        is_quorate: quorate(expected, present, recused_present, law.quorum, law.at_quorum),
        reaches: reaches(votes, of, law.threshold),
    }
}

/// The lines that take the places, those that are equal at the last, and the places left for these.
fn seated(rows: &[TallyRow], places: u32) -> (Vec<u32>, Vec<u32>, u32) {
    let mut by_votes: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.is_quorate && row.reaches) {
        by_votes.entry(row.votes).or_default().push(row.line);
    }
    let (mut passed, mut tied, mut left) = (Vec::new(), Vec::new(), places);
    for equals in by_votes.into_values().rev() {
        let size = number(equals.len());
        if size > left {
            if left > 0 {
                tied = equals;
            }
            break;
        }
        left -= size;
        passed.extend(equals);
    }
    passed.sort_unstable();
    let left = if tied.is_empty() { 0 } else { left };
    (passed, tied, left)
}
