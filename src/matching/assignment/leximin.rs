//! How are the worst-served nominations raised first, and what is proved about it?
//!
//! To raise the smallest total exactly is NP-hard (it contains the Santa Claus problem), so this
//! is a search with a bound: from the best sum, chains of exchanges raise the lowest nomination
//! as far as one chain after another can, then the next lowest, until a tenth of the nominations
//! are settled. Their pairs are then held and the rest is solved exactly for the best sum, with
//! nobody falling under the level reached.

use super::exchange_path::{Rota, ascend};
use super::instance::{Instance, count};
use super::network::{Frame, Plan, plan};
use serde::Serialize;
use std::collections::BTreeSet;

/// How far the worst-served nominations were raised (`leximin`, `floor`); totals in micro-units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Floor {
    /// Smallest total of a nomination.
    pub smallest: i64,
    /// No assignment has a larger smallest total: the least, over the nominations, of the total
    /// that a nomination would have if it alone chose. Where `smallest` equals it, the smallest
    /// total is proved to be as large as it can be.
    pub bound: i64,
    /// The nomination that sets the bound.
    pub bound_by: u32,
    /// Smallest total under the objective `sum`.
    pub smallest_of_sum: i64,
    /// Largest total, which is that of the objective `sum`.
    pub total_of_sum: i64,
}

/// The plan with the worst-served raised, the pairs held for it, and the account.
pub(super) fn raise_worst(instance: &Instance) -> (Plan, Vec<u32>, Option<Floor>) {
    let best_sum = plan(instance, Frame { parts: 1, pair_parts: 1, held: &instance.pins });
    let Some((bound, bound_by)) = bound(instance) else {
        return (best_sum, instance.pins.clone(), None);
    };
    let total_of_sum = total(instance, &best_sum);
    let mut rota = Rota::new(instance, &best_sum.parts);
    let nominations = 0..count(instance.nominations().len());
    let smallest_of_sum = nominations.clone().map(|n| rota.total(n)).min().unwrap_or(0);
    let settled = ascend(&mut rota, instance.nominations().len().div_ceil(10));
    let level = settled.iter().map(|&n| rota.total(n)).max().unwrap_or(0);
    let (best, held) = complete(instance, &rota, level, best_sum);
    let smallest = Rota::new(instance, &best.parts);
    let smallest = nominations.map(|n| smallest.total(n)).min().unwrap_or(0);
    (best, held, Some(Floor { smallest, bound, bound_by, smallest_of_sum, total_of_sum }))
}

/// The least ceiling of a nomination, and whose it is; none without nominations.
pub(super) fn bound(instance: &Instance) -> Option<(i64, u32)> {
    let nominations = 0..count(instance.nominations().len());
    nominations.map(|n| (Rota::ceiling(instance, n), n)).min()
}

/// Holds the pairs of nominations that the best sum leaves under a level and solves the rest for
/// the best sum, holding more until nobody is both under the level and worse off than in the rota.
pub(super) fn complete(
    instance: &Instance,
    rota: &Rota<'_>,
    level: i64,
    best_sum: Plan,
) -> (Plan, Vec<u32>) {
    let nominations = 0..count(instance.nominations().len());
    // A nomination that the best sum serves as well needs no holding at first.
    let mut raised: BTreeSet<u32> = BTreeSet::new();
    let mut best = best_sum;
    let mut held = instance.pins.clone();
    loop {
        let reached = Rota::new(instance, &best.parts);
        let fallen: Vec<u32> = nominations
            .clone()
            .filter(|&n| !raised.contains(&n) && reached.total(n) < rota.total(n).min(level))
            .collect();
        if fallen.is_empty() {
            return (best, held);
        }
        raised.extend(fallen);
        held = raised.iter().flat_map(|&n| rota.assigned(n)).copied().collect();
        held.extend(&instance.pins);
        held.sort_unstable();
        held.dedup();
        best = plan(instance, Frame { parts: 1, pair_parts: 1, held: &held });
    }
}

/// Score total of a plan, in micro-units.
pub(super) fn total(instance: &Instance, plan: &Plan) -> i64 {
    let pairs = instance.pairs().iter().zip(&plan.parts);
    pairs.map(|(pair, places)| pair.score.micro() * places).sum()
}
