//! What does a recheck change? Compares the bars that stand on assigned pairs with what was told of them.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{ExpertId, NominationId},
    vocabulary::{AlertPhase, AlertState},
};

/// A pair of a plan or of a review that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Assigned {
    pub(super) nomination: NominationId,
    pub(super) expert: ExpertId,
    pub(super) phase: AlertPhase,
    /// Key of the review.
    pub(super) review: Option<uuid::Uuid>,
}

/// A bar of now on an assigned pair, or on one of which something was told; by its kind's code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) nomination: NominationId,
    pub(super) expert: ExpertId,
    pub(super) kind: &'static str,
    /// Position of the finding.
    pub(super) finding: usize,
}

/// What was told before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) nomination: NominationId,
    pub(super) expert: ExpertId,
    pub(super) kind: String,
    pub(super) phase: AlertPhase,
    pub(super) state: AlertState,
    /// The facts had gone when it was last looked at.
    pub(super) is_gone: bool,
    /// No person handled it, but the pair is not assigned any more.
    pub(super) is_apart: bool,
}

/// A change of what is told. Nothing is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A bar on an assigned pair, by their positions, that was not told yet.
    Tell { assigned: usize, bar: usize },
    /// It was gone or its pair taken apart, and it is back.
    Again { known: usize, bar: usize },
    /// The facts stand, but the pair is not assigned any more: nothing is left to be done.
    Apart { known: usize },
    /// The facts have gone since.
    Clear { known: usize },
}

/// A pair's assignment that counts: one that was asked for before one that is only drafted.
fn counting(assigned: &[Assigned]) -> BTreeMap<(NominationId, ExpertId), usize> {
    let mut pairs: BTreeMap<(NominationId, ExpertId), usize> = BTreeMap::new();
    for (at, one) in assigned.iter().enumerate() {
        let kept = pairs.entry((one.nomination, one.expert)).or_insert(at);
        if assigned.get(*kept).is_some_and(|kept| kept.phase < one.phase) {
            *kept = at;
        }
    }
    pairs
}

/// What becomes of something known: its bar, where one stands, and the phase of the pair's assignment, where there
/// is one.
fn next(at: usize, one: &Known, (bar, phase): (Option<usize>, Option<AlertPhase>)) -> Option<Step> {
    let is_open = one.state == AlertState::Open;
    match (bar, phase) {
        (Some(bar), Some(phase)) if phase == one.phase => {
            (one.is_gone || one.is_apart).then_some(Step::Again { known: at, bar })
        }
        // What stands on a review is told of the review.
        (None, _) | (Some(_), Some(_)) => (!one.is_gone).then_some(Step::Clear { known: at }),
        (Some(_), None) => (is_open && !one.is_gone).then_some(Step::Apart { known: at }),
    }
}

/// The steps: what is new in the order of the bars, then what becomes of what was known. What a person handled
/// stays handled while the facts last; when they have gone, that is told, and so is their coming back.
pub(super) fn compare(assigned: &[Assigned], bars: &[Bar], known: &[Known]) -> Vec<Step> {
    let pairs = counting(assigned);
    let phase_of = |pair: (NominationId, ExpertId)| {
        pairs.get(&pair).and_then(|at| assigned.get(*at)).map(|one| one.phase)
    };
    let told: BTreeSet<_> = known
        .iter()
        .map(|one| (one.nomination, one.expert, one.kind.as_str(), one.phase))
        .collect();
    let standing: BTreeMap<_, usize> = bars
        .iter()
        .enumerate()
        .map(|(at, bar)| ((bar.nomination, bar.expert, bar.kind), at))
        .collect();
    let new = |(at, bar): (usize, &Bar)| {
        let pair = (bar.nomination, bar.expert);
        let phase = phase_of(pair)?;
        let is_told = told.contains(&(bar.nomination, bar.expert, bar.kind, phase));
        let assigned = pairs.get(&pair).copied().filter(|_| !is_told)?;
        Some(Step::Tell { assigned, bar: at })
    };
    let becomes = |(at, one): (usize, &Known)| {
        let bar = standing.get(&(one.nomination, one.expert, one.kind.as_str())).copied();
        next(at, one, (bar, phase_of((one.nomination, one.expert))))
    };
    let new = bars.iter().enumerate().filter_map(new);
    new.chain(known.iter().enumerate().filter_map(becomes)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    const KINDS: [&str; 2] = ["same_unit", "coauthor"];

    fn id(number: u8) -> Uuid {
        Uuid::from_u128(number.into())
    }

    fn bar((nomination, expert, kind): (u8, u8, usize)) -> Bar {
        Bar {
            nomination: NominationId(id(nomination)),
            expert: ExpertId(id(expert)),
            kind: KINDS[kind],
            finding: 0,
        }
    }

    fn pair((nomination, expert, is_live): (u8, u8, bool)) -> Assigned {
        Assigned {
            nomination: NominationId(id(nomination)),
            expert: ExpertId(id(expert)),
            phase: if is_live { AlertPhase::Live } else { AlertPhase::Draft },
            review: None,
        }
    }

    /// What is known after the steps were taken.
    fn taken(assigned: &[Assigned], bars: &[Bar], mut known: Vec<Known>) -> Vec<Known> {
        let stand = |one: &mut Known, state, is_gone, is_apart| {
            (one.state, one.is_gone, one.is_apart) = (state, is_gone, is_apart);
        };
        for step in compare(assigned, bars, &known.clone()) {
            match step {
                Step::Tell { assigned: at, bar } => known.push(Known {
                    nomination: bars[bar].nomination,
                    expert: bars[bar].expert,
                    kind: bars[bar].kind.to_owned(),
                    phase: assigned[at].phase,
                    state: AlertState::Open,
                    is_gone: false,
                    is_apart: false,
                }),
                Step::Again { known: at, .. } => {
                    stand(&mut known[at], AlertState::Open, false, false);
                }
                Step::Apart { known: at } => {
                    stand(&mut known[at], AlertState::Handled, false, true);
                }
                Step::Clear { known: at } => {
                    stand(&mut known[at], AlertState::Cleared, true, false);
                }
            }
        }
        known
    }

    type Pairs = Vec<(u8, u8, bool)>;
    type Bars = std::collections::BTreeSet<(u8, u8, usize)>;

    fn a_look() -> impl Strategy<Value = (Pairs, Bars, u8)> {
        (
            prop::collection::vec((0..3_u8, 0..3_u8, any::<bool>()), 0..6),
            prop::collection::btree_set((0..3_u8, 0..3_u8, 0..2_usize), 0..8),
            any::<u8>(),
        )
    }

    proptest! {
        /// A recheck of unchanged facts changes nothing; a bar on an assigned pair is told and stands until the
        /// facts go, whoever handled it, and nothing else does.
        #[test]
        fn twice_is_once(looks in prop::collection::vec(a_look(), 1..5)) {
            let mut known = Vec::new();
            for (pairs, found, handled) in looks {
                let assigned: Vec<Assigned> = pairs.into_iter().map(pair).collect();
                let bars: Vec<Bar> = found.into_iter().map(bar).collect();
                let count = known.len();
                known = taken(&assigned, &bars, known);
                prop_assert!(known.len() >= count, "nothing is deleted");
                prop_assert_eq!(compare(&assigned, &bars, &known), vec![]);
                let of = |one: &Known| (one.nomination, one.expert, one.kind.clone());
                let stands: BTreeSet<_> =
                    known.iter().filter(|one| !one.is_gone).map(of).collect();
                let told: BTreeSet<_> = known.iter().map(of).collect();
                for bar in &bars {
                    let key = (bar.nomination, bar.expert, bar.kind.to_owned());
                    let is_assigned = counting(&assigned).contains_key(&(key.0, key.1));
                    prop_assert!(!is_assigned || stands.contains(&key));
                    let mut own = known.iter().filter(|one| of(one) == key);
                    let is_over = own.all(|one| one.is_gone || one.state == AlertState::Handled);
                    prop_assert!(is_assigned || !told.contains(&key) || is_over);
                }
                for key in &stands {
                    let is_bar = |bar: &Bar| {
                        (bar.nomination, bar.expert, bar.kind) == (key.0, key.1, key.2.as_str())
                    };
                    prop_assert!(bars.iter().any(is_bar), "what has gone does not stand");
                }
                // Somebody handles some of them.
                for (at, one) in known.iter_mut().enumerate() {
                    if (handled >> (at % 8)) & 1 == 1 {
                        one.state = AlertState::Handled;
                    }
                }
            }
        }
    }

    #[test]
    fn what_was_handled_is_not_told_again_while_it_stands_but_when_it_comes_back() {
        let assigned = [pair((1, 1, true))];
        let bars = [bar((1, 1, 0))];
        let mut known = taken(&assigned, &bars, Vec::new());
        known[0].state = AlertState::Handled;
        assert_eq!(compare(&assigned, &bars, &known), vec![]);
        assert_eq!(compare(&assigned, &[], &known), vec![Step::Clear { known: 0 }]);
        let mut known = taken(&assigned, &[], known);
        assert_eq!(known[0].state, AlertState::Cleared);
        let again = vec![Step::Again { known: 0, bar: 0 }];
        assert_eq!(compare(&assigned, &bars, &known), again);
        known[0].state = AlertState::Handled;
        assert_eq!(compare(&assigned, &[], &known), vec![], "somebody saw that it had gone");
        assert_eq!(compare(&assigned, &bars, &known), again, "and it is back");
    }

    #[test]
    fn a_bar_on_a_pair_that_was_taken_apart_stands_and_waits_for_nobody() {
        let assigned = [pair((1, 1, false))];
        let bars = [bar((1, 1, 0))];
        let known = taken(&assigned, &bars, Vec::new());
        let known = taken(&[], &bars, known);
        assert_eq!((known[0].state, known[0].is_gone), (AlertState::Handled, false));
        assert_eq!(compare(&[], &bars, &known), vec![]);
        let back = vec![Step::Again { known: 0, bar: 0 }];
        assert_eq!(compare(&assigned, &bars, &known), back, "assigned again, told again");
        assert_eq!(compare(&[], &[], &known), vec![Step::Clear { known: 0 }]);
    }

    #[test]
    fn a_bar_on_a_draft_that_became_a_review_is_told_of_the_review() {
        let bars = [bar((1, 1, 0))];
        let known = taken(&[pair((1, 1, false))], &bars, Vec::new());
        let steps = compare(&[pair((1, 1, true))], &bars, &known);
        assert_eq!(steps, [Step::Tell { assigned: 0, bar: 0 }, Step::Clear { known: 0 }]);
    }
}
