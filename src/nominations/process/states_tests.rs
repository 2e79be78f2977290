//! Is the table of states whole, and does every walk in it pass the gates?

use std::collections::BTreeSet;

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
    for category in CATEGORIES {
        for state in reachable(category) {
            let has_way = workflow(category).any(|one| one.from == state);
            assert!(has_way || is_terminal(state), "{category}: {state:?} is a trap");
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
        let is_own_back = (one.from, one.to) == (Submitted, Draft);
        assert!(is_own.contains(&one.from) || leaves || is_own_back, "{one:?}");
    }
    // After the council's decision nothing is withdrawn, removed or terminated.
    for late in [CouncilDecision, MostCheck, CentralApproval, Awarded] {
        assert!(!UNDER_WAY.contains(&late));
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
    }
}
