//! What does the engine hand back?

use super::bottleneck::{Bottleneck, bottlenecks};
use super::draft::ScoredPair;
use super::floor;
use super::instance::Instance;
use super::leximin::{self, Floor};
use super::mix_cost::{self, MixCost};
use super::network::{self, Frame};
use super::prices::Certificate;
use super::random::{self, Lottery, Probability};
use super::shortfall::{self, Shortfall, UnmetLoad};
use serde::Serialize;

/// What the assignment is to be best at, once as many places as possible are filled and as many
/// least loads as possible are met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Objective {
    /// The largest total score.
    Sum,
    /// The worst-served nomination first.
    Leximin,
    /// The worst-served nomination as high as `leximin` brings it, or as high as wanted, and then
    /// the largest total.
    Floor {
        /// Total that every nomination should reach, in micro-units; none: as high as can be.
        wanted: Option<i64>,
    },
    /// The largest expected total of a draw in which no pair is more likely than a bound.
    Random {
        /// The bound.
        max_probability: Probability,
        /// Seed of the draw.
        seed: u64,
    },
}

/// An assignment with the evidence for it. All positions count in the order of [`Instance`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Solution {
    /// The aim.
    pub objective: Objective,
    /// The assigned pairs by nomination id, then score (best first), then expert id.
    pub pairs: Vec<ScoredPair>,
    /// Sum of the scores, in micro-units.
    pub total: i64,
    /// What the rules with a price cost, by nomination and group.
    pub mix_costs: Vec<MixCost>,
    /// Nominations with places unfilled, by id.
    pub shortfalls: Vec<Shortfall>,
    /// What keeps those places unfilled.
    pub bottlenecks: Vec<Bottleneck>,
    /// Experts below their least load, by id.
    pub unmet_loads: Vec<UnmetLoad>,
    /// Prices that prove the result.
    pub certificate: Certificate,
    /// How far the worst-served were raised (`leximin` and `floor`).
    pub floor: Option<Floor>,
    /// Probabilities of the draw (`random` only).
    pub lottery: Option<Lottery>,
    /// Pivots of the last simplex run, for information.
    pub pivots: u64,
}

impl Solution {
    /// Total, in micro-units, that no plan of the same objective exceeds if it fills as many
    /// places and meets as many least loads: under `sum` the total itself (by duality the value
    /// of the prices), under `leximin` and `floor` the total of `sum`, under `random` the expected total.
    pub fn bound(&self) -> i64 {
        let expected = |lottery: &Lottery| {
            lottery.expected_total_parts.div_euclid(i64::from(self.certificate.parts))
        };
        let of_sum = self.floor.as_ref().map(|floor| floor.total_of_sum);
        of_sum.or(self.lottery.as_ref().map(expected)).unwrap_or(self.total)
    }
}

/// Puts pairs in the order of a [`Solution`].
pub(super) fn sort_pairs(pairs: &mut [ScoredPair]) {
    pairs
        .sort_unstable_by_key(|pair| (pair.nomination, std::cmp::Reverse(pair.score), pair.expert));
}

/// Finds the best assignment; an instance that cannot be filled still gets all that can be.
pub fn solve(instance: &Instance, objective: Objective) -> Solution {
    let (parts, pair_parts) = match objective {
        Objective::Sum | Objective::Leximin | Objective::Floor { .. } => (1, 1),
        Objective::Random { max_probability, .. } => {
            (max_probability.denominator().into(), max_probability.numerator().into())
        }
    };
    let (plan, held, floor) = match objective {
        Objective::Leximin => leximin::raise_worst(instance),
        Objective::Floor { wanted } => floor::raise_floor(instance, wanted),
        Objective::Sum | Objective::Random { .. } => {
            let frame = Frame { parts, pair_parts, held: &instance.pins };
            (network::plan(instance, frame), instance.pins.clone(), None)
        }
    };
    let (pairs, lottery) = match objective {
        Objective::Random { seed, .. } => {
            (random::draw(instance, &plan.parts, parts, seed), Some(Lottery::new(instance, &plan)))
        }
        Objective::Sum | Objective::Leximin | Objective::Floor { .. } => {
            let chosen = instance.pairs.iter().zip(&plan.parts).filter(|(_, parts)| **parts > 0);
            let mut pairs: Vec<ScoredPair> = chosen.map(|(pair, _)| *pair).collect();
            sort_pairs(&mut pairs);
            (pairs, None)
        }
    };
    let bottlenecks = bottlenecks(instance, &plan, parts, pair_parts);
    Solution {
        objective,
        total: pairs.iter().map(|pair| pair.score.micro()).sum(),
        mix_costs: mix_cost::mix_costs(instance, &pairs),
        shortfalls: shortfall::shortfalls(instance, &pairs, &bottlenecks),
        bottlenecks,
        unmet_loads: shortfall::unmet_loads(instance, &pairs),
        certificate: Certificate::new(instance, &plan, Frame { parts, pair_parts, held: &held }),
        floor,
        lottery,
        pivots: plan.pivots,
        pairs,
    }
}
