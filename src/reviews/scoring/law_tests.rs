//! Totals, faults, order and permission, by table and by chance.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::reviews::{ReviewBook, in_force};

fn sheet() -> &'static SheetRule {
    in_force().unwrap().sheet("NAT").unwrap()
}

/// A sheet that may be submitted.
fn whole() -> Draft {
    let points = ["novelty", "value", "effect", "material"].map(|code| (code.to_owned(), 80));
    Draft {
        points: points.into(),
        choices: [("grade".to_owned(), "second".to_owned())].into(),
        comments: BTreeMap::new(),
    }
}

/// Where the faults of a draft stand, and what they are.
fn told(draft: &Draft) -> Vec<(String, &'static str)> {
    let told = faults(sheet(), draft).into_iter().map(|fault| fault.told());
    told.map(|field| (field.pointer, field.code)).collect()
}

fn with(change: impl FnOnce(&mut Draft)) -> Draft {
    let mut draft = whole();
    change(&mut draft);
    draft
}

#[test]
fn a_total_is_weight_times_points_and_none_before_all_are_given() {
    for (points, expected) in [
        ([80, 80, 80, 80], Some(8_000)),
        ([100, 100, 100, 100], Some(10_000)),
        ([0, 0, 0, 0], Some(0)),
        ([90, 75, 60, 100], Some(35 * 90 + 30 * 75 + 25 * 60 + 10 * 100)),
        ([105, 75, 60, 100], None),
    ] {
        let given = sheet().criteria.iter().map(|one| one.code.clone()).zip(points).collect();
        assert_eq!(total(sheet(), &given), expected, "{points:?}");
    }
    let mut missing = whole().points;
    missing.remove("effect");
    assert_eq!(total(sheet(), &missing), None);
}

#[test]
fn what_is_wrong_with_a_sheet_is_told_by_its_place() {
    assert_eq!(told(&whole()), []);
    let at = |pointer: &str, code| vec![(pointer.to_owned(), code)];
    let points = |code: &str, given| {
        with(|draft| {
            draft.points.insert(code.to_owned(), given);
        })
    };
    let low = || points("effect", 55);
    let mut missing = whole();
    missing.points.remove("value");
    let mut unchosen = whole();
    unchosen.choices.clear();
    let mut third = whole();
    third.choices.insert("grade".to_owned(), "third".to_owned());
    for (draft, expected) in [
        (missing, at("/points/value", "missing")),
        (points("value", 105), at("/points/value", "most")),
        (points("value", 77), at("/points/value", "step")),
        (unchosen, at("/choices/grade", "missing")),
        (third, at("/choices/grade", "unknown")),
        (low(), at("/comments/effect", "reason")),
        (points("a/b", 1), at("/points/a~1b", "unknown")),
        (points("grade", 1), at("/points/grade", "unknown")),
    ] {
        assert_eq!(told(&draft), expected, "{draft:?}");
    }
    for (words, is_enough) in [(19, false), (20, true), (MOST_WORDS, true), (MOST_WORDS + 1, false)]
    {
        let mut draft = low();
        draft.comments.insert("effect".to_owned(), format!(" {} ", "甲".repeat(words)));
        assert_eq!(told(&draft).is_empty(), is_enough, "{words}");
    }
    let kept = [low(), with(|draft| draft.points.clear()), with(|draft| draft.choices.clear())];
    for draft in kept {
        assert!(faults(sheet(), &draft).iter().all(|fault| !fault.is_of_form()), "{draft:?}");
    }
}

#[test]
fn reasons_are_asked_for_as_the_book_says() {
    let always =
        crate::reviews::IN_FORCE.replacen("comment = \"never\"", "comment = \"always\"", 1);
    let book = ReviewBook::parse("x.toml", &always).unwrap();
    let asked = faults(book.sheet("NAT").unwrap(), &whole());
    assert_eq!(asked, [SheetFault::CommentNeeded("grade".to_owned(), 1)]);
    let top = in_force().unwrap().sheet("TOP").unwrap();
    let points = [("achievement".to_owned(), 80), ("influence".to_owned(), 75)];
    let draft = Draft { points: points.into(), ..Draft::default() };
    let needed = |code: &str| SheetFault::CommentNeeded(code.to_owned(), 30);
    assert_eq!(faults(top, &draft), [needed("achievement"), needed("influence")]);
}

fn id(number: u128) -> ReviewAssignmentId {
    ReviewAssignmentId(Uuid::from_u128(number))
}

#[test]
fn the_next_is_behind_this_one_and_what_was_put_off_comes_last() {
    let row =
        |number, is_submitted, is_skipped| QueueRow { id: id(number), is_submitted, is_skipped };
    let rows =
        [row(1, false, false), row(2, true, false), row(3, false, true), row(4, false, false)];
    for (after, expected) in [
        (None, Some(1)),
        (Some(1), Some(4)),
        (Some(4), Some(1)),
        (Some(3), Some(4)),
        (Some(9), Some(1)),
    ] {
        assert_eq!(next(&rows, after.map(id)), expected.map(id), "{after:?}");
    }
    let rows = [row(1, true, false), row(2, false, true), row(3, false, true)];
    assert_eq!(next(&rows, Some(id(1))), Some(id(2)));
    assert_eq!(next(&rows, Some(id(2))), Some(id(3)));
    assert_eq!(next(&rows[..2], Some(id(2))), None, "only itself is left");
    assert_eq!(next(&[], None), None);
}

#[test]
fn a_sheet_is_written_while_its_phase_is_open_and_nothing_stands_against_it() {
    let at = |second: i64| DateTime::from_timestamp(second, 0).unwrap();
    let phase = |state| Phase {
        id: Uuid::nil().into(),
        round: Uuid::nil().into(),
        category: "NAT".to_owned(),
        state,
        is_calibrated: false,
        opens_at: at(10),
        closes_at: at(20),
        seed: None,
        version: 1,
    };
    let good = AssignmentFacts {
        state: AssignmentState::Accepted,
        is_frozen: false,
        is_signed: true,
        is_clear: true,
        is_under_review: true,
    };
    let open = phase(ReviewPhaseState::Open);
    for (second, expected) in
        [(9, Err(Closed::NotYet)), (10, Ok(())), (19, Ok(())), (20, Err(Closed::Over))]
    {
        assert_eq!(may_write(Some(&open), good, at(second)), expected, "{second}");
    }
    assert_eq!(may_write(None, good, at(15)), Err(Closed::NotYet));
    let other = |state| may_write(Some(&phase(state)), good, at(15));
    assert_eq!(other(ReviewPhaseState::Draft), Err(Closed::NotYet));
    assert_eq!(other(ReviewPhaseState::Closed), Err(Closed::Over));
    for (facts, expected) in [
        (AssignmentFacts { state: AssignmentState::Recused, ..good }, Closed::NotAccepted),
        (AssignmentFacts { is_clear: false, ..good }, Closed::NotAccepted),
        (AssignmentFacts { is_frozen: true, ..good }, Closed::Frozen),
        (AssignmentFacts { is_signed: false, ..good }, Closed::Unsigned),
        (AssignmentFacts { is_under_review: false, ..good }, Closed::Left),
    ] {
        assert_eq!(may_write(Some(&open), facts, at(15)), Err(expected));
        assert!(!expected.words().zh.is_empty());
    }
}

proptest! {
    /// Whatever was given: a total is the formula, and lies within its bounds; a sheet without a fault has one.
    #[test]
    fn totals_are_the_formula(given in prop::collection::vec(prop::option::of(0..25_u32), 4)) {
        let points: Vec<&CriterionRule> =
            sheet().criteria.iter().filter(|one| one.kind == CriterionKind::Points).collect();
        let mut draft = whole();
        draft.points.clear();
        let mut expected = Some(0_u32);
        for (rule, steps) in points.iter().zip(&given) {
            let given = steps.map(|steps| steps * rule.step);
            if let Some(given) = given {
                draft.points.insert(rule.code.clone(), given);
            }
            let fits = given.filter(|given| *given <= rule.most);
            expected = expected.zip(fits).map(|(sum, given)| sum + rule.weight * given);
        }
        let found = total(sheet(), &draft.points);
        prop_assert_eq!(found, expected.and_then(|sum| i32::try_from(sum).ok()));
        prop_assert!(found.is_none_or(|found| (0..=10_000).contains(&found)));
        let of_points = |fault: &SheetFault| matches!(
            fault, SheetFault::MissingPoints(_) | SheetFault::OverMost(..) | SheetFault::OffStep(..)
        );
        prop_assert_eq!(found.is_some(), !faults(sheet(), &draft).iter().any(of_points));
    }
}
