//! What would taking the best remaining pair give, again and again? (The baseline.)

use super::draft::ScoredPair;
use super::instance::Instance;
use super::solution::sort_pairs;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Takes pairs best score first (then by nomination and expert id) while every bound but the
/// least loads holds; the pins come before all others, prices of rules do not count.
pub fn greedy(instance: &Instance) -> Vec<ScoredPair> {
    let mut wanted: Vec<u32> = instance.nominations.iter().map(|n| n.demand).collect();
    let mut free: Vec<u32> = instance.experts.iter().map(|e| e.max_load).collect();
    let mut of_group: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    let pins: Vec<ScoredPair> = instance.pinned_pairs().collect();
    let key = |pair: &ScoredPair| (pair.nomination, pair.expert);
    let is_pin = |pair: &ScoredPair| pins.binary_search_by_key(&key(pair), key).is_ok();
    let mut order = instance.pairs().to_vec();
    order.sort_unstable_by_key(|pair| (!is_pin(pair), Reverse(pair.score), key(pair)));
    let mut chosen = Vec::new();
    for pair in order {
        let (nomination, expert) = (pair.nomination as usize, pair.expert as usize);
        let groups = instance.groups_of(pair.expert);
        let is_full = |group: &u32| {
            let taken = of_group.get(&(pair.nomination, *group)).copied().unwrap_or(0);
            taken >= instance.bound(*group).max
        };
        if wanted[nomination] == 0 || free[expert] == 0 || groups.iter().any(is_full) {
            continue;
        }
        wanted[nomination] -= 1;
        free[expert] -= 1;
        for &group in groups {
            *of_group.entry((pair.nomination, group)).or_insert(0) += 1;
        }
        chosen.push(pair);
    }
    sort_pairs(&mut chosen);
    chosen
}
