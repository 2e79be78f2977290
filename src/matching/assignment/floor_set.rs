//! Which candidates bring a nomination up to a floor at the least loss?
//!
//! Under the prices of a plan each candidate has a gain (at most 0 for those not assigned), and a
//! set loses at least what its gains fall short. So the set is a small knapsack: as many
//! candidates as there are places, scores of at least the floor, the largest gain. A multiplier
//! turns both into one number; the order by it gives a first set and bounds the search for a
//! better one.

use super::instance::Instance;
use std::collections::BTreeMap;

/// Steps of the search; beyond them the best set so far is taken.
const STEPS: u32 = 20_000;
/// Parts into which a multiplier is divided.
const PARTS: i64 = 1_024;
/// A multiplier at which nothing but the score counts.
const MOST: i64 = PARTS << 24;

/// A candidate for a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer {
    /// Position of the pair.
    pub(super) pair: u32,
    /// Score, in micro-units.
    pub(super) score: i64,
    /// What the pair is worth beyond its prices.
    pub(super) gain: i64,
}

/// Finds a set for so many places whose scores reach a total, with the largest gain; `taken` says
/// how many of each group the nomination has already.
pub(super) fn cheapest_set(
    instance: &Instance,
    mut offers: Vec<Offer>,
    places: usize,
    wanted: i64,
    taken: BTreeMap<u32, u32>,
) -> Option<Vec<u32>> {
    let (mut low, mut high) = (0, PARTS);
    let mut first = Knapsack::new(instance, places, wanted, taken);
    while !first.reaches(&mut offers, high) {
        if high >= MOST {
            return None;
        }
        (low, high) = (high, high * 2);
    }
    while high - low > 1 {
        let middle = i64::midpoint(low, high);
        if first.reaches(&mut offers, middle) { high = middle } else { low = middle }
    }
    first.reaches(&mut offers, high);
    first.search(&offers, high);
    Some(first.best)
}

struct Knapsack<'a> {
    instance: &'a Instance,
    places: usize,
    wanted: i64,
    taken: BTreeMap<u32, u32>,
    chosen: Vec<Offer>,
    best: Vec<u32>,
    best_gain: i64,
    steps: u32,
}

impl<'a> Knapsack<'a> {
    fn new(instance: &'a Instance, places: usize, wanted: i64, taken: BTreeMap<u32, u32>) -> Self {
        let (chosen, best) = (Vec::new(), Vec::new());
        Self { instance, places, wanted, taken, chosen, best, best_gain: i64::MIN, steps: STEPS }
    }

    fn fits(&self, offer: Offer) -> bool {
        let expert = self.instance.pairs[offer.pair as usize].expert;
        self.instance.groups_of(expert).iter().all(|group| {
            self.taken.get(group).copied().unwrap_or(0) < self.instance.bound(*group).max
        })
    }

    fn take(&mut self, offer: Offer) {
        let instance = self.instance;
        let expert = instance.pairs[offer.pair as usize].expert;
        for &group in instance.groups_of(expert) {
            *self.taken.entry(group).or_insert(0) += 1;
        }
        self.chosen.push(offer);
    }

    fn give_back(&mut self) {
        let instance = self.instance;
        let Some(offer) = self.chosen.pop() else { return };
        let expert = instance.pairs[offer.pair as usize].expert;
        for &group in instance.groups_of(expert) {
            *self.taken.entry(group).or_insert(1) -= 1;
        }
    }

    /// Orders the candidates by a multiplier and takes the first that fit; notes them if their
    /// scores reach what is wanted.
    fn reaches(&mut self, offers: &mut [Offer], multiplier: i64) -> bool {
        offers.sort_unstable_by_key(|offer| (-value(offer, multiplier), offer.pair));
        for offer in offers.iter() {
            if self.chosen.len() < self.places && self.fits(*offer) {
                self.take(*offer);
            }
        }
        let is_whole = self.chosen.len() == self.places;
        let reached = is_whole && self.note();
        while !self.chosen.is_empty() {
            self.give_back();
        }
        reached
    }

    /// Notes the set chosen if it is the best that reaches what is wanted; says whether it reaches.
    fn note(&mut self) -> bool {
        let score: i64 = self.chosen.iter().map(|offer| offer.score).sum();
        let gain: i64 = self.chosen.iter().map(|offer| offer.gain).sum();
        if score >= self.wanted && gain > self.best_gain {
            self.best = self.chosen.iter().map(|offer| offer.pair).collect();
            self.best_gain = gain;
        }
        score >= self.wanted
    }

    /// Tries the sets whose bound is above the best, in the order of the multiplier.
    fn search(&mut self, offers: &[Offer], multiplier: i64) {
        let mut sums = vec![0];
        let mut sum = 0;
        for offer in offers {
            sum += value(offer, multiplier);
            sums.push(sum);
        }
        self.extend(offers, multiplier, &sums, 0, 0);
    }

    fn extend(
        &mut self,
        offers: &[Offer],
        multiplier: i64,
        sums: &[i64],
        from: usize,
        so_far: i64,
    ) {
        let missing = self.places - self.chosen.len();
        if missing == 0 {
            self.note();
            return;
        }
        for place in from..(offers.len() + 1).saturating_sub(missing) {
            // All that could still be added, had it no scores to reach but by the multiplier.
            let most = so_far + sums[place + missing] - sums[place];
            let is_hopeless = most - multiplier * self.wanted <= self.best_gain * PARTS;
            if is_hopeless || self.steps == 0 {
                return;
            }
            self.steps -= 1;
            let offer = offers[place];
            if self.fits(offer) {
                self.take(offer);
                self.extend(
                    offers,
                    multiplier,
                    sums,
                    place + 1,
                    so_far + value(&offer, multiplier),
                );
                self.give_back();
            }
        }
    }
}

/// Gain and score in one number.
fn value(offer: &Offer, multiplier: i64) -> i64 {
    offer.gain * PARTS + offer.score * multiplier
}
