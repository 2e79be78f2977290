//! Does `floor` bring the worst-served up at next to no loss?

use super::*;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha12Rng;

proptest! {
    #[test]
    fn the_floor_is_that_of_leximin_and_proved(draft in drafts(3, 4)) {
        let instance = instance(&draft);
        let sum = solve(&instance, Objective::Sum);
        let fair = solve(&instance, Objective::Floor { wanted: None });
        let floor = fair.floor.clone().unwrap();
        prop_assert_eq!(worth(&fair).0, worth(&sum).0);
        prop_assert_eq!(worth(&fair).1, worth(&sum).1);
        prop_assert!(fair.total <= sum.total);
        prop_assert_eq!(floor.total_of_sum, sum.total);
        prop_assert_eq!(floor.smallest, lowest(&instance, &fair.pairs));
        prop_assert!(floor.smallest_of_sum <= floor.smallest && floor.smallest <= floor.bound);
        let leximin = solve(&instance, Objective::Leximin);
        prop_assert!(floor.smallest >= leximin.floor.unwrap().smallest);
    }

    #[test]
    fn a_wanted_floor_is_reached_where_it_can_be(draft in drafts(4, 6), percent in 0_i64..=100) {
        let instance = instance(&draft);
        let highest = solve(&instance, Objective::Floor { wanted: None }).floor.unwrap();
        let wanted = highest.smallest * percent / 100;
        let solution = solve(&instance, Objective::Floor { wanted: Some(wanted) });
        prop_assert_eq!(verify(&instance, &solution), Ok(()));
        let floor = solution.floor.unwrap();
        prop_assert!(floor.smallest >= wanted);
        let beyond = Objective::Floor { wanted: Some(floor.bound + 1) };
        prop_assert_eq!(solve(&instance, beyond).floor.unwrap().smallest, highest.smallest);
    }
}

/// An instance with a few nominations that many good experts do not suit.
fn uneven(nominations: u32, experts: u32, seed: u64) -> Draft {
    let mut random = ChaCha12Rng::seed_from_u64(seed);
    let mut draft =
        bare_draft(&vec![3; nominations as usize], &vec![(0, 4, None); experts as usize]);
    for nomination in 0..nominations {
        let ease = random.random_range(500_000..1_000_000);
        for expert in 0..experts {
            if random.random_range(0..3) > 0 {
                let score = score(random.random_range(0..ease));
                draft.pairs.push(ScoredPair { nomination, expert, score });
            }
        }
    }
    draft
}

#[test]
fn the_floor_costs_next_to_nothing() {
    for seed in 0..4 {
        let instance = instance(&uneven(60, 60, seed));
        let solution = solve(&instance, Objective::Floor { wanted: None });
        assert_eq!(verify(&instance, &solution), Ok(()));
        let floor = solution.floor.as_ref().unwrap();
        let leximin = solve(&instance, Objective::Leximin);
        assert!(floor.smallest >= leximin.floor.unwrap().smallest, "{seed}");
        assert!(solution.total >= leximin.total, "{seed}");
        let lost = floor.total_of_sum - solution.total;
        assert!(lost * 100 <= floor.total_of_sum, "seed {seed}: {lost} of {}", floor.total_of_sum);
    }
}
