//! Which rank does a nomination have, and how sure is it?

use std::collections::BTreeMap;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest as _, Sha256};

use super::mean::{MICRO_IN_HUNDREDTH, mean_in};
use super::rules::AggregationRules;

/// The place of each figure, from 1: the higher first; equal ones share a place, and the next is as far on as there
/// are before it (1, 2, 2, 4).
pub fn ranks(used: &[(String, i64)]) -> Vec<u32> {
    let figures: Vec<i64> = used.iter().map(|(_, figure)| *figure).collect();
    places(&figures)
}

fn places(figures: &[i64]) -> Vec<u32> {
    let mut falling = figures.to_vec();
    falling.sort_unstable_by(|one, other| other.cmp(one));
    let before = |figure: &i64| falling.partition_point(|other| other > figure);
    let place = |figure: &i64| u32::try_from(before(figure) + 1).unwrap_or(u32::MAX);
    figures.iter().map(place).collect()
}

/// Between which ranks each nomination of a group comes when its sheets are drawn anew, with replacement, so many
/// times. `values` are the millionths of a point of its sheets.
///
/// What is drawn follows from the seed and the values alone: neither what a nomination is called nor its place in the
/// list makes a difference, and nominations with the same values have the same interval.
pub fn interval(values: &[Vec<i64>], rules: &AggregationRules, seed: &[u8; 32]) -> Vec<(u32, u32)> {
    let mut all = draws(values, seed);
    let mut reached: Vec<Vec<u32>> = vec![Vec::new(); values.len()];
    for _ in 0..rules.resamples {
        let figures: Vec<i64> = all.iter_mut().map(|one| one.figure(rules)).collect();
        for (of, place) in reached.iter_mut().zip(places(&figures)) {
            of.push(place);
        }
    }
    let bounds: Vec<(u32, u32)> =
        reached.into_iter().map(|places| bounds(places, rules.interval_permille)).collect();
    shared_by_alike(&all, &bounds)
}

/// One nomination whose sheets are drawn anew.
struct Draw {
    /// Ascending.
    values: Vec<i64>,
    random: ChaCha8Rng,
}

impl Draw {
    /// The figure of as many sheets as there are, drawn with replacement; 0 of none.
    fn figure(&mut self, rules: &AggregationRules) -> i64 {
        let number = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        let mut some: Vec<i64> = Vec::with_capacity(self.values.len());
        for _ in 0..number {
            let place = self.random.random_range(0..number);
            some.extend(self.values.get(place as usize));
        }
        mean_in(&some, rules, MICRO_IN_HUNDREDTH).unwrap_or_default()
    }
}

/// A draw for each nomination; those with the same values draw by seeds of their own.
fn draws(values: &[Vec<i64>], seed: &[u8; 32]) -> Vec<Draw> {
    let mut alike: BTreeMap<Vec<i64>, u32> = BTreeMap::new();
    let mut draws = Vec::with_capacity(values.len());
    for of in values {
        let mut values = of.clone();
        values.sort_unstable();
        let earlier = alike.entry(values.clone()).or_default();
        let random = ChaCha8Rng::from_seed(own_seed(seed, &values, *earlier));
        *earlier += 1;
        draws.push(Draw { values, random });
    }
    draws
}

fn own_seed(seed: &[u8; 32], values: &[i64], earlier: u32) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(seed);
    digest.update(earlier.to_le_bytes());
    for value in values {
        digest.update(value.to_le_bytes());
    }
    digest.finalize().into()
}

/// The ranks between which the middle `permille` of the drawn ones lie.
fn bounds(mut places: Vec<u32>, permille: u32) -> (u32, u32) {
    places.sort_unstable();
    let last = places.len().saturating_sub(1);
    let permille = permille.min(1_000) as usize;
    let (low, high) =
        ((1_000 - permille) * last / 2_000, ((1_000 + permille) * last).div_ceil(2_000));
    let at = |place: usize| places.get(place).copied().unwrap_or_default();
    (at(low), at(high))
}

/// Of nominations with the same values none is surer than the others: each has the lowest and the highest of all.
fn shared_by_alike(draws: &[Draw], bounds: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut widest: BTreeMap<&[i64], (u32, u32)> = BTreeMap::new();
    for (draw, (low, high)) in draws.iter().zip(bounds) {
        let of = widest.entry(&draw.values).or_insert((*low, *high));
        *of = (of.0.min(*low), of.1.max(*high));
    }
    let of = |draw: &Draw| widest.get(draw.values.as_slice()).copied().unwrap_or_default();
    draws.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::aggregation::rules::in_force;

    const POINT: i64 = 1_000_000;

    fn rules() -> AggregationRules {
        AggregationRules { resamples: 199, ..in_force() }
    }

    #[test]
    fn equal_figures_share_a_place_and_the_next_is_further_on() {
        let of = |figures: &[i64]| {
            let named: Vec<(String, i64)> =
                figures.iter().map(|figure| (figure.to_string(), *figure)).collect();
            ranks(&named)
        };
        assert_eq!(of(&[80, 90, 80, 70]), [2, 1, 2, 4]);
        assert_eq!(of(&[5, 5, 5]), [1, 1, 1]);
        assert_eq!(of(&[]), [0_u32; 0]);
    }

    #[test]
    fn sheets_that_agree_leave_no_doubt_and_those_that_do_not_leave_some() {
        let sure = vec![vec![90 * POINT; 5], vec![80 * POINT; 5], vec![70 * POINT; 5]];
        assert_eq!(interval(&sure, &rules(), &[7; 32]), [(1, 1), (2, 2), (3, 3)]);
        let torn = vec![
            vec![60 * POINT, 75 * POINT, 95 * POINT],
            vec![55 * POINT, 76 * POINT, 97 * POINT],
        ];
        assert_eq!(interval(&torn, &rules(), &[7; 32]), [(1, 2), (1, 2)]);
        assert_eq!(interval(&[vec![80 * POINT]], &rules(), &[7; 32]), [(1, 1)]);
    }

    #[test]
    fn the_bounds_leave_out_as_much_at_either_end() {
        let hundred: Vec<u32> = (1..=101).rev().collect();
        assert_eq!(bounds(hundred.clone(), 900), (6, 96));
        assert_eq!(bounds(hundred, 999), (1, 101));
        assert_eq!(bounds(vec![4], 900), (4, 4));
        assert_eq!(bounds(Vec::new(), 900), (0, 0));
    }

    proptest! {
        #[test]
        fn no_place_in_the_list_and_no_order_of_sheets_makes_a_difference(
            values in prop::collection::vec(
                prop::collection::vec((0..20_i64).prop_map(|five| five * 5 * POINT), 1..5), 1..8,
            ),
            shift in 0..8_usize,
            seed in any::<[u8; 32]>(),
        ) {
            let rules = AggregationRules { resamples: 49, ..rules() };
            let found = interval(&values, &rules, &seed);
            let mut moved = values.clone();
            for sheets in &mut moved {
                sheets.reverse();
            }
            let by = shift % moved.len();
            moved.rotate_left(by);
            let mut expected = found.clone();
            expected.rotate_left(by);
            prop_assert_eq!(interval(&moved, &rules, &seed), expected);
            let most = u32::try_from(values.len()).unwrap();
            for (low, high) in found {
                prop_assert!(1 <= low && low <= high && high <= most);
            }
        }
    }
}
