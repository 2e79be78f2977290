//! What do the rules with a price cost a plan?

use super::draft::ScoredPair;
use super::instance::Instance;
use serde::Serialize;
use std::collections::BTreeMap;

/// More experts of one group on a nomination than its rule leaves free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MixCost {
    /// Position of the nomination.
    pub nomination: u32,
    /// The group, by number.
    pub group: u32,
    /// Experts above what is free.
    pub above: u32,
    /// Their price together, in micro-units.
    pub cost: i64,
}

/// Lists the groups that cost something, by nomination and group.
pub(super) fn mix_costs(instance: &Instance, pairs: &[ScoredPair]) -> Vec<MixCost> {
    let mut used: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for pair in pairs {
        for &group in instance.groups_of(pair.expert) {
            if instance.bound(group).price > 0 {
                *used.entry((pair.nomination, group)).or_default() += 1;
            }
        }
    }
    let costs = used.into_iter().map(|((nomination, group), used)| {
        let bound = instance.bound(group);
        let above = used.saturating_sub(bound.free);
        MixCost { nomination, group, above, cost: i64::from(above) * bound.price }
    });
    costs.filter(|cost| cost.above > 0).collect()
}

/// What the rules with a price cost a draw in expectation, times the parts of a place.
pub(super) fn expected_parts(instance: &Instance, chances: &[(u32, u32, u32)], parts: i64) -> i64 {
    let mut used: BTreeMap<(u32, u32), i64> = BTreeMap::new();
    for &(nomination, expert, share) in chances {
        for &group in instance.groups_of(expert) {
            *used.entry((nomination, group)).or_default() += i64::from(share);
        }
    }
    let cost = |((_, group), used): ((u32, u32), i64)| {
        let bound = instance.bound(group);
        (used - i64::from(bound.free) * parts).max(0) * bound.price
    };
    used.into_iter().map(cost).sum()
}
