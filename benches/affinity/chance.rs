//! How sure are the figures? Split halves and the paired bootstrap, by a fixed seed.

use std::fmt::{Display, Formatter};

use rand::{Rng as _, SeedableRng as _, seq::SliceRandom as _};
use rand_chacha::ChaCha8Rng;

use crate::pool::{Quality, mean};

const SEED: u64 = 2_026;
const SPLITS: usize = 200;
const DRAWS: usize = 2_000;

/// A value with the range that holds 95 of 100 draws.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Interval {
    value: f64,
    low: f64,
    high: f64,
    is_gain: bool,
}

impl Display for Interval {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        let Self { value, low, high, is_gain } = self;
        if *is_gain {
            let part = |value: &f64| value * 100.0;
            write!(formatter, "{:+.1} % [{:+.1}; {:+.1}]", part(value), part(low), part(high))
        } else {
            write!(formatter, "{value:.3} [{low:.3}; {high:.3}]")
        }
    }
}

impl Interval {
    /// The value itself.
    pub(crate) fn value(&self) -> f64 {
        self.value
    }

    fn of(value: f64, mut draws: Vec<f64>, is_gain: bool) -> Self {
        draws.sort_by(f64::total_cmp);
        let at = |part: f64| {
            let place = (part * (draws.len() - 1) as f64).round();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place")]
            let place = place as usize;
            draws[place]
        };
        Self { value, low: at(0.025), high: at(0.975), is_gain }
    }
}

/// The mean over queries, and how often queries drawn anew have at least `wanted`.
pub(crate) fn mean_beside(values: &[f64], wanted: f64) -> (Interval, f64) {
    let mut chance = ChaCha8Rng::seed_from_u64(SEED);
    let draws: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let sum: f64 =
                (0..values.len()).map(|_| values[chance.random_range(0..values.len())]).sum();
            sum / values.len().max(1) as f64
        })
        .collect();
    let reached = draws.iter().filter(|&&draw| draw >= wanted).count() as f64 / DRAWS as f64;
    (Interval::of(mean(values), draws, false), reached)
}

/// By how much `ours` is better than `peer`, relative to it: in MRR and in recall@10. Both are drawn
/// anew over the same queries.
pub(crate) fn paired_gain(ours: &Quality, peer: &Quality) -> (Interval, Interval) {
    let gain = |ours: &[f64], peer: &[f64]| {
        let mut chance = ChaCha8Rng::seed_from_u64(SEED);
        let draws = (0..DRAWS)
            .map(|_| {
                let (mut own, mut other) = (0.0, 0.0);
                for _ in 0..ours.len() {
                    let at = chance.random_range(0..ours.len());
                    own += ours[at];
                    other += peer[at];
                }
                own / f64::max(other, f64::MIN_POSITIVE) - 1.0
            })
            .collect();
        Interval::of(mean(ours) / mean(peer).max(f64::MIN_POSITIVE) - 1.0, draws, true)
    };
    (gain(&ours.reciprocal_ranks, &peer.reciprocal_ranks), gain(&ours.recalls, &peer.recalls))
}

/// MRR and recall@10 of the recipe that is best on one half of the queries, on the other half.
pub(crate) fn honest_choice(tried: &[(String, Quality)]) -> (Interval, Interval) {
    let mut chance = ChaCha8Rng::seed_from_u64(SEED);
    let count = tried.first().map_or(0, |(_, quality)| quality.recalls.len());
    let mut places: Vec<usize> = (0..count).collect();
    let (mut ranks, mut recalls) = (Vec::new(), Vec::new());
    for _ in 0..SPLITS {
        places.shuffle(&mut chance);
        let (seen, unseen) = places.split_at(count / 2);
        let over = |values: &[f64], at: &[usize]| {
            mean(&at.iter().map(|&at| values[at]).collect::<Vec<_>>())
        };
        let worth = |quality: &Quality| {
            over(&quality.reciprocal_ranks, seen) + over(&quality.recalls, seen)
        };
        let best = tried.iter().max_by(|(_, one), (_, other)| worth(one).total_cmp(&worth(other)));
        if let Some((_, quality)) = best {
            ranks.push(over(&quality.reciprocal_ranks, unseen));
            recalls.push(over(&quality.recalls, unseen));
        }
    }
    (Interval::of(mean(&ranks), ranks, false), Interval::of(mean(&recalls), recalls, false))
}
