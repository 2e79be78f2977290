//! Which prices prove a plan?

use super::draft::ScoredPair;
use super::instance::{Instance, count};
use super::network::{Frame, Penalties, Plan, penalties};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Dual prices: what one more place of a bound would be worth, in micro-units of score.
///
/// With them [`super::verify`] proves in one pass over all pairs that no plan that fills as many
/// places and meets as many least loads has a larger total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// Parts into which one place is divided: 1, or the denominator of the probability bound.
    pub parts: u32,
    /// Most parts that one pair may take.
    pub pair_parts: u32,
    /// Pairs fixed beforehand (nomination, expert): the pins, and under `leximin` the pairs of
    /// the nominations that were raised. The proof is about everything else.
    pub held: Vec<(u32, u32)>,
    /// Price of a place, by nomination.
    pub nomination_prices: Vec<i64>,
    /// Price of an expert's time, by expert: above 0 only at the largest load, below 0 only at
    /// the smallest.
    pub expert_prices: Vec<i64>,
    /// Prices above 0 of (nomination, group) where the unit rule or another rule binds or prices,
    /// ascending. Units come first among the groups.
    pub unit_prices: Vec<(u32, u32, i64)>,
    /// Penalty for a place left unfilled, above anything scores can outweigh.
    pub unfilled_penalty: i64,
    /// Penalty for a least load unmet, between that and the scores.
    pub unmet_penalty: i64,
}

impl Certificate {
    /// Price of (nomination, unit); 0 where the unit rule does not bind.
    pub fn unit_price(&self, nomination: u32, unit: Option<u32>) -> i64 {
        unit.and_then(|unit| {
            let key = (nomination, unit);
            let found = self.unit_prices.binary_search_by_key(&key, |price| (price.0, price.1));
            found.ok().map(|place| self.unit_prices[place].2)
        })
        .unwrap_or(0)
    }

    /// Prices of all groups of an expert at a nomination together.
    pub fn group_price(&self, instance: &Instance, nomination: u32, expert: u32) -> i64 {
        let groups = instance.groups_of(expert).iter();
        groups.map(|&group| self.unit_price(nomination, Some(group))).sum()
    }

    /// What a pair has to pay before it counts: nomination, expert and group prices together.
    pub fn threshold(&self, instance: &Instance, nomination: u32, expert: u32) -> i64 {
        self.nomination_prices[nomination as usize]
            + self.expert_prices[expert as usize]
            + self.group_price(instance, nomination, expert)
    }

    /// At most how much more a plan could be worth that fills as many places, meets as many least
    /// loads and keeps the pins, but not the other pairs held: what those are worth less than
    /// their prices. By weak duality; 0 where pins alone are held.
    pub fn given_up(&self, instance: &Instance) -> i64 {
        let loss = |&(nomination, expert): &(u32, u32)| {
            let place = instance.find_pair(nomination, expert)?;
            let is_pin = instance.pins.binary_search(&place).is_ok();
            let gain = self.gain(instance, &instance.pairs[place as usize]);
            Some(if is_pin { 0 } else { (-gain).max(0) })
        };
        self.held.iter().filter_map(loss).sum()
    }

    /// Writes the prices of a plan down, closing those that the network left open: a nomination
    /// without demand left and an expert without load left ask what keeps every pair out.
    pub(super) fn new(instance: &Instance, plan: &Plan, frame: Frame<'_>) -> Self {
        let Penalties { unfilled_place, unmet_load } = penalties(instance);
        let narrow = |parts: i64| u32::try_from(parts).unwrap_or(u32::MAX);
        let held_pairs = frame.held.iter().map(|&pair| instance.pairs[pair as usize]);
        let mut certificate = Self {
            parts: narrow(frame.parts),
            pair_parts: narrow(frame.pair_parts),
            held: held_pairs.clone().map(|pair| (pair.nomination, pair.expert)).collect(),
            nomination_prices: plan.nomination_price.clone(),
            expert_prices: plan.expert_price.clone(),
            unit_prices: plan.unit_price.clone(),
            unfilled_penalty: unfilled_place,
            unmet_penalty: unmet_load,
        };
        certificate.close(instance);
        certificate.tighten(instance, plan);
        certificate
    }

    /// Sets the prices that the network left open: a nomination without demand left and an expert
    /// without load left, pins and held pairs taken off, ask what keeps every pair out.
    fn close(&mut self, instance: &Instance) {
        let mut demand: Vec<u32> = instance.nominations.iter().map(|n| n.demand).collect();
        let mut room: Vec<u32> = instance.experts.iter().map(|e| e.max_load).collect();
        for &(nomination, expert) in &self.held {
            demand[nomination as usize] -= 1;
            room[expert as usize] -= 1;
        }
        for (price, _) in self.expert_prices.iter_mut().zip(&room).filter(|(_, room)| **room == 0) {
            *price = 0;
        }
        for nomination in (0..demand.len()).filter(|&nomination| demand[nomination] == 0) {
            let row = &instance.pairs[instance.row(count(nomination))];
            let gains = row.iter().map(|p| p.score.micro() - self.expert_prices[p.expert as usize]);
            self.nomination_prices[nomination] = gains.max().unwrap_or(0).max(0);
        }
        for pair in instance.pairs.iter().filter(|pair| room[pair.expert as usize] == 0) {
            let gain = self.gain(instance, pair);
            self.expert_prices[pair.expert as usize] += gain.max(0);
        }
    }

    /// With the nominations' prices as high as they go, raises those of units and other groups and
    /// then of experts as far as the pairs that pay them allow: they tell most about a pair that
    /// was left out.
    fn tighten(&mut self, instance: &Instance, plan: &Plan) {
        let parts = i64::from(self.parts);
        let mut paying: Vec<ScoredPair> = Vec::new();
        let mut load = vec![0; instance.experts.len()];
        let mut of_group: BTreeMap<(u32, u32), i64> = BTreeMap::new();
        for (pair, &amount) in instance.pairs.iter().zip(&plan.parts).filter(|(_, n)| **n > 0) {
            load[pair.expert as usize] += amount;
            for &group in instance.groups_of(pair.expert) {
                *of_group.entry((pair.nomination, group)).or_default() += amount;
            }
            if self.held.binary_search(&(pair.nomination, pair.expert)).is_err() {
                paying.push(*pair);
            }
        }
        self.raise_groups(instance, &paying, &of_group);
        for (expert, rise) in self.rises(instance, &paying, |pair| Some(pair.expert)) {
            let (load, bounds) = (load[expert as usize], &instance.experts[expert as usize]);
            let price = &mut self.expert_prices[expert as usize];
            if load == i64::from(bounds.max_load) * parts {
                *price += rise;
            } else if load == i64::from(bounds.min_load) * parts {
                *price = (*price + rise).min(0);
            }
        }
    }

    /// Raises the prices of groups that are at their bound, from the inside, and puts those that
    /// held pairs alone bring above what is free to their rule's price.
    fn raise_groups(
        &mut self,
        instance: &Instance,
        paying: &[ScoredPair],
        of_group: &BTreeMap<(u32, u32), i64>,
    ) {
        let parts = i64::from(self.parts);
        let mut prices: BTreeMap<(u32, u32), i64> =
            self.unit_prices.iter().map(|price| ((price.0, price.1), price.2)).collect();
        for (key, &used) in of_group {
            let least = instance.bound(key.1).slopes(used, parts).0;
            if least > 0 {
                let price = prices.entry(*key).or_default();
                *price = least.max(*price);
            }
        }
        self.set_unit_prices(&prices);
        // Rule by rule: two prices that one pair pays must not rise by the same gain.
        let level = |group: u32| instance.groups.all[group as usize].level;
        let groups = paying.iter().flat_map(|pair| instance.groups_of(pair.expert));
        let levels: BTreeSet<u32> = groups.map(|&group| level(group)).collect();
        for rule in levels {
            let group = |pair: &ScoredPair| {
                let mut own = instance.groups_of(pair.expert).iter();
                own.find(|&&group| level(group) == rule).map(|&group| (pair.nomination, group))
            };
            for (key, rise) in self.rises(instance, paying, group) {
                let most = i64::from(instance.bound(key.1).max) * parts;
                if of_group.get(&key) == Some(&most) {
                    *prices.entry(key).or_default() += rise;
                }
            }
            self.set_unit_prices(&prices);
        }
    }

    fn set_unit_prices(&mut self, prices: &BTreeMap<(u32, u32), i64>) {
        self.unit_prices = prices.iter().map(|(key, &price)| (key.0, key.1, price)).collect();
    }

    /// By how much a price can rise, by key, before a pair that pays it is worth less: above 0.
    fn rises<K: Ord>(
        &self,
        instance: &Instance,
        paying: &[ScoredPair],
        key: impl Fn(&ScoredPair) -> Option<K>,
    ) -> BTreeMap<K, i64> {
        let mut rises = BTreeMap::new();
        for pair in paying {
            if let Some(key) = key(pair) {
                let gain = self.gain(instance, pair);
                let rise = rises.entry(key).or_insert(gain);
                *rise = gain.min(*rise);
            }
        }
        rises.retain(|_, rise| *rise > 0);
        rises
    }

    /// What a pair is worth beyond its prices.
    pub(super) fn gain(&self, instance: &Instance, pair: &ScoredPair) -> i64 {
        pair.score.micro() - self.threshold(instance, pair.nomination, pair.expert)
    }
}
