//! Where does the chance of a resample come from? From its own numbers alone: the seed, the resample
//! and the society, so that the order of work and the number of threads change nothing.

/// SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, *Fast splittable pseudorandom number generators*,
/// OOPSLA 2014), begun anew for each society of each resample.
pub(super) struct Chance {
    state: u64,
}

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

fn mixed(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

impl Chance {
    /// The stream of one society in one resample.
    pub(super) fn of(seed: u64, resample: u64, society: u64) -> Self {
        let mut state = mixed(seed.wrapping_add(GOLDEN));
        state = mixed(state ^ resample.wrapping_add(1).wrapping_mul(GOLDEN));
        state = mixed(state ^ society.wrapping_add(1).wrapping_mul(GOLDEN));
        Self { state }
    }

    /// A draw below 2³².
    pub(super) fn draw(&mut self) -> u32 {
        self.state = self.state.wrapping_add(GOLDEN);
        u32::try_from(mixed(self.state) >> 32).unwrap_or(u32::MAX)
    }

    /// How many of `cases` happen at a chance of `limit` in 2³².
    pub(super) fn happening(&mut self, cases: u32, limit: u64) -> u32 {
        if limit == 0 || cases == 0 {
            return 0;
        }
        (0..cases).map(|_| u32::from(u64::from(self.draw()) < limit)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_the_published_one() {
        // The first three outputs of SplitMix64 from state 0, upper halves.
        let mut chance = Chance { state: 0 };
        let drawn = [chance.draw(), chance.draw(), chance.draw()];
        assert_eq!(drawn, [0xE220_A839, 0x6E78_9E6A, 0x06C4_5D18]);
    }

    #[test]
    fn streams_differ_by_seed_resample_and_society() {
        let first = |seed, resample, society| Chance::of(seed, resample, society).draw();
        let all = [first(1, 1, 1), first(2, 1, 1), first(1, 2, 1), first(1, 1, 2)];
        assert_eq!(std::collections::BTreeSet::from(all).len(), 4);
    }

    #[test]
    fn draws_happen_as_often_as_they_should() {
        let mut chance = Chance::of(7, 0, 0);
        let found = chance.happening(40_000, 1 << 30);
        assert!((9_600..10_400).contains(&found), "{found}");
        assert_eq!(chance.happening(1_000, 0), 0);
        assert_eq!(chance.happening(1_000, 1 << 32), 1_000);
    }
}
