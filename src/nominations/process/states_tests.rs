//! Is the table of states whole, and does every walk in it pass the gates?

use std::collections::BTreeSet;

use entity::vocabulary::NominationState::{
    CentralApproval, CommitteeFailed, FirstReviewFailed, MostCheck, NotAwarded,
};
use proptest::prelude::*;

use super::*;

const CATEGORIES: [&str; 5] = ["TOP", "NAT", "INV", "PRO", "INT"];

fn reachable(category: &str) -> BTreeSet<State> {
    let mut seen = BTreeSet::from([Draft]);
    let mut open = vec![Draft];
    while let Some(state) = open.pop() {
        for one in workflow(category).filter(|one| one.from == state) {
            if seen.insert(one.to) {
                open.push(one.to);
            }
        }
    }
    seen
}

#[test]
fn the_table_is_this() {
    insta::assert_snapshot!(super::super::states_table::as_table());
}

#[test]
fn every_state_is_reached_by_the_awards_that_know_it() {
    let all: BTreeSet<State> = State::ALL.iter().copied().collect();
    for category in ["NAT", "INV", "PRO"] {
        assert_eq!(reachable(category), all, "{category}");
    }
    let only_three = [
        AcceptancePublicity,
        ObjectionOpen,
        ObjectionClear,
        ObjectionInvestigating,
        ObjectionResolved,
        Deferred,
        Abandoned,
        UpheldTerminated,
        FirstReviewPublicity,
    ];
    for category in ["TOP", "INT"] {
        let mut expected = all.clone();
        expected.retain(|state| !only_three.contains(state));
        if category == "INT" {
            expected.remove(&InternalPublicity);
        }
        assert_eq!(reachable(category), expected, "{category}: arts 54, 65, 67, 78, 79");
    }
}

#[test]
fn an_end_has_no_way_out_and_everything_else_has() {
    let ends: BTreeSet<State> =
        State::ALL.iter().copied().filter(|&state| is_terminal(state)).collect();
    let expected = BTreeSet::from([
        Rejected,
        Abandoned,
        UpheldTerminated,
        FirstReviewFailed,
        CommitteeFailed,
        NotAwarded,
        Awarded,
        Withdrawn,
        Removed,
        Terminated,
        Revoked,
    ]);
    assert_eq!(ends, expected);
    let without_award = State::ALL.iter().copied().filter(|&state| is_without_award(state));
    assert!(without_award.eq(ends.into_iter().filter(|end| !matches!(end, Awarded | Revoked))));
    for category in CATEGORIES {
        for state in reachable(category) {
            let mut ways = workflow(category).filter(|one| one.from == state).peekable();
            assert!(ways.peek().is_some() || is_terminal(state), "{category}: {state:?} is a trap");
            let is_exception =
                |one: &Transition| one.to == Revoked || one.guards.contains(&Guard::Reversal);
            assert!(!is_terminal(state) || ways.all(is_exception), "{category}: {state:?}");
        }
    }
}

#[test]
fn no_step_stands_twice_and_the_society_does_not_reach_into_the_review() {
    for category in CATEGORIES {
        let pairs: Vec<_> = workflow(category).map(|one| (one.from, one.to)).collect();
        let distinct: BTreeSet<_> = pairs.iter().collect();
        assert_eq!(pairs.len(), distinct.len(), "{category}");
    }
    let of_society = [Who::Clerk, Who::Approver, Who::Society];
    for one in table().iter().filter(|one| of_society.contains(&one.who)) {
        let is_own = [Draft, InternalReview, InternalPublicity, CouncilApproved];
        let leaves = one.to == Withdrawn || one.from == CorrectionRequired;
        let is_own_back =
            one.to == Draft && matches!(one.from, Submitted | Recommended | ReturnAsked);
        assert!(is_own.contains(&one.from) || leaves || is_own_back, "{one:?}");
    }
    // Of a return that one person at CAST asked for its society is not told: it may do the same from either.
    for one in table().iter().filter(|one| one.from == Recommended && of_society.contains(&one.who))
    {
        let same = table().iter().find(|other| other.from == ReturnAsked && other.to == one.to);
        let same = same.map(|other| Transition { from: Recommended, ..*other });
        assert_eq!(same, Some(*one));
    }
    // Once the council decides nothing is withdrawn; once it has decided, nothing is removed or terminated.
    for late in [CouncilDecision, MostCheck, CentralApproval, Awarded] {
        assert!(find("NAT", late, Withdrawn).is_none(), "{late:?}");
        for fall in [Removed, Terminated] {
            assert_eq!(find("NAT", late, fall).is_some(), late == CouncilDecision, "{late:?}");
        }
    }
}

#[test]
fn an_objection_that_came_in_time_is_looked_into_though_it_was_kept_late() {
    let proved = [Guard::ObjectionInTime, Guard::ObjectionProved];
    for from in [AcceptancePublicity, FirstReviewPublicity, ObjectionClear, ObjectionResolved] {
        for category in ["NAT", "INV", "PRO"] {
            let way = find(category, from, ObjectionOpen);
            let found = way.map(|one| (one.who, one.guards));
            assert_eq!(found, Some((Who::Office, &proved[..])), "{category}: {from:?}");
        }
        assert!(find("TOP", from, ObjectionOpen).is_none(), "art 67: {from:?}");
    }
    // What is reviewed already is not brought back.
    for past in [NetworkReview, PanelReview, CommitteeReview] {
        assert!(find("NAT", past, ObjectionOpen).is_none(), "{past:?}");
    }
}

#[test]
fn the_publicity_behind_is_the_last_one() {
    assert_eq!(behind(&[Submitted, FormCheck, Accepted]), None);
    let first = [AcceptancePublicity, ObjectionOpen, ObjectionClear];
    assert_eq!(behind(&first), Some(Guard::AfterAcceptance));
    let second = [AcceptancePublicity, PanelReview, FirstReviewPublicity, ObjectionClear];
    assert_eq!(behind(&second), Some(Guard::AfterFirstReview));
}

#[test]
fn what_is_decided_is_released_by_two_and_corrected_by_two() {
    let decided = [PanelReview, CommitteeReview, CouncilDecision, CentralApproval];
    let falls = [Removed, Terminated];
    for one in table().iter().filter(|one| decided.contains(&one.from)) {
        let is_fall = one.to == Withdrawn || falls.contains(&one.to);
        assert_eq!(one.guards.contains(&Guard::ReleasedByTwo), !is_fall, "{one:?}");
    }
    let is_corrected = |one: &&Transition| one.guards.contains(&Guard::Reversal);
    let back: Vec<_> = table().iter().filter(is_corrected).map(|one| (one.from, one.to)).collect();
    let expected = [
        (FirstReviewFailed, PanelReview),
        (CommitteeFailed, CommitteeReview),
        (NotAwarded, CouncilDecision),
    ];
    assert_eq!(back, expected);
    for one in table().iter().filter(is_corrected) {
        assert!(one.guards.contains(&Guard::SecondOfOffice) && is_terminal(one.from));
    }
}

proptest! {
    /// A walk by any choices stays in the table, and nothing is submitted that was not approved,
    /// nothing awarded that was not decided.
    #[test]
    fn every_walk_passes_the_gates(
        category in 0_usize..5, choices in proptest::collection::vec(0_usize..40, 1..60),
    ) {
        let category = CATEGORIES[category];
        let mut walk = vec![Draft];
        for choice in choices {
            let ways: Vec<_> =
                workflow(category).filter(|one| Some(&one.from) == walk.last()).collect();
            if ways.is_empty() {
                break;
            }
            let one = ways[choice % ways.len()];
            prop_assert!(find(category, one.from, one.to).is_some());
            walk.push(one.to);
        }
        let before = |state: State, gate: State| {
            walk.iter().position(|&one| one == state).is_none_or(|at| walk[..at].contains(&gate))
        };
        prop_assert!(before(Submitted, CouncilApproved));
        prop_assert!(before(CouncilApproved, InternalReview));
        prop_assert!(category == "INT" || before(CouncilApproved, InternalPublicity));
        prop_assert!(before(Awarded, CouncilDecision) && before(CouncilDecision, CommitteePassed));
        // Whatever is corrected goes through the same body again before it comes on.
        for pair in walk.windows(2).filter(|pair| is_without_award(pair[0])) {
            let way = find(category, pair[0], pair[1]).unwrap();
            prop_assert!(way.guards.contains(&Guard::Reversal));
        }
    }
}
