//! Is any bound ever broken, and are bad drafts refused?

use super::*;

proptest! {
    #[test]
    fn no_bound_is_ever_broken(draft in drafts(6, 8), objective in objectives()) {
        let instance = instance(&draft);
        let solution = solve(&instance, objective);
        prop_assert!(keeps_bounds(&instance, &solution.pairs));
        prop_assert_eq!(verify(&instance, &solution), Ok(()));
        let filled = solution.pairs.len() as u64;
        let missing: u64 = solution.shortfalls.iter().map(|s| u64::from(s.missing)).sum();
        prop_assert_eq!(filled + missing, instance.demand());
    }

    #[test]
    fn the_greedy_baseline_keeps_the_bounds_too(draft in drafts(6, 8)) {
        let instance = instance(&draft);
        prop_assert!(keeps_bounds(&instance, &greedy(&instance)));
    }

    #[test]
    fn the_order_of_rows_changes_nothing(
        (draft, shuffled) in drafts(5, 6).prop_flat_map(|draft| {
            let order = |length: usize| Just((0..length).collect::<Vec<_>>()).prop_shuffle();
            let orders =
                (order(draft.nominations.len()), order(draft.experts.len()), order(draft.pairs.len()));
            (Just(draft), orders)
        }).prop_map(|(draft, orders)| (draft.clone(), shuffle(&draft, &orders))),
        objective in objectives(),
    ) {
        let (one, other) = (instance(&draft), instance(&shuffled));
        prop_assert_eq!(solve(&one, objective), solve(&other, objective));
    }
}

/// The same draft with its lists in other orders.
fn shuffle(draft: &Draft, orders: &(Vec<usize>, Vec<usize>, Vec<usize>)) -> Draft {
    let place = |order: &[usize], old: u32| {
        u32::try_from(order.iter().position(|&from| from == old as usize).unwrap()).unwrap()
    };
    let pair = |n: u32, e: u32| (place(&orders.0, n), place(&orders.1, e));
    let moved = |list: &[(u32, u32)]| list.iter().rev().map(|&(n, e)| pair(n, e)).collect();
    let pairs = orders.2.iter().map(|&from| {
        let ScoredPair { nomination, expert, score } = draft.pairs[from];
        let (nomination, expert) = pair(nomination, expert);
        ScoredPair { nomination, expert, score }
    });
    Draft {
        nominations: orders.0.iter().map(|&from| draft.nominations[from].clone()).collect(),
        experts: orders.1.iter().map(|&from| draft.experts[from].clone()).collect(),
        pairs: pairs.collect(),
        bars: moved(&draft.bars),
        pins: moved(&draft.pins),
        max_per_unit: draft.max_per_unit,
    }
}

#[test]
fn bad_drafts_are_refused_with_the_fault() {
    let good = draft(1, 1, &[&[5, 6], &[7, 8]]);
    let refused = |change: &dyn Fn(&mut Draft)| {
        let mut bad = good.clone();
        change(&mut bad);
        Instance::new(bad).unwrap_err()
    };
    let (p0, e0) = ("p0".to_owned(), "e0".to_owned());
    assert_eq!(
        refused(&|d| d.nominations[1].id = "p0".to_owned()),
        InstanceError::DuplicateNomination { id: p0.clone() }
    );
    assert_eq!(
        refused(&|d| d.experts[1].id = "e0".to_owned()),
        InstanceError::DuplicateExpert { id: e0.clone() }
    );
    assert_eq!(
        refused(&|d| d.pairs[3].expert = 2),
        InstanceError::UnknownPosition { nomination: 1, expert: 2 }
    );
    assert_eq!(
        refused(&|d| d.bars.push((2, 0))),
        InstanceError::UnknownPosition { nomination: 2, expert: 0 }
    );
    assert_eq!(
        refused(&|d| d.pairs[1] = d.pairs[0]),
        InstanceError::DuplicatePair { nomination: p0.clone(), expert: e0.clone() }
    );
    assert_eq!(
        refused(&|d| d.experts[0].min_load = 2),
        InstanceError::LoadBounds { expert: e0.clone() }
    );
    let pin_and_bar = |d: &mut Draft| {
        d.pins.push((0, 0));
        d.bars.push((0, 0));
    };
    assert_eq!(
        refused(&pin_and_bar),
        InstanceError::PinnedAndBarred { nomination: p0.clone(), expert: e0.clone() }
    );
    assert_eq!(
        refused(&|d| d.pins = vec![(0, 0), (0, 1)]),
        InstanceError::PinsExceedNomination { nomination: p0 }
    );
    assert_eq!(
        refused(&|d| d.pins = vec![(0, 0), (1, 0)]),
        InstanceError::PinsExceedLoad { expert: e0 }
    );
}

#[test]
fn pins_of_one_unit_beyond_the_rule_are_refused() {
    let mut bad = draft(2, 1, &[&[5, 6]]);
    bad.experts.iter_mut().for_each(|expert| expert.unit = Some("u".to_owned()));
    (bad.max_per_unit, bad.pins) = (1, vec![(0, 0), (0, 1)]);
    let nomination = "p0".to_owned();
    assert_eq!(Instance::new(bad).unwrap_err(), InstanceError::PinsExceedNomination { nomination });
}

#[test]
fn degenerate_instances_are_solved() {
    for objective in [Objective::Sum, Objective::Leximin, Objective::Floor { wanted: None }] {
        let solved = |draft: &Draft| {
            let instance = instance(draft);
            let solution = solve(&instance, objective);
            assert_eq!(verify(&instance, &solution), Ok(()));
            worth(&solution).0
        };
        assert_eq!(solved(&Draft::default()), 0);
        assert_eq!(solved(&draft(1, 1, &[&[0, 0], &[0, 0]])), 2, "zero scores still fill places");
        assert_eq!(solved(&draft(1, 0, &[&[9, 9], &[9, 9]])), 0, "nobody may take anything");
        assert_eq!(solved(&draft(0, 3, &[&[9, 9]])), 0, "nobody wants anything");
        assert_eq!(solved(&draft(2, 3, &[&[-1, -1], &[9, -1]])), 1, "no candidates");
    }
}

#[test]
fn a_pin_without_a_score_is_assigned_with_score_zero() {
    let mut pinned = draft(1, 1, &[&[9, -1]]);
    pinned.pins.push((0, 1));
    let solution = solve(&instance(&pinned), Objective::Sum);
    assert_eq!((solution.pairs.len(), solution.pairs[0].expert, solution.total), (1, 1, 0));
}
