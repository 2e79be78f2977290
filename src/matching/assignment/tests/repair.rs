//! Does a repair fill all it can with the fewest changes, and then the largest total?

use super::*;
use std::collections::BTreeSet;

/// Places filled, kept pairs given up (fewer first), total.
fn rated(
    plan: &[ScoredPair],
    kept: &BTreeSet<(u32, u32)>,
) -> (usize, std::cmp::Reverse<usize>, i64) {
    let pairs: BTreeSet<(u32, u32)> = plan.iter().map(|p| (p.nomination, p.expert)).collect();
    let total = plan.iter().map(|pair| pair.score.micro()).sum();
    (plan.len(), std::cmp::Reverse(kept.difference(&pairs).count()), total)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_decline_is_mended_as_brute_force_would(
        draft in drafts(3, 4), place in any::<usize>(), second in any::<bool>(),
    ) {
        let instance = instance(&draft);
        let solution = solve(&instance, Objective::Sum);
        let current: Vec<(u32, u32)> =
            solution.pairs.iter().map(|p| (p.nomination, p.expert)).collect();
        let pins: Vec<_> = instance.pinned_pairs().map(|p| (p.nomination, p.expert)).collect();
        let open: Vec<_> = current.iter().filter(|pair| !pins.contains(pair)).collect();
        prop_assume!(!open.is_empty());
        let mut forbidden = vec![*open[place % open.len()]];
        if second {
            forbidden.push(*open[(place / 7) % open.len()]);
        }
        let kept: BTreeSet<_> =
            current.iter().filter(|pair| !forbidden.contains(pair)).copied().collect();
        let mended = repair(&instance, &current, &forbidden);
        prop_assert!(keeps_bounds(&instance, &mended.pairs));
        let is_allowed = |plan: &Vec<ScoredPair>| {
            plan.iter().all(|p| !forbidden.contains(&(p.nomination, p.expert)))
        };
        prop_assert!(is_allowed(&mended.pairs));
        let plans = all_plans(&instance).into_iter().filter(is_allowed);
        let best = plans.map(|plan| rated(&plan, &kept)).max();
        prop_assert_eq!(Some(rated(&mended.pairs, &kept)), best);
    }

    #[test]
    fn the_changes_are_the_difference(draft in drafts(5, 6), place in any::<usize>()) {
        let instance = instance(&draft);
        let solution = solve(&instance, Objective::Sum);
        let current: BTreeSet<(u32, u32)> =
            solution.pairs.iter().map(|p| (p.nomination, p.expert)).collect();
        let listed: Vec<_> = current.iter().copied().collect();
        let forbidden: Vec<_> = listed.get(place % (listed.len() + 1)).copied().into_iter().collect();
        prop_assume!(instance.pinned_pairs().all(|p| !forbidden.contains(&(p.nomination, p.expert))));
        let mended = repair(&instance, &listed, &forbidden);
        let mut replayed = current.clone();
        for change in &mended.changes {
            let pair = (change.nomination, change.expert);
            let has_changed = match change.kind {
                ChangeKind::Added => replayed.insert(pair),
                ChangeKind::Removed | ChangeKind::Lost => replayed.remove(&pair),
            };
            prop_assert!(has_changed);
        }
        let pairs: BTreeSet<_> = mended.pairs.iter().map(|p| (p.nomination, p.expert)).collect();
        prop_assert_eq!(replayed, pairs);
        if forbidden.is_empty() {
            prop_assert_eq!(mended.changes, []);
        }
    }
}

#[test]
fn a_chain_is_taken_only_where_nobody_has_time() {
    // e0 declines p0; only e1 could follow, who is full with p1, and p1 can have e2.
    let instance = instance(&draft(1, 1, &[&[9, 8, -1], &[-1, 7, 2]]));
    let mended = repair(&instance, &[(0, 0), (1, 1)], &[(0, 0)]);
    let change = |nomination, kind, expert| Change { nomination, kind, expert };
    assert_eq!(
        mended.changes,
        [
            change(0, ChangeKind::Lost, 0),
            change(0, ChangeKind::Added, 1),
            change(1, ChangeKind::Removed, 1),
            change(1, ChangeKind::Added, 2),
        ]
    );
    assert_eq!((mended.total, mended.unfilled.len()), (1_000_000, 0));
    // With somebody free for p0 nobody else is troubled, though the total is less.
    let free = super::instance(&draft(1, 1, &[&[9, 8, -1, 1], &[-1, 7, 6, -1]]));
    assert_eq!(repair(&free, &[(0, 0), (1, 1)], &[(0, 0)]).changes.len(), 2);
}

#[test]
fn what_cannot_stand_is_lost_and_what_cannot_be_filled_is_named() {
    let mut tight = draft(1, 1, &[&[9], &[8]]);
    tight.bars.push((0, 0));
    let instance = instance(&tight);
    let mended = repair(&instance, &[(0, 0), (7, 7)], &[]);
    assert_eq!(mended.unfilled, [(0, 1)]);
    assert_eq!(mended.pairs.len(), 1, "e0 is free for p1 now");
    assert_eq!(mended.changes.iter().filter(|c| c.kind == ChangeKind::Lost).count(), 2);
}
