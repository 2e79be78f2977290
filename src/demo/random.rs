//! Where does chance come from? One stream of a seeded generator per stage, so that a change in one
//! stage leaves the others as they were.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// The generator used throughout.
pub(super) type Chance = ChaCha8Rng;

/// A stage of the making, each with a stream of its own.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stage {
    /// Experts and their employments.
    Experts = 1,
    /// Nominations and their texts.
    Nominations = 2,
    /// Completers, nominating experts and officers.
    People = 3,
    /// Ties that are planted on purpose.
    Plants = 4,
    /// Publications of the experts.
    Publications = 5,
    /// Papers that the nominations cite.
    Papers = 6,
    /// States of the nominations.
    States = 7,
    /// Past rounds of the societies.
    History = 8,
    /// Titles of the past nominations.
    PastTitles = 9,
    /// The register of societies.
    Registry = 10,
    /// Funded projects, patents and theses.
    Works = 11,
    /// Their titles.
    WorkTitles = 12,
    /// Nominations of the round before.
    Earlier = 13,
    /// Their people.
    EarlierPeople = 14,
}

/// The stream of a stage.
pub(super) fn stream(seed: u64, stage: Stage) -> Chance {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    chance.set_stream(stage as u64);
    chance
}

/// One element of a list; none of an empty one.
pub(super) fn pick<'a, T>(list: &'a [T], chance: &mut Chance) -> Option<&'a T> {
    if list.is_empty() { None } else { list.get(chance.random_range(0..list.len())) }
}

/// True in `percent` of a hundred cases.
pub(super) fn happens(percent: u32, chance: &mut Chance) -> bool {
    chance.random_range(0..100) < percent
}

/// Shares `total` out in proportion to the weights (largest remainder); the sum is exact.
pub(super) fn apportion(total: usize, weights: &[usize]) -> Vec<usize> {
    let sum: usize = weights.iter().sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let mut shares: Vec<usize> = weights.iter().map(|weight| total * weight / sum).collect();
    let mut order: Vec<usize> = (0..weights.len()).filter(|&at| weights[at] > 0).collect();
    order.sort_by_key(|&at| (sum - total * weights[at] % sum, at));
    let missing = total - shares.iter().sum::<usize>();
    for &at in order.iter().cycle().take(missing) {
        shares[at] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_follow_the_weights() {
        assert_eq!(apportion(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(apportion(7, &[5, 0, 2]), [5, 0, 2]);
        assert_eq!(apportion(3, &[]), Vec::<usize>::new());
    }

    #[test]
    fn stages_do_not_share_a_stream() {
        let mut one = stream(1, Stage::Experts);
        let mut two = stream(1, Stage::People);
        let mut again = stream(1, Stage::Experts);
        let draw: u64 = one.random();
        assert_ne!(draw, two.random::<u64>());
        assert_eq!(draw, again.random::<u64>());
    }
}
