//! Are nested families and prices of rules part of the optimum, the proof and the answers?

use super::*;

/// Nested rules over a draft's units: a unit lies in a university, a university in a region;
/// `bits` say which, `bounds` are the largest number of a university and what of a region is free.
fn nested(draft: &Draft, bits: u32, bounds: (u32, u32), price: i64) -> Rules {
    let university = |(place, expert): (usize, &Expert)| match expert.unit.as_deref() {
        Some("u0") => Some("a"),
        Some(_) if bits & 1 == 1 => Some("a"),
        Some(_) => Some("b"),
        None if bits >> (place % 8 + 2) & 1 == 1 => Some("b"),
        None => None,
    };
    let of_expert: Vec<_> = draft
        .experts
        .iter()
        .enumerate()
        .map(university)
        .map(|one| one.map(str::to_owned))
        .collect();
    let region = |university: &Option<String>| match university.as_deref() {
        Some("b") if bits & 2 == 2 => Some("y".to_owned()),
        Some(_) => Some("x".to_owned()),
        None => None,
    };
    let regions = of_expert.iter().map(region).collect();
    Rules {
        families: vec![Family {
            name: "university".to_owned(),
            of_expert,
            max_per_nomination: bounds.0,
        }],
        mixes: vec![Mix {
            name: "region".to_owned(),
            of_expert: regions,
            free: bounds.1,
            price: score(price),
        }],
    }
}

pub(super) fn ruled(nominations: usize, experts: usize) -> impl Strategy<Value = (Draft, Rules)> {
    let prices = prop_oneof![Just(0_i64), Just(90_000), Just(400_000)];
    (drafts(nominations, experts), any::<u32>(), (0_u32..=2, 0_u32..=2), prices).prop_map(
        |(mut draft, bits, bounds, price)| {
            let rules = nested(&draft, bits, bounds, price);
            if Instance::with_rules(draft.clone(), &rules).is_err() {
                draft.pins.clear();
            }
            (draft, rules)
        },
    )
}

pub(super) fn with_rules(draft: &Draft, rules: &Rules) -> Instance {
    Instance::with_rules(draft.clone(), rules).unwrap()
}

/// How many of each group are on each nomination, by the lists of the rules alone.
fn counts(
    draft: &Draft,
    instance: &Instance,
    of_expert: &[Option<String>],
    pairs: &[ScoredPair],
) -> Vec<u32> {
    let mut counts = std::collections::BTreeMap::new();
    for pair in pairs {
        let id = &instance.experts()[pair.expert as usize].id;
        let place = draft.experts.iter().position(|expert| expert.id == *id).unwrap();
        if let Some(group) = &of_expert[place] {
            *counts.entry((pair.nomination, group.clone())).or_insert(0) += 1;
        }
    }
    counts.into_values().collect()
}

fn keeps_rules(draft: &Draft, rules: &Rules, instance: &Instance, pairs: &[ScoredPair]) -> bool {
    let family = &rules.families[0];
    let most = family.max_per_nomination;
    keeps_bounds(instance, pairs)
        && (most == 0
            || counts(draft, instance, &family.of_expert, pairs).iter().all(|&n| n <= most))
}

fn price_of(draft: &Draft, rules: &Rules, instance: &Instance, pairs: &[ScoredPair]) -> i64 {
    let mix = &rules.mixes[0];
    let counts = counts(draft, instance, &mix.of_expert, pairs);
    counts.iter().map(|n| i64::from(n.saturating_sub(mix.free)) * mix.price.micro()).sum()
}

/// Worth of a plan with the prices taken off.
fn net_worth(draft: &Draft, rules: &Rules, instance: &Instance, pairs: &[ScoredPair]) -> Worth {
    let (places, unmet, total) = worth_of_plan(instance, pairs);
    (places, unmet, total - price_of(draft, rules, instance, pairs))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn the_net_sum_is_that_of_brute_force((draft, rules) in ruled(3, 4)) {
        let instance = with_rules(&draft, &rules);
        let solution = solve(&instance, Objective::Sum);
        prop_assert_eq!(verify(&instance, &solution), Ok(()));
        let plans = all_plans(&instance).into_iter();
        let allowed = plans.filter(|plan| keeps_rules(&draft, &rules, &instance, plan));
        let best = allowed.map(|plan| net_worth(&draft, &rules, &instance, &plan)).max();
        prop_assert_eq!(Some(net_worth(&draft, &rules, &instance, &solution.pairs)), best);
        let charged: i64 = solution.mix_costs.iter().map(|cost| cost.cost).sum();
        prop_assert_eq!(charged, price_of(&draft, &rules, &instance, &solution.pairs));
    }

    #[test]
    fn every_objective_keeps_the_rules_and_its_proof(
        (draft, rules) in ruled(5, 7), objective in objectives(),
    ) {
        let instance = with_rules(&draft, &rules);
        let solution = solve(&instance, objective);
        prop_assert!(keeps_rules(&draft, &rules, &instance, &solution.pairs));
        prop_assert_eq!(verify(&instance, &solution), Ok(()));
        prop_assert_eq!(solve(&instance, objective), solution);
    }

    #[test]
    fn other_plans_are_refused_under_rules((draft, rules) in ruled(3, 3)) {
        let instance = with_rules(&draft, &rules);
        let solution = solve(&instance, Objective::Sum);
        let best = net_worth(&draft, &rules, &instance, &solution.pairs);
        for mut pairs in all_plans(&instance) {
            let is_best = keeps_rules(&draft, &rules, &instance, &pairs)
                && net_worth(&draft, &rules, &instance, &pairs) == best;
            solution::sort_pairs(&mut pairs);
            let forged = super::optimality::forged(&instance, &solution, pairs);
            prop_assert_eq!(verify(&instance, &forged).is_ok(), is_best);
        }
    }

    #[test]
    fn the_entry_score_is_exact_under_rules((draft, rules) in ruled(3, 5)) {
        let one = with_rules(&draft, &rules);
        let solution = solve(&one, Objective::Sum);
        for (place, pair) in draft.pairs.iter().enumerate() {
            let n = one.nomination_position(&draft.nominations[pair.nomination as usize].id).unwrap();
            let e = one.expert_position(&draft.experts[pair.expert as usize].id).unwrap();
            let Some(entry) = entry_score(&one, &solution, n, e) else { continue };
            prop_assert!(solution.certificate.threshold(&one, n, e) <= entry);
            for (micro, is_in) in [(entry - 1, false), (entry + 1, true)] {
                if let Ok(score) = Score::from_micro(micro) {
                    let mut changed = draft.clone();
                    changed.pairs[place].score = score;
                    let pairs = solve(&with_rules(&changed, &rules), Objective::Sum).pairs;
                    let found = pairs.iter().any(|p| (p.nomination, p.expert) == (n, e));
                    prop_assert_eq!(found, is_in, "entry score {} of {:?}", entry, pair);
                }
            }
        }
    }

    #[test]
    fn under_rules_too_the_entry_score_is_where_a_plan_with_the_pair_is_as_good(
        (draft, rules) in ruled(3, 5),
    ) {
        let one = with_rules(&draft, &rules);
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
                let best = |draft: &Draft| {
                    let instance = with_rules(draft, &rules);
                    let pairs = solve(&instance, Objective::Sum).pairs;
                    net_worth(draft, &rules, &instance, &pairs)
                };
                let (places, unmet, total) = best(&pinned);
                let with_it = (places, unmet, total + lost);
                prop_assert_eq!(with_it, best(&free), "{} of {:?}", micro, pair);
            }
        }
    }

    #[test]
    fn a_bottleneck_is_true_under_rules((draft, rules) in ruled(4, 5)) {
        let instance = with_rules(&draft, &rules);
        let solution = solve(&instance, Objective::Sum);
        prop_assert!(solution.shortfalls.iter().all(|short| short.bottleneck.is_some()));
        for set in &solution.bottlenecks {
            let mut alone = draft.clone();
            for nomination in &mut alone.nominations {
                let position = instance.nomination_position(&nomination.id).unwrap();
                if !set.nominations.contains(&position) {
                    let pins = instance.pinned_pairs().filter(|pin| pin.nomination == position);
                    nomination.demand = u32::try_from(pins.count()).unwrap();
                }
            }
            let pairs = solve(&with_rules(&alone, &rules), Objective::Sum).pairs;
            let places = pairs.iter().filter(|p| set.nominations.contains(&p.nomination)).count();
            prop_assert_eq!(places, set.places as usize);
        }
    }
}

#[test]
fn a_price_is_paid_only_where_it_is_worth_it() {
    let rules_at = |price| Rules {
        mixes: vec![Mix {
            name: "region".to_owned(),
            of_expert: ["x", "x", "y"].map(|region| Some(region.to_owned())).to_vec(),
            free: 1,
            price: score(price),
        }],
        ..Rules::default()
    };
    let draft = draft(2, 1, &[&[9, 8, 5]]);
    let solved = |price| {
        let instance = with_rules(&draft, &rules_at(price));
        let solution = solve(&instance, Objective::Sum);
        assert_eq!(verify(&instance, &solution), Ok(()));
        (solution.total, solution.mix_costs.iter().map(|cost| cost.cost).sum::<i64>())
    };
    assert_eq!(solved(200_000), (1_700_000, 200_000), "0.3 of score is worth 0.2");
    assert_eq!(solved(400_000), (1_400_000, 0));
}

#[test]
fn rules_that_cross_or_leave_experts_out_are_refused() {
    let mut draft = draft(1, 1, &[&[9, 8, 7]]);
    for (expert, unit) in draft.experts.iter_mut().zip(["a", "a", "b"]) {
        expert.unit = Some(unit.to_owned());
    }
    draft.max_per_unit = 1;
    let rules = |groups: &[&str]| Rules {
        families: vec![Family {
            name: "age".to_owned(),
            of_expert: groups.iter().map(|group| Some((*group).to_owned())).collect(),
            max_per_nomination: 1,
        }],
        ..Rules::default()
    };
    let refused =
        |groups: &[&str]| Instance::with_rules(draft.clone(), &rules(groups)).unwrap_err();
    let crossing = refused(&["young", "old", "old"]);
    assert!(matches!(crossing, InstanceError::NotNested { ref group, .. } if group == "a"));
    assert_eq!(refused(&["young"]), InstanceError::RuleLength { rule: "age".to_owned() });
    assert!(Instance::with_rules(draft.clone(), &rules(&["old", "old", "old"])).is_ok());
}

#[test]
fn a_rule_of_a_larger_family_says_who_holds_the_place() {
    let mut draft = draft(2, 1, &[&[9, 8, 5]]);
    for (expert, unit) in draft.experts.iter_mut().zip(["a", "b", "c"]) {
        expert.unit = Some(unit.to_owned());
    }
    draft.max_per_unit = 1;
    let of_expert = ["u", "u", "v"].map(|one| Some(one.to_owned())).to_vec();
    let family = Family { name: "university".to_owned(), of_expert, max_per_nomination: 1 };
    let rules = Rules { families: vec![family], mixes: Vec::new() };
    let instance = with_rules(&draft, &rules);
    let solution = solve(&instance, Objective::Sum);
    assert_eq!(solution.total, 1_400_000);
    let reason = why_not(&instance, &solution, 0, 1);
    assert!(matches!(reason, WhyNot::UnitTaken { ref holders, .. } if *holders == [0]));
    assert_eq!(entry_score(&instance, &solution, 0, 1), Some(900_000));
}

/// Puts all experts in region `x`, but those at the places listed.
fn region(draft: &Draft, outside: &[usize], free: u32, price: i64) -> Rules {
    let groups = (0..draft.experts.len()).map(|e| (!outside.contains(&e)).then(|| "x".to_owned()));
    let mix =
        Mix { name: "region".to_owned(), of_expert: groups.collect(), free, price: score(price) };
    Rules { mixes: vec![mix], ..Rules::default() }
}

#[test]
fn the_price_that_keeps_a_group_out_is_part_of_the_proof() {
    let draft = draft(1, 1, &[&[9, 8]]);
    let instance = with_rules(&draft, &region(&draft, &[1], 0, 200_000));
    let solution = solve(&instance, Objective::Sum);
    assert_eq!(solution.total, 800_000, "0.9 less 0.2 is less");
    assert_eq!(solution.certificate.unit_prices, [(0, 0, 200_000)]);
    assert_eq!(entry_score(&instance, &solution, 0, 0), Some(1_000_000));
    let with_prices = |prices: &[(u32, u32, i64)]| {
        let mut other = solution.clone();
        other.certificate.unit_prices = prices.to_vec();
        verify(&instance, &other)
    };
    let wrong = |nomination, unit| Err(CertificateError::UnitPrice { nomination, unit });
    assert_eq!(with_prices(&[(0, 0, 200_000)]), Ok(()));
    assert_eq!(with_prices(&[(0, 0, 100_000)]), Ok(()), "just enough");
    assert!(matches!(with_prices(&[(0, 0, 99_999)]), Err(CertificateError::Improvable { .. })));
    assert!(matches!(with_prices(&[]), Err(CertificateError::Improvable { .. })));
    for price in [i64::MIN, -1, 0, 200_001, i64::MAX] {
        assert_eq!(with_prices(&[(0, 0, price)]), wrong(0, 0), "{price}");
    }
    assert_eq!(with_prices(&[(0, 0, 200_000), (0, 1, 1)]), wrong(0, 1), "no such group");
    assert_eq!(with_prices(&[(0, 0, 200_000), (1, 0, 1)]), wrong(1, 0), "no such nomination");
}

#[test]
fn a_group_that_may_have_one_free_or_has_no_rule_keeps_nobody_out() {
    let mut draft = draft(0, 1, &[&[9, 8]]);
    draft.experts[0].unit = Some("u".to_owned());
    for free in [0, 1] {
        let instance = with_rules(&draft, &region(&draft, &[], free, 200_000));
        let mut solution = solve(&instance, Objective::Sum);
        for group in 0..2 {
            // Group 0 is the unit, whose rule is not in force; group 1 is the region.
            solution.certificate.unit_prices = vec![(0, group, 1)];
            let is_right = verify(&instance, &solution).is_ok();
            assert_eq!(is_right, group == 1 && free == 0, "group {group}, {free} free");
        }
    }
}

#[test]
fn a_rule_without_a_bound_never_costs_more_than_its_price() {
    for (demand, free) in [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1)] {
        for pin in [None, Some((0, 0))] {
            let mut draft = draft(demand, 1, &[&[9, 8]]);
            draft.pins.extend(pin);
            let instance = with_rules(&draft, &region(&draft, &[], free, 200_000));
            let solution = solve(&instance, Objective::Sum);
            assert_eq!(solution.pairs.len(), demand.min(2) as usize);
            assert_eq!(verify(&instance, &solution), Ok(()), "{demand}, {free}, {pin:?}");
            assert_eq!(solution.certificate.unit_prices, [(0, 0, 200_000)]);
        }
    }
}

#[test]
fn a_pair_pays_the_prices_of_all_its_rules_together() {
    // One expert has a unit within the university, the other has none; both rules are at their
    // bound, and a place is left, so that both prices could rise by all that the pair is worth.
    let mut draft = draft(3, 1, &[&[9, 8]]);
    draft.experts[1].unit = Some("u".to_owned());
    draft.max_per_unit = 1;
    let of_expert = vec![Some("a".to_owned()); 2];
    let family = Family { name: "university".to_owned(), of_expert, max_per_nomination: 2 };
    let instance = with_rules(&draft, &Rules { families: vec![family], ..Rules::default() });
    let solution = solve(&instance, Objective::Sum);
    assert_eq!(verify(&instance, &solution), Ok(()));
    for pair in &solution.pairs {
        assert_eq!(solution.certificate.gain(&instance, pair), 0, "{pair:?}");
    }
}

#[test]
fn a_full_group_around_an_open_one_is_solved() {
    let mut draft = draft(2, 1, &[&[9, 8, 7, 6, 1]]);
    for (expert, unit) in draft.experts.iter_mut().zip(["a", "a", "b", "b"]) {
        expert.unit = Some(unit.to_owned());
    }
    draft.max_per_unit = 1;
    draft.pins = vec![(0, 2)];
    let of_expert = (0..5).map(|e| (e < 4).then(|| "x".to_owned())).collect();
    let family = Family { name: "region".to_owned(), of_expert, max_per_nomination: 1 };
    let instance = with_rules(&draft, &Rules { families: vec![family], ..Rules::default() });
    for objective in [Objective::Sum, Objective::Leximin, Objective::Floor { wanted: None }] {
        let solution = solve(&instance, objective);
        assert_eq!(solution.total, 800_000, "the pin fills the region");
        assert_eq!(verify(&instance, &solution), Ok(()));
    }
}
