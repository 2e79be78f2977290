//! Which places stay unfilled, and what exactly is in the way?

use super::draft::ScoredPair;
use super::instance::{Instance, count};
use super::network::Plan;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A nomination that does not get all it wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shortfall {
    /// Position of the nomination.
    pub nomination: u32,
    /// Places unfilled.
    pub missing: u32,
    /// Candidates it has, recusal already taken off.
    pub candidates: u32,
    /// Candidates that recusal took away.
    pub barred: u32,
    /// Position of its entry in [`super::Solution::bottlenecks`]; none where a draw alone left
    /// the place open.
    pub bottleneck: Option<u32>,
}

/// An expert below the least load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct UnmetLoad {
    /// Position of the expert.
    pub expert: u32,
    /// Places below the least load.
    pub missing: u32,
}

/// A set of nominations that together want more places than they can get (a violated Hall
/// condition, read off a minimum cut): whatever is chosen elsewhere, `places` is the most that
/// these nominations can have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bottleneck {
    /// The nominations, by id.
    pub nominations: Vec<u32>,
    /// The experts they compete for; all are at their largest load.
    pub experts: Vec<u32>,
    /// Places the nominations want.
    pub demand: u32,
    /// Places they can have at most: the sum of the three that follow.
    pub places: u32,
    /// Places with the experts above, bounded by their loads.
    pub places_by_load: u32,
    /// Places with units that are at the unit rule's bound for the nomination.
    pub places_by_unit: u32,
    /// Places with other candidates, every one of whom is used as far as a pair may be.
    pub places_by_candidate: u32,
    /// Candidates that recusal took from these nominations.
    pub barred: u32,
}

/// Lists the unfilled places of the pairs and ties each to its bottleneck.
pub(super) fn shortfalls(
    instance: &Instance,
    pairs: &[ScoredPair],
    bottlenecks: &[Bottleneck],
) -> Vec<Shortfall> {
    let mut missing: Vec<u32> = instance.nominations.iter().map(|n| n.demand).collect();
    for pair in pairs {
        missing[pair.nomination as usize] -= 1;
    }
    let short = missing
        .into_iter()
        .enumerate()
        .filter(|&(_, missing)| missing > 0);
    short
        .map(|(nomination, missing)| {
            let nomination = count(nomination);
            Shortfall {
                nomination,
                missing,
                candidates: count(instance.row(nomination).len()),
                barred: instance.barred_candidates(nomination),
                bottleneck: bottlenecks
                    .iter()
                    .position(|set| set.nominations.binary_search(&nomination).is_ok())
                    .map(count),
            }
        })
        .collect()
}

/// Lists the experts whose least load the pairs do not meet.
pub(super) fn unmet_loads(instance: &Instance, pairs: &[ScoredPair]) -> Vec<UnmetLoad> {
    let mut missing: Vec<u32> = instance.experts.iter().map(|e| e.min_load).collect();
    for pair in pairs {
        let missing = &mut missing[pair.expert as usize];
        *missing = missing.saturating_sub(1);
    }
    let unmet = missing
        .into_iter()
        .enumerate()
        .filter(|&(_, missing)| missing > 0);
    unmet
        .map(|(expert, missing)| UnmetLoad {
            expert: count(expert),
            missing,
        })
        .collect()
}

/// The bottlenecks of a plan that fills as many places as possible.
pub(super) fn bottlenecks(
    instance: &Instance,
    plan: &Plan,
    parts: i64,
    pair_parts: i64,
) -> Vec<Bottleneck> {
    let mut filled = vec![0_i64; instance.nominations.len()];
    for (pair, amount) in instance.pairs.iter().zip(&plan.parts) {
        filled[pair.nomination as usize] += amount;
    }
    let mut found: Vec<Bottleneck> = Vec::new();
    let mut reach: Option<Reach<'_>> = None;
    for (nomination, filled) in filled.iter().enumerate() {
        let wanted = i64::from(instance.nominations[nomination].demand) * parts;
        let nomination = count(nomination);
        let is_known = |set: &Bottleneck| set.nominations.binary_search(&nomination).is_ok();
        if *filled == wanted || found.iter().any(is_known) {
            continue;
        }
        let reach = reach.get_or_insert_with(|| Reach::new(instance, plan, parts, pair_parts));
        let bottleneck = reach.bottleneck_of(nomination, parts);
        found.push(bottleneck);
    }
    found
}

/// Follows what a nomination could still gain by others' giving way.
struct Reach<'a> {
    instance: &'a Instance,
    plan: &'a Plan,
    pair_parts: i64,
    /// Pairs that carry something, by expert.
    held_by: Vec<Vec<u32>>,
    /// (nomination, unit) at the unit rule's bound.
    full_units: BTreeSet<(u32, u32)>,
}

impl<'a> Reach<'a> {
    fn new(instance: &'a Instance, plan: &'a Plan, parts: i64, pair_parts: i64) -> Self {
        let mut held_by = vec![Vec::new(); instance.experts.len()];
        let mut of_unit: BTreeMap<(u32, u32), i64> = BTreeMap::new();
        let pins: BTreeSet<u32> = instance.pins.iter().copied().collect();
        for (place, pair) in instance.pairs.iter().enumerate() {
            let amount = plan.parts[place];
            if amount == 0 {
                continue;
            }
            if !pins.contains(&count(place)) {
                held_by[pair.expert as usize].push(count(place));
            }
            if let Some(unit) = instance
                .unit_of(pair.expert)
                .filter(|_| instance.max_per_unit > 0)
            {
                *of_unit.entry((pair.nomination, unit)).or_default() += amount;
            }
        }
        let bound = i64::from(instance.max_per_unit) * parts;
        of_unit.retain(|_, amount| *amount >= bound);
        let full_units = of_unit.into_keys().collect();
        Self {
            instance,
            plan,
            pair_parts,
            held_by,
            full_units,
        }
    }

    /// Everything reachable from a nomination, as its bottleneck.
    fn bottleneck_of(&self, start: u32, parts: i64) -> Bottleneck {
        let mut nominations = BTreeSet::from([start]);
        let mut within_unit: BTreeSet<(u32, u32)> = BTreeSet::new();
        let mut experts = BTreeSet::new();
        let mut queue = VecDeque::from([(start, None)]);
        while let Some((nomination, only_unit)) = queue.pop_front() {
            for place in self.instance.row(nomination) {
                let expert = self.instance.pairs[place].expert;
                let unit = self.instance.unit_of(expert);
                let is_open = match (only_unit, unit) {
                    (Some(only), unit) => unit == Some(only),
                    (None, Some(unit)) => !self.full_units.contains(&(nomination, unit)),
                    (None, None) => true,
                };
                let has_room = self.plan.parts[place] < self.pair_parts;
                if !is_open || !has_room || !experts.insert(expert) {
                    continue;
                }
                for &held in &self.held_by[expert as usize] {
                    let other = self.instance.pairs[held as usize].nomination;
                    if nominations.insert(other) {
                        queue.push_back((other, None));
                    }
                    // Giving way frees a place of this unit, even where the unit is at its bound.
                    if let Some(unit) = unit.filter(|&unit| within_unit.insert((other, unit))) {
                        queue.push_back((other, Some(unit)));
                    }
                }
            }
        }
        self.measure(&nominations, &experts, &within_unit, parts)
    }

    fn measure(
        &self,
        nominations: &BTreeSet<u32>,
        experts: &BTreeSet<u32>,
        within_unit: &BTreeSet<(u32, u32)>,
        parts: i64,
    ) -> Bottleneck {
        let (mut by_load, mut by_unit, mut by_candidate) = (0, 0, 0);
        let (mut demand, mut barred) = (0, 0);
        for &nomination in nominations {
            demand += self.instance.nominations[nomination as usize].demand;
            barred += self.instance.barred_candidates(nomination);
            for place in self.instance.row(nomination) {
                let (amount, expert) = (self.plan.parts[place], self.instance.pairs[place].expert);
                let unit = self.instance.unit_of(expert).map(|unit| (nomination, unit));
                let is_full_unit = unit.is_some_and(|unit| {
                    self.full_units.contains(&unit) && !within_unit.contains(&unit)
                });
                if experts.contains(&expert) {
                    by_load += amount;
                } else if is_full_unit {
                    by_unit += amount;
                } else {
                    by_candidate += amount;
                }
            }
        }
        let places = |amount: i64| u32::try_from(amount / parts).unwrap_or(u32::MAX);
        Bottleneck {
            nominations: nominations.iter().copied().collect(),
            experts: experts.iter().copied().collect(),
            demand,
            places: places(by_load + by_unit + by_candidate),
            places_by_load: places(by_load),
            places_by_unit: places(by_unit),
            places_by_candidate: places(by_candidate),
            barred,
        }
    }
}
