//! What follows from the ballots, for every nomination of a stage exactly once?

use std::collections::BTreeMap;

use entity::{
    ids::{BallotId, NominationId},
    vocabulary::{DecisionOutcome, ReleaseStage},
};

use super::rules::Gap;
use crate::{
    meetings::model::{BallotOutcome, Grade},
    results::book::GradeRule,
};

/// A nomination of a stage, as it was nominated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::results) struct NominatedAs {
    /// The nomination.
    pub(in crate::results) nomination: NominationId,
    /// Code of its category.
    pub(in crate::results) category: String,
    /// The grade that it was nominated for; none where the award has none.
    pub(in crate::results) grade: Option<Grade>,
    /// Whether nothing is decided of it now: an objection stands open (X25 art. 74), or the meeting put it off.
    pub(in crate::results) is_put_off: bool,
    /// Whether votes on it are equal at the last place, and the ballot that decides is not held yet.
    pub(in crate::results) is_tied: bool,
}

/// What follows for a nomination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::results) struct Drawn {
    /// The nomination.
    pub(in crate::results) nomination: NominationId,
    /// What is decided.
    pub(in crate::results) outcome: DecisionOutcome,
    /// The grade that it receives; none where it receives none.
    pub(in crate::results) grade: Option<Grade>,
    /// The ballot that decides.
    pub(in crate::results) ballot: Option<BallotId>,
    /// Votes.
    pub(in crate::results) votes: Option<u32>,
    /// Those of whom they are a share.
    pub(in crate::results) of: Option<u32>,
}

/// Whether a stage takes a nomination on, in its words.
const fn word(stage: ReleaseStage, passes: bool) -> DecisionOutcome {
    match (stage, passes) {
        (ReleaseStage::Award, true) => DecisionOutcome::Awarded,
        (ReleaseStage::Award, false) => DecisionOutcome::NotAwarded,
        (_, true) => DecisionOutcome::Passed,
        (_, false) => DecisionOutcome::Failed,
    }
}

/// Draws what is decided of every nomination of a stage from what the ballots on it said.
///
/// # Errors
/// Everything that keeps one of them from being decided.
pub(in crate::results) fn draw(
    outcomes: &[BallotOutcome],
    nominations: &[NominatedAs],
    (stage, rules): (ReleaseStage, GradeRule),
) -> Result<Vec<Drawn>, Vec<Gap>> {
    let mut by_nomination: BTreeMap<NominationId, Vec<&BallotOutcome>> = BTreeMap::new();
    for outcome in outcomes {
        by_nomination.entry(outcome.nomination).or_default().push(outcome);
    }
    let mut drawn = Vec::with_capacity(nominations.len());
    let mut gaps = Vec::new();
    for one in nominations {
        let own = by_nomination.get(&one.nomination).map_or(&[][..], Vec::as_slice);
        match drawn_of(own, one, (stage, rules)) {
            Ok(found) => drawn.push(found),
            Err(gap) => gaps.push(gap),
        }
    }
    if gaps.is_empty() { Ok(drawn) } else { Err(gaps) }
}

fn drawn_of(
    own: &[&BallotOutcome],
    one: &NominatedAs,
    (stage, rules): (ReleaseStage, GradeRule),
) -> Result<Drawn, Gap> {
    let nomination = one.nomination;
    if one.is_put_off {
        let outcome = DecisionOutcome::PutOff;
        return Ok(Drawn { nomination, outcome, grade: None, ballot: None, votes: None, of: None });
    }
    if one.is_tied {
        return Err(Gap::OpenTie(nomination));
    }
    let last = last_by_grade(own);
    // The highest grade comes first.
    let best = last.values().find(|outcome| outcome.passed);
    if let Some(best) = best {
        may_receive(one, best.grade, rules)?;
    }
    let passes = best.is_some();
    let decides = match (best, one.grade) {
        (Some(best), _) => best,
        (None, Some(_)) => last.get(&one.grade).ok_or(Gap::NoBallot(nomination))?,
        (None, None) => last.values().next().ok_or(Gap::NoBallot(nomination))?,
    };
    Ok(Drawn {
        nomination,
        outcome: word(stage, passes),
        grade: decides.grade.filter(|_| passes),
        ballot: Some(decides.ballot),
        votes: Some(decides.votes),
        of: Some(decides.present),
    })
}

/// The ballot that counts on each grade: the last turn, which is a ballot made later.
fn last_by_grade<'o>(own: &[&'o BallotOutcome]) -> BTreeMap<Option<Grade>, &'o BallotOutcome> {
    let mut last: BTreeMap<Option<Grade>, &BallotOutcome> = BTreeMap::new();
    for &outcome in own {
        let kept = last.entry(outcome.grade).or_insert(outcome);
        if (outcome.turn, outcome.ballot) > (kept.turn, kept.ballot) {
            *kept = outcome;
        }
    }
    last
}

/// Whether a nomination may receive a grade: what fails its own is not awarded a lower one, and only the second is
/// raised, to the first (X25 art. 81).
fn may_receive(one: &NominatedAs, got: Option<Grade>, rules: GradeRule) -> Result<(), Gap> {
    let (Some(nominated), Some(got)) = (one.grade, got) else { return Ok(()) };
    // The grades stand from the highest to the lowest.
    if got > nominated && rules.no_downgrade {
        return Err(Gap::Lowered(one.nomination));
    }
    let is_one_up = (nominated, got) == (Grade::Second, Grade::First);
    if got < nominated && !(is_one_up && rules.raise_second) {
        return Err(Gap::Raised(one.nomination));
    }
    Ok(())
}

#[cfg(test)]
#[path = "draw_tests.rs"]
mod tests;
