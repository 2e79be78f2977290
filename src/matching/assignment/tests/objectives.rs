//! Do `leximin` and `random` give what they promise?

use super::*;

proptest! {
    #[test]
    fn leximin_raises_the_lowest_and_never_past_its_bound(draft in drafts(3, 4)) {
        let instance = instance(&draft);
        let sum = solve(&instance, Objective::Sum);
        let fair = solve(&instance, Objective::Leximin);
        let floor = fair.floor.clone().unwrap();
        prop_assert_eq!(worth(&fair).0, worth(&sum).0);
        prop_assert_eq!(worth(&fair).1, worth(&sum).1);
        prop_assert!(fair.total <= sum.total);
        prop_assert_eq!(floor.total_of_sum, sum.total);
        prop_assert_eq!(floor.smallest, lowest(&instance, &fair.pairs));
        prop_assert_eq!(floor.smallest_of_sum, lowest(&instance, &sum.pairs));
        prop_assert!(floor.smallest_of_sum <= floor.smallest);
        let plans = all_plans(&instance);
        let best = plans.iter().map(|plan| lowest(&instance, plan)).max().unwrap();
        prop_assert!(floor.smallest <= best && best <= floor.bound);
    }

    #[test]
    fn no_pair_is_more_likely_than_the_bound(
        draft in drafts(5, 6), numerator in 1_u32..=10, seed in any::<u64>(),
    ) {
        let max_probability = Probability::new(numerator, 10).unwrap();
        let instance = instance(&draft);
        let objective = Objective::Random { max_probability, seed };
        let solution = solve(&instance, objective);
        let lottery = solution.lottery.clone().unwrap();
        let pins: Vec<_> = instance.pinned_pairs().map(|p| (p.nomination, p.expert)).collect();
        for &(nomination, expert, parts) in &lottery.chances {
            let is_pin = pins.contains(&(nomination, expert));
            prop_assert!(is_pin || parts <= max_probability.numerator());
        }
        prop_assert_eq!(solve(&instance, objective), solution);
    }
}

#[test]
fn a_draw_keeps_every_chance() {
    let rows: [&[i64]; 3] = [&[9, 8, 7, 6, 2], &[9, 7, 8, 5, 3], &[9, 9, 1, 4, 6]];
    let mut draft = draft(2, 2, &rows);
    for (expert, unit) in draft.experts.iter_mut().zip(["a", "a", "b", "b", "c"]) {
        expert.unit = Some(unit.to_owned());
    }
    draft.max_per_unit = 1;
    let instance = instance(&draft);
    let draws = 4_000_u32;
    let max_probability = Probability::new(2, 5).unwrap();
    let mut times = std::collections::BTreeMap::<(u32, u32), u32>::new();
    let mut chances = Vec::new();
    for seed in 0..u64::from(draws) {
        let solution = solve(&instance, Objective::Random { max_probability, seed });
        assert_eq!(solution.pairs.len(), 6);
        assert!(keeps_bounds(&instance, &solution.pairs));
        for pair in &solution.pairs {
            *times.entry((pair.nomination, pair.expert)).or_default() += 1;
        }
        chances = solution.lottery.unwrap().chances;
    }
    for (nomination, expert, parts) in chances {
        let chance = f64::from(parts) / 5.0;
        let share = f64::from(times[&(nomination, expert)]) / f64::from(draws);
        // Four standard deviations of a share around 0.4 over 4,000 draws.
        assert!((share - chance).abs() < 0.031, "{nomination} {expert} {chance} {share}");
    }
}

#[test]
fn two_thousand_draws_keep_within_the_bound() {
    let rows: [&[i64]; 4] =
        [&[9, 8, 7, 6, 2, 1], &[9, 7, 8, 5, 3, 2], &[9, 9, 1, 4, 6, 5], &[8, 8, 8, 1, 2, 3]];
    let instance = instance(&draft(2, 3, &rows));
    let max_probability = Probability::new(4, 5).unwrap();
    let frame = network::Frame { parts: 5, pair_parts: 4, held: &instance.pins };
    let plan = network::plan(&instance, frame);
    let draws = 2_000_u32;
    let mut times = std::collections::BTreeMap::<(u32, u32), u32>::new();
    for seed in 0..u64::from(draws) {
        for pair in random::draw(&instance, &plan.parts, 5, seed) {
            *times.entry((pair.nomination, pair.expert)).or_default() += 1;
        }
    }
    let q = f64::from(max_probability.numerator()) / f64::from(max_probability.denominator());
    let sigma = (q * (1.0 - q) / f64::from(draws)).sqrt();
    for (pair, times) in times {
        let share = f64::from(times) / f64::from(draws);
        assert!(share <= q + 3.0 * sigma, "{pair:?} {share}");
    }
}

#[test]
fn leximin_shares_what_sum_gives_to_one() {
    // e0 and e1 are good for both, better for p0; e2 and e3 poor for both.
    let instance = instance(&draft(2, 1, &[&[9, 9, 2, 2], &[8, 8, 3, 3]]));
    let lowest_of = |objective| lowest(&instance, &solve(&instance, objective).pairs);
    assert_eq!(lowest_of(Objective::Sum), 600_000);
    assert_eq!(lowest_of(Objective::Leximin), 1_100_000);
}

#[test]
fn a_probability_is_a_fraction_in_lowest_terms() {
    let half = Probability::from_f64(0.5).unwrap();
    assert_eq!((half.numerator(), half.denominator()), (1, 2));
    assert_eq!(Probability::new(6, 10), Probability::new(3, 5));
    for bad in [0.0, -0.1, 1.01, f64::NAN, f64::INFINITY] {
        assert_eq!(Probability::from_f64(bad), Err(NotAProbability));
    }
    assert_eq!(Probability::new(3, 2), Err(NotAProbability));
}
