//! Is the result the best there is, and does the certificate notice when it is not?

use super::*;
use std::cmp::Reverse;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn the_sum_is_that_of_brute_force(draft in drafts(3, 4)) {
        let instance = instance(&draft);
        let plans = all_plans(&instance);
        let best = plans.iter().map(|plan| worth_of_plan(&instance, plan)).max();
        prop_assert_eq!(Some(worth(&solve(&instance, Objective::Sum))), best);
    }

    #[test]
    fn every_other_plan_is_refused_by_the_certificate(draft in drafts(3, 3)) {
        let instance = instance(&draft);
        let solution = solve(&instance, Objective::Sum);
        let best = worth(&solution);
        for mut pairs in all_plans(&instance) {
            let is_best = worth_of_plan(&instance, &pairs) == best;
            pairs.sort_by_key(|p| (p.nomination, Reverse(p.score), p.expert));
            let other = forged(&instance, &solution, pairs);
            prop_assert_eq!(verify(&instance, &other).is_ok(), is_best);
        }
    }
}

/// A solution for other pairs that keeps its books right but has the prices of the true one.
pub(super) fn forged(instance: &Instance, solution: &Solution, pairs: Vec<ScoredPair>) -> Solution {
    let shortfalls = shortfall::shortfalls(instance, &pairs, &solution.bottlenecks);
    let unmet_loads = shortfall::unmet_loads(instance, &pairs);
    let total = pairs.iter().map(|pair| pair.score.micro()).sum();
    let mix_costs = mix_cost::mix_costs(instance, &pairs);
    Solution { pairs, total, mix_costs, shortfalls, unmet_loads, ..solution.clone() }
}

proptest! {
    #[test]
    fn the_optimum_is_at_least_what_greedy_gives(draft in drafts(8, 10)) {
        let instance = instance(&draft);
        let greedy = worth_of_plan(&instance, &greedy(&instance));
        prop_assert!(worth(&solve(&instance, Objective::Sum)) >= greedy);
    }

    #[test]
    fn tampering_is_noticed(draft in drafts(5, 6), objective in objectives(), place in any::<usize>()) {
        let instance = instance(&draft);
        let solution = solve(&instance, objective);
        prop_assume!(!solution.pairs.is_empty());
        let place = place % solution.pairs.len();

        let mut other = solution.clone();
        other.pairs.remove(place);
        prop_assert!(verify(&instance, &other).is_err(), "a pair was taken out");

        let mut other = solution.clone();
        other.pairs[place].score = score(MICRO - other.pairs[place].score.micro());
        prop_assert!(verify(&instance, &other).is_err(), "a score was changed");

        let mut other = solution.clone();
        other.pairs.push(other.pairs[place]);
        prop_assert!(verify(&instance, &other).is_err(), "a pair was doubled");

        let mut other = solution.clone();
        other.total += 1;
        prop_assert!(verify(&instance, &other).is_err(), "the total was changed");

        let mut other = solution.clone();
        other.certificate.nomination_prices.pop();
        prop_assert!(verify(&instance, &other).is_err(), "a price was taken out");
    }

    #[test]
    fn a_price_off_by_a_millionth_proves_nothing(
        draft in drafts(5, 6), objective in objectives(),
    ) {
        let instance = instance(&draft);
        let solution = solve(&instance, objective);
        let parts = i64::from(solution.certificate.parts);
        let is_whole = solution.lottery.is_none() && parts == 1;
        let held = &solution.certificate.held;
        let free = solution.pairs.iter().filter(|p| !held.contains(&(p.nomination, p.expert)));
        for pair in free.filter(|_| is_whole) {
            let gain = solution.certificate.gain(&instance, pair);
            prop_assert!(gain >= 0);
            // A pair worth just its prices stands no higher price, of whatever part.
            let mut other = solution.clone();
            other.certificate.nomination_prices[pair.nomination as usize] += gain + 1;
            prop_assert!(verify(&instance, &other).is_err());
            let mut other = solution.clone();
            other.certificate.expert_prices[pair.expert as usize] += gain + 1;
            prop_assert!(verify(&instance, &other).is_err());
        }
        let mut other = solution.clone();
        other.certificate.unfilled_penalty += 1;
        prop_assert!(verify(&instance, &other).is_err());
    }

    #[test]
    fn a_higher_score_never_lowers_the_optimum(draft in drafts(5, 6), place in any::<usize>(), by in 1_i64..1_000_000) {
        prop_assume!(!draft.pairs.is_empty());
        let before = worth(&solve(&instance(&draft), Objective::Sum));
        let mut raised = draft.clone();
        let pair = &mut raised.pairs[place % draft.pairs.len()];
        pair.score = score((pair.score.micro() + by).min(MICRO));
        prop_assert!(worth(&solve(&instance(&raised), Objective::Sum)) >= before);
    }

    #[test]
    fn a_bar_never_raises_the_optimum(draft in drafts(5, 6), place in any::<usize>()) {
        prop_assume!(!draft.pairs.is_empty());
        let pair = draft.pairs[place % draft.pairs.len()];
        let mut barred = draft.clone();
        barred.pins.clear();
        let before = worth(&solve(&instance(&barred), Objective::Sum));
        barred.bars.push((pair.nomination, pair.expert));
        prop_assert!(worth(&solve(&instance(&barred), Objective::Sum)) <= before);
    }
}

#[test]
fn places_come_before_score() {
    // The best pair alone is worth more than both others, but leaves p1 without anybody.
    let instance = instance(&draft(1, 1, &[&[10, 1], &[0, -1]]));
    let solution = solve(&instance, Objective::Sum);
    assert_eq!(worth(&solution), (2, Reverse(0), 100_000));
}

#[test]
fn least_loads_come_before_score_and_after_places() {
    let mut draft = draft(1, 2, &[&[10, 1], &[10, -1]]);
    draft.experts[1].min_load = 2;
    let solution = solve(&instance(&draft), Objective::Sum);
    assert_eq!(worth(&solution), (2, Reverse(1), 1_100_000));
}

#[test]
fn greedy_falls_short_where_the_optimum_does_not() {
    let instance = instance(&draft(1, 1, &[&[9, 8], &[7, -1]]));
    assert_eq!(greedy(&instance).len(), 1);
    assert_eq!(worth(&solve(&instance, Objective::Sum)), (2, Reverse(0), 1_500_000));
}
