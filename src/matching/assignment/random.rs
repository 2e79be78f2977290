//! How is an assignment drawn so that nobody can count on a pair, at the least cost of score?
//!
//! First the best probabilities: the same network with every place divided into `n` parts, where
//! a pair may take `m` of them (bound `m / n`; Jecmen et al. 2020). Then a draw by dependent
//! rounding (Gandhi et al. 2006): along a cycle of divided amounts, parts are pushed one way or
//! the other with the odds that leave every amount's mean as it was, until no amount is divided.
//! All arithmetic is in whole parts, so that the probabilities are met exactly and every demand,
//! load and unit bound holds in each draw.

use super::draft::ScoredPair;
use super::instance::{Instance, count};
use super::network::Plan;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha12Rng;
use serde::Serialize;
use std::collections::BTreeMap;

/// A probability as a fraction in lowest terms, above 0 and at most 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Probability {
    numerator: u32,
    denominator: u32,
}

/// A number that is no probability above 0 and at most 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("概率须大于 0 且不超过 1 / a probability is above 0 and at most 1")]
pub struct NotAProbability;

impl Probability {
    /// Takes a fraction.
    ///
    /// # Errors
    /// [`NotAProbability`] for 0 or anything above 1.
    pub fn new(numerator: u32, denominator: u32) -> Result<Self, NotAProbability> {
        if numerator == 0 || numerator > denominator {
            return Err(NotAProbability);
        }
        let (mut divisor, mut rest) = (denominator, numerator);
        while rest > 0 {
            (divisor, rest) = (rest, divisor % rest);
        }
        Ok(Self { numerator: numerator / divisor, denominator: denominator / divisor })
    }

    /// Takes a decimal such as 0.35, to six places.
    ///
    /// # Errors
    /// [`NotAProbability`] for NaN, below a millionth, or above 1.
    pub fn from_f64(value: f64) -> Result<Self, NotAProbability> {
        let micro = super::score::Score::from_f64(value).map_err(|_| NotAProbability)?.micro();
        u32::try_from(micro)
            .map_err(|_| NotAProbability)
            .and_then(|micro| Self::new(micro, 1_000_000))
    }

    /// Parts above the bar.
    pub fn numerator(self) -> u32 {
        self.numerator
    }

    /// Parts below the bar.
    pub fn denominator(self) -> u32 {
        self.denominator
    }
}

/// The probabilities from which an assignment was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lottery {
    /// (nomination, expert, parts) of each pair that could be drawn: it is drawn with
    /// probability `parts / certificate.parts`.
    pub chances: Vec<(u32, u32, u32)>,
    /// Expected total times `certificate.parts`, in micro-units.
    pub expected_total_parts: i64,
}

impl Lottery {
    pub(super) fn new(instance: &Instance, plan: &Plan) -> Self {
        let mut lottery = Self { chances: Vec::new(), expected_total_parts: 0 };
        for (pair, &parts) in instance.pairs.iter().zip(&plan.parts).filter(|(_, p)| **p > 0) {
            let narrow = u32::try_from(parts).unwrap_or(u32::MAX);
            lottery.chances.push((pair.nomination, pair.expert, narrow));
            lottery.expected_total_parts += parts * pair.score.micro();
        }
        lottery
    }
}

/// An amount that the draw has to settle, between two nodes.
struct Amount {
    ends: (u32, u32),
    /// Parts beyond the whole places, from 0 to the parts of a place.
    parts: i64,
    /// The pair behind it, if it is one.
    pair: Option<u32>,
}

struct Draw {
    parts: i64,
    amounts: Vec<Amount>,
    /// Amounts at each node; those settled meanwhile are dropped as they are met.
    at_node: Vec<Vec<u32>>,
    rng: ChaCha12Rng,
}

/// Draws the pairs of one assignment from the parts of each pair.
pub(super) fn draw(instance: &Instance, chances: &[i64], parts: i64, seed: u64) -> Vec<ScoredPair> {
    let mut draw = Draw::new(instance, chances, parts, seed);
    draw.settle();
    let mut places = chances.iter().map(|amount| amount / parts).collect::<Vec<_>>();
    for amount in &draw.amounts {
        if let Some(pair) = amount.pair {
            places[pair as usize] += amount.parts / parts;
        }
    }
    let chosen = instance.pairs.iter().zip(places).filter(|(_, places)| *places > 0);
    let mut pairs: Vec<ScoredPair> = chosen.map(|(pair, _)| *pair).collect();
    super::solution::sort_pairs(&mut pairs);
    pairs
}

impl Draw {
    /// Collects the divided amounts of pairs, of (nomination, group), of loads and of unfilled
    /// places; at every node they add up to whole places.
    fn new(instance: &Instance, chances: &[i64], parts: i64, seed: u64) -> Self {
        let nominations = instance.nominations.len();
        let experts = instance.experts.len();
        let sink = count(nominations + experts);
        let mut draw = Self {
            parts,
            amounts: Vec::new(),
            at_node: Vec::new(),
            rng: ChaCha12Rng::seed_from_u64(seed),
        };
        let mut unfilled: Vec<i64> =
            instance.nominations.iter().map(|n| i64::from(n.demand) * parts).collect();
        let mut loads = vec![0; experts];
        let mut of_group: BTreeMap<(u32, u32), (u32, i64)> = BTreeMap::new();
        let mut nodes = sink + 1;
        for (place, pair) in instance.pairs.iter().enumerate() {
            let amount = chances[place];
            if amount == 0 {
                continue;
            }
            unfilled[pair.nomination as usize] -= amount;
            loads[pair.expert as usize] += amount;
            let mut source = pair.nomination;
            for &group in instance.groups_of(pair.expert).iter().rev() {
                let entry = of_group.entry((pair.nomination, group)).or_insert_with(|| {
                    nodes += 1;
                    (nodes - 1, 0)
                });
                entry.1 += amount;
                source = entry.0;
            }
            draw.add(source, count(nominations) + pair.expert, amount, Some(count(place)));
        }
        for (&(nomination, group), &(node, amount)) in &of_group {
            let around = instance.groups.all[group as usize].parent;
            let above = of_group.get(&(nomination, around)).map_or(nomination, |above| above.0);
            draw.add(above, node, amount, None);
        }
        for (nomination, amount) in unfilled.into_iter().enumerate() {
            draw.add(count(nomination), sink, amount, None);
        }
        for (expert, amount) in loads.into_iter().enumerate() {
            draw.add(count(nominations + expert), sink, amount, None);
        }
        draw.at_node = vec![Vec::new(); nodes as usize];
        for (place, amount) in draw.amounts.iter().enumerate() {
            draw.at_node[amount.ends.0 as usize].push(count(place));
            draw.at_node[amount.ends.1 as usize].push(count(place));
        }
        draw
    }

    fn add(&mut self, source: u32, target: u32, amount: i64, pair: Option<u32>) {
        let parts = amount % self.parts;
        if parts > 0 {
            self.amounts.push(Amount { ends: (source, target), parts, pair });
        }
    }

    fn is_settled(&self, amount: u32) -> bool {
        let parts = self.amounts[amount as usize].parts;
        parts == 0 || parts == self.parts
    }

    /// An unsettled amount at the node other than the one by which it was reached.
    fn next_amount(&mut self, node: u32, reached_by: Option<u32>) -> Option<u32> {
        let mut place = 0;
        while let Some(&amount) = self.at_node[node as usize].get(place) {
            if self.is_settled(amount) {
                self.at_node[node as usize].swap_remove(place);
            } else if Some(amount) == reached_by {
                place += 1;
            } else {
                return Some(amount);
            }
        }
        None
    }

    /// Walks along unsettled amounts; each time the walk closes a cycle, the cycle is settled in
    /// at least one amount and the walk goes on from where the cycle began.
    fn settle(&mut self) {
        let mut on_path = vec![false; self.at_node.len()];
        let mut path: Vec<(u32, u32)> = Vec::new();
        for start in 0..count(self.at_node.len()) {
            let mut node = start;
            on_path[node as usize] = true;
            loop {
                let reached_by = path.last().map(|step| step.1);
                let Some(amount) = self.next_amount(node, reached_by) else {
                    break;
                };
                path.push((node, amount));
                let ends = self.amounts[amount as usize].ends;
                node = if ends.0 == node { ends.1 } else { ends.0 };
                if !std::mem::replace(&mut on_path[node as usize], true) {
                    continue;
                }
                let begin = path.iter().rposition(|step| step.0 == node).unwrap_or(0);
                self.push_around(&path[begin..]);
                for step in path.drain(begin..) {
                    on_path[step.0 as usize] = false;
                }
                on_path[node as usize] = true;
            }
            // Amounts add up to whole places at every node, so a walk ends only where it began.
            on_path[node as usize] = false;
            debug_assert!(path.is_empty(), "an amount was left alone at a node");
            path.clear();
        }
    }

    /// Pushes parts around a cycle, one way or the other, as far as they go.
    fn push_around(&mut self, cycle: &[(u32, u32)]) {
        let (mut onward, mut back) = (self.parts, self.parts);
        for &(node, amount) in cycle {
            let amount = &self.amounts[amount as usize];
            let (up, down) = (self.parts - amount.parts, amount.parts);
            let is_along = amount.ends.0 == node;
            onward = onward.min(if is_along { up } else { down });
            back = back.min(if is_along { down } else { up });
        }
        let is_onward = self.rng.random_range(0..onward + back) < back;
        let shift = if is_onward { onward } else { -back };
        for &(node, amount) in cycle {
            let amount = &mut self.amounts[amount as usize];
            amount.parts += if amount.ends.0 == node { shift } else { -shift };
        }
    }
}
