//! Is every nomination decided once, by the ballot that counts, and never lowered?

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const RULES: GradeRule = GradeRule { no_downgrade: true, raise_second: true };

fn one(number: u128, grade: Option<Grade>) -> NominatedAs {
    NominatedAs {
        nomination: Uuid::from_u128(number).into(),
        category: if grade.is_some() { "NAT" } else { "TOP" }.to_owned(),
        grade,
        is_put_off: false,
        is_tied: false,
    }
}

fn vote(number: u128, (grade, passed): (Option<Grade>, bool), turn: u32) -> BallotOutcome {
    BallotOutcome {
        ballot: Uuid::from_u128(u128::from(turn)).into(),
        nomination: Uuid::from_u128(number).into(),
        grade,
        votes: if passed { 10 } else { 3 },
        present: 15,
        passed,
        turn,
    }
}

fn drawn(
    votes: &[BallotOutcome],
    one: NominatedAs,
    stage: ReleaseStage,
) -> Result<(DecisionOutcome, Option<Grade>), Vec<Gap>> {
    let drawn = draw(votes, &[one], (stage, RULES))?;
    assert_eq!(drawn.len(), 1);
    Ok((drawn[0].outcome, drawn[0].grade))
}

#[test]
fn a_grade_is_kept_failed_or_raised_and_never_lowered() {
    use DecisionOutcome::{Awarded, NotAwarded};
    use Grade::{First, Second, Special};
    let award = |nominated: Grade, votes: &[(Grade, bool)]| {
        let votes: Vec<BallotOutcome> =
            votes.iter().map(|(grade, passed)| vote(1, (Some(*grade), *passed), 1)).collect();
        drawn(&votes, one(1, Some(nominated)), ReleaseStage::Award)
    };
    let nomination: NominationId = Uuid::from_u128(1).into();
    assert_eq!(award(Second, &[(Second, true)]), Ok((Awarded, Some(Second))));
    assert_eq!(award(Second, &[(Second, false)]), Ok((NotAwarded, None)));
    assert_eq!(award(Second, &[(Second, true), (First, true)]), Ok((Awarded, Some(First))));
    assert_eq!(award(Second, &[(Second, true), (First, false)]), Ok((Awarded, Some(Second))));
    assert_eq!(award(First, &[(First, false)]), Ok((NotAwarded, None)));
    let lowered = award(First, &[(First, false), (Second, true)]);
    assert_eq!(lowered, Err(vec![Gap::Lowered(nomination)]));
    let raised = Err(vec![Gap::Raised(nomination)]);
    assert_eq!(award(First, &[(Special, true)]), raised);
    assert_eq!(award(Second, &[(Special, true)]), raised);
    assert_eq!(award(Second, &[(First, false)]), Err(vec![Gap::NoBallot(nomination)]));
    assert_eq!(award(Second, &[]), Err(vec![Gap::NoBallot(nomination)]));
}

#[test]
fn awards_without_grades_are_decided_by_their_only_ballot() {
    let votes = |passed| [vote(1, (None, passed), 1)];
    let outcome = |passed, stage| drawn(&votes(passed), one(1, None), stage);
    assert_eq!(outcome(true, ReleaseStage::FirstReview), Ok((DecisionOutcome::Passed, None)));
    assert_eq!(outcome(false, ReleaseStage::Committee), Ok((DecisionOutcome::Failed, None)));
    assert_eq!(outcome(true, ReleaseStage::Award), Ok((DecisionOutcome::Awarded, None)));
}

#[test]
fn the_last_turn_counts_and_an_open_tie_keeps_everything_open() {
    let grade = Some(Grade::First);
    let votes = [vote(1, (grade, false), 1), vote(1, (grade, true), 2)];
    let found = drawn(&votes, one(1, grade), ReleaseStage::Committee);
    assert_eq!(found, Ok((DecisionOutcome::Passed, grade)));
    let back = [votes[1].clone(), votes[0].clone()];
    assert_eq!(drawn(&back, one(1, grade), ReleaseStage::Committee), found);
    let tied = NominatedAs { is_tied: true, ..one(1, grade) };
    let refused = draw(&votes, &[tied, one(2, grade)], (ReleaseStage::Committee, RULES));
    let [first, second] = [1, 2].map(|number| Uuid::from_u128(number).into());
    assert_eq!(refused, Err(vec![Gap::OpenTie(first), Gap::NoBallot(second)]));
}

#[test]
fn what_is_put_off_needs_no_ballot_and_is_told_apart() {
    let put_off = NominatedAs { is_put_off: true, ..one(1, Some(Grade::Second)) };
    let found = drawn(&[], put_off, ReleaseStage::FirstReview);
    assert_eq!(found, Ok((DecisionOutcome::PutOff, None)));
}

fn grade() -> impl Strategy<Value = Grade> {
    prop::sample::select(Grade::ALL.to_vec())
}

proptest! {
    /// Whatever is voted, each nomination is decided once or stands among the gaps, and none receives less than it
    /// was nominated for.
    #[test]
    fn every_nomination_is_decided_once_or_named(
        nominated in prop::collection::vec(grade(), 1..12),
        votes in prop::collection::vec((0_u128..12, grade(), any::<bool>(), 1_u32..4), 0..60),
    ) {
        let all: Vec<NominatedAs> =
            nominated.iter().zip(0..).map(|(grade, number)| one(number, Some(*grade))).collect();
        let votes: Vec<BallotOutcome> = votes
            .into_iter()
            .map(|(number, grade, passed, turn)| vote(number, (Some(grade), passed), turn))
            .collect();
        match draw(&votes, &all, (ReleaseStage::Award, RULES)) {
            Err(gaps) => {
                let mut named: Vec<_> = gaps.iter().filter_map(Gap::nomination).collect();
                named.dedup();
                prop_assert_eq!(named.len(), gaps.len());
            }
            Ok(drawn) => {
                prop_assert_eq!(drawn.len(), all.len());
                for (found, of) in drawn.iter().zip(&all) {
                    prop_assert_eq!(found.nomination, of.nomination);
                    prop_assert!(found.grade.is_none_or(|got| Some(got) <= of.grade));
                    let is_awarded = found.outcome == DecisionOutcome::Awarded;
                    prop_assert_eq!(is_awarded, found.grade.is_some());
                }
            }
        }
    }
}
