//! What did the last turn say of each line?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{BallotId, NominationId},
    vocabulary::BallotState,
};

use super::{
    caps::Standing,
    law::Law,
    store::BallotRow,
    tally::{Tally, TallyRow},
};
use crate::meetings::{
    book::LastTie,
    model::{BallotOutcome, Grade},
};

/// A ballot that was counted, with what its lines stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) ballot: BallotId,
    /// The ballot whose tie it decided.
    pub(super) of_ballot: Option<BallotId>,
    pub(super) category: String,
    pub(super) grade: Option<Grade>,
    pub(super) turn: u32,
    pub(super) law: Law,
    pub(super) tally: Tally,
    /// The nominations of its lines, from line 1.
    pub(super) lines: Vec<NominationId>,
}

/// Whether no further ballot decides what is tied in this turn.
pub(super) const fn is_last_turn(turn: u32, law: &Law) -> bool {
    match law.last_tie {
        LastTie::None => turn >= law.most_turns,
        // One turn more, in which the chair alone votes.
        LastTie::Chair => turn > law.most_turns,
    }
}

impl Counted {
    /// Whether lines are tied that a further ballot may decide.
    fn has_open_tie(&self) -> bool {
        !self.tally.tied.is_empty() && !is_last_turn(self.turn, &self.law)
    }

    fn outcome(&self, row: &TallyRow) -> Option<BallotOutcome> {
        let at = usize::try_from(row.line).ok()?.checked_sub(1)?;
        Some(BallotOutcome {
            ballot: self.ballot,
            nomination: *self.lines.get(at)?,
            grade: self.grade,
            votes: row.votes,
            present: row.of,
            passed: self.tally.passed.contains(&row.line),
            turn: self.turn,
        })
    }
}

/// The ballots whose ties wait for a further turn.
pub(super) fn open_ties(counted: &[Counted]) -> Vec<BallotId> {
    let decided: BTreeSet<BallotId> = counted.iter().filter_map(|one| one.of_ballot).collect();
    let open = counted.iter().filter(|one| one.has_open_tie() && !decided.contains(&one.ballot));
    open.map(|one| one.ballot).collect()
}

/// What was said of each line: of a line that was tied, what the further turn said. Of a line whose tie is open
/// nothing was said yet.
pub(super) fn outcomes(counted: &[Counted]) -> Vec<BallotOutcome> {
    let mut said = Vec::new();
    for one in counted {
        let is_open = one.has_open_tie();
        for row in &one.tally.rows {
            // Where a further turn is there, or is to come, this one did not decide.
            if !(is_open && one.tally.tied.contains(&row.line)) {
                said.extend(one.outcome(row));
            }
        }
    }
    said
}

/// What stands awarded by these ballots: of each nomination the highest grade for which it passed.
pub(super) fn standing(counted: &[Counted]) -> Standing {
    let categories: BTreeMap<BallotId, &str> =
        counted.iter().map(|one| (one.ballot, one.category.as_str())).collect();
    let mut best: BTreeMap<NominationId, (&str, Option<Grade>)> = BTreeMap::new();
    for outcome in outcomes(counted).into_iter().filter(|outcome| outcome.passed) {
        let category = categories.get(&outcome.ballot).copied().unwrap_or_default();
        let kept = best.entry(outcome.nomination).or_insert((category, outcome.grade));
        // The words stand from the highest grade down.
        kept.1 = kept.1.min(outcome.grade);
    }
    let mut standing = Standing::default();
    for (category, grade) in best.into_values() {
        standing.add(category, grade);
    }
    standing
}

/// The same, with every place of a ballot that is still open taken: so that two that are open at once cannot together
/// award more than there may be.
pub(super) fn with_open(mut standing: Standing, ballots: &[BallotRow]) -> Standing {
    let is_open = |row: &&BallotRow| row.state == BallotState::Open && !row.is_raise;
    for row in ballots.iter().filter(is_open) {
        for _ in 0..row.places {
            standing.add(&row.category, row.grade);
        }
    }
    standing
}
