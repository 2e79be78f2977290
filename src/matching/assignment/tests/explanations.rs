//! Are shortfalls, bottlenecks and reasons true?

use super::*;

proptest! {
    #[test]
    fn a_bottleneck_names_a_set_that_cannot_have_more(draft in drafts(5, 5)) {
        let instance = instance(&draft);
        let solution = solve(&instance, Objective::Sum);
        for short in &solution.shortfalls {
            prop_assert!(short.bottleneck.is_some());
        }
        for set in &solution.bottlenecks {
            let full = |e: &u32| {
                let load = solution.pairs.iter().filter(|pair| pair.expert == *e).count();
                load == instance.experts()[*e as usize].max_load as usize
            };
            prop_assert!(set.experts.iter().all(full));
            let ways = set.places_by_load + set.places_by_unit + set.places_by_candidate;
            prop_assert!(set.places == ways && set.places < set.demand);
            prop_assert_eq!(most_places(&draft, &instance, &set.nominations), set.places as usize);
        }
    }

    #[test]
    fn the_entry_score_is_exact(draft in drafts(4, 5)) {
        let one = instance(&draft);
        let solution = solve(&one, Objective::Sum);
        for (place, pair) in draft.pairs.iter().enumerate() {
            let n = one.nomination_position(&draft.nominations[pair.nomination as usize].id).unwrap();
            let e = one.expert_position(&draft.experts[pair.expert as usize].id).unwrap();
            let Some(entry) = entry_score(&one, &solution, n, e) else { continue };
            for (micro, is_in) in [(entry - 1, false), (entry + 1, true)] {
                if let Ok(score) = Score::from_micro(micro) {
                    let mut changed = draft.clone();
                    changed.pairs[place].score = score;
                    let pairs = solve(&instance(&changed), Objective::Sum).pairs;
                    let found = pairs.iter().any(|p| (p.nomination, p.expert) == (n, e));
                    prop_assert_eq!(found, is_in, "entry score {} of {:?}", entry, pair);
                }
            }
            // The prices never promise more than that, and just that between the bounds of load.
            let threshold = solution.certificate.threshold(&one, n, e);
            prop_assert!(threshold <= entry);
            let load = solution.pairs.iter().filter(|pair| pair.expert == e).count();
            let bounds = &one.experts()[e as usize];
            let is_above_least = bounds.min_load == 0 || load > bounds.min_load as usize;
            if is_above_least && load < bounds.max_load as usize {
                prop_assert_eq!(threshold, entry);
            }
        }
    }
}

proptest! {
    #[test]
    fn at_the_entry_score_the_pair_is_in_a_best_plan_and_a_millionth_below_it_in_none(
        draft in drafts(4, 5),
    ) {
        let one = instance(&draft);
        let solution = solve(&one, Objective::Sum);
        for (place, pair) in draft.pairs.iter().enumerate() {
            let n = one.nomination_position(&draft.nominations[pair.nomination as usize].id).unwrap();
            let e = one.expert_position(&draft.experts[pair.expert as usize].id).unwrap();
            let Some(entry) = entry_score(&one, &solution, n, e) else { continue };
            for (micro, lost) in [(entry, 0), (entry - 1, 1)] {
                let Ok(score) = Score::from_micro(micro) else { continue };
                let mut free = draft.clone();
                free.pairs[place].score = score;
                let mut pinned = free.clone();
                pinned.pins.push((pair.nomination, pair.expert));
                let best = worth(&solve(&instance(&free), Objective::Sum));
                let with_it = worth(&solve(&instance(&pinned), Objective::Sum));
                // As many places and least loads, and at the entry score as large a total.
                let (places, unmet, total) = with_it;
                prop_assert_eq!((places, unmet, total + lost), best, "{} of {:?}", micro, pair);
            }
        }
    }
}

proptest! {
    #[test]
    fn beside_what_is_held_for_the_worst_served_the_entry_score_is_exact_too(
        draft in drafts(3, 5), is_floor in any::<bool>(),
    ) {
        let one = instance(&draft);
        let objective =
            if is_floor { Objective::Floor { wanted: None } } else { Objective::Leximin };
        let solution = solve(&one, objective);
        // The same with the pairs held as pins.
        let position = |(n, e): &(u32, u32)| {
            let nomination = &one.nominations()[*n as usize].id;
            let expert = &one.experts()[*e as usize].id;
            let n = draft.nominations.iter().position(|other| other.id == *nomination).unwrap();
            let e = draft.experts.iter().position(|other| other.id == *expert).unwrap();
            (small(n), small(e))
        };
        let mut pinned = draft.clone();
        pinned.pins = solution.certificate.held.iter().map(position).collect();
        for (place, pair) in draft.pairs.iter().enumerate() {
            let n = one.nomination_position(&draft.nominations[pair.nomination as usize].id).unwrap();
            let e = one.expert_position(&draft.experts[pair.expert as usize].id).unwrap();
            let Some(entry) = entry_score(&one, &solution, n, e) else { continue };
            for (micro, is_in) in [(entry - 1, false), (entry + 1, true)] {
                let Ok(score) = Score::from_micro(micro) else { continue };
                let mut changed = pinned.clone();
                changed.pairs[place].score = score;
                let pairs = solve(&instance(&changed), Objective::Sum).pairs;
                let found = pairs.iter().any(|p| (p.nomination, p.expert) == (n, e));
                prop_assert_eq!(found, is_in, "entry score {} of {:?}", entry, pair);
            }
            let bounded = entry_score_within(&one, &solution, (n, e), 1).unwrap();
            prop_assert!(bounded.micro <= entry && (!bounded.is_exact || bounded.micro == entry));
        }
    }
}

/// Most places that these nominations can have if nobody else wants any (but for the pins).
fn most_places(draft: &Draft, instance: &Instance, nominations: &[u32]) -> usize {
    let mut alone = draft.clone();
    for nomination in &mut alone.nominations {
        let position = instance.nomination_position(&nomination.id).unwrap();
        if !nominations.contains(&position) {
            let is_own = |pin: &&ScoredPair| pin.nomination == position;
            let pins = instance.pinned_pairs().collect::<Vec<_>>();
            nomination.demand = u32::try_from(pins.iter().filter(is_own).count()).unwrap();
        }
    }
    let solution = solve(&super::instance(&alone), Objective::Sum);
    solution.pairs.iter().filter(|pair| nominations.contains(&pair.nomination)).count()
}

#[test]
fn each_reason_is_told_apart() {
    let mut draft = draft(1, 1, &[&[9, 8, 3, -1, 7], &[9, 4, -1, 6, -1]]);
    for expert in [1, 4] {
        draft.experts[expert].unit = Some("u".to_owned());
    }
    (draft.max_per_unit, draft.bars) = (1, vec![(1, 3)]);
    let instance = instance(&draft);
    let solution = solve(&instance, Objective::Sum);
    // p0 takes e1 (0.8) so that p1 may have e0 (0.9).
    assert_eq!(solution.total, 1_700_000);
    let lowest = score(800_000);
    let expected = [
        ((0, 1), WhyNot::Assigned),
        ((1, 3), WhyNot::Barred),
        ((0, 3), WhyNot::NotScored),
        ((9, 0), WhyNot::NotScored),
        ((0, 2), WhyNot::Outscored { lowest, enters_at: Some(800_000) }),
    ];
    for ((nomination, expert), reason) in expected {
        let found = why_not(&instance, &solution, nomination, expert);
        assert_eq!(found, reason, "{nomination} {expert}");
    }
    let unit_taken = why_not(&instance, &solution, 0, 4);
    assert!(matches!(unit_taken, WhyNot::UnitTaken { ref holders, .. } if *holders == [1]));
    assert_eq!(entry_score(&instance, &solution, 0, 4), Some(800_000));
    let full = why_not(&instance, &solution, 0, 0);
    assert!(matches!(full, WhyNot::Full { ref held_by, .. } if *held_by == [1]));
    assert_eq!(full.code(), "full");
    assert_eq!(entry_score(&instance, &solution, 0, 0), Some(1_300_000));
}

#[test]
fn a_shortfall_says_what_is_in_the_way() {
    // p0 and p1 compete for e0 and e1, whom each wants; one candidate of p1 is barred.
    let mut draft = draft(2, 1, &[&[9, 8, -1], &[9, 8, 7]]);
    draft.bars.push((1, 2));
    let instance = instance(&draft);
    let solution = solve(&instance, Objective::Sum);
    assert_eq!(solution.shortfalls.iter().map(|short| short.missing).sum::<u32>(), 2);
    assert_eq!(
        solution.bottlenecks,
        [Bottleneck {
            nominations: vec![0, 1],
            experts: vec![0, 1],
            demand: 4,
            places: 2,
            places_by_load: 2,
            places_by_unit: 0,
            places_by_candidate: 0,
            barred: 1,
        }]
    );
}

#[test]
fn the_unit_rule_shows_as_a_bottleneck() {
    let mut draft = draft(2, 1, &[&[9, 8]]);
    draft.experts.iter_mut().for_each(|expert| expert.unit = Some("u".to_owned()));
    draft.max_per_unit = 1;
    let solution = solve(&instance(&draft), Objective::Sum);
    let set = &solution.bottlenecks[0];
    assert_eq!((set.places, set.places_by_unit, set.places_by_candidate), (1, 1, 0));
    draft.max_per_unit = 0;
    assert_eq!(solve(&instance(&draft), Objective::Sum).pairs.len(), 2);
}
