//! What would taking the best remaining pair give, again and again? (The baseline.)

use super::draft::ScoredPair;
use super::instance::Instance;
use super::solution::sort_pairs;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Takes pairs best score first (then by nomination and expert id) while every bound but the
/// least loads holds; the pins come before all others.
pub fn greedy(instance: &Instance) -> Vec<ScoredPair> {
    let mut wanted: Vec<u32> = instance.nominations.iter().map(|n| n.demand).collect();
    let mut free: Vec<u32> = instance.experts.iter().map(|e| e.max_load).collect();
    let mut of_unit: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    let pins: Vec<ScoredPair> = instance.pinned_pairs().collect();
    let key = |pair: &ScoredPair| (pair.nomination, pair.expert);
    let is_pin = |pair: &ScoredPair| pins.binary_search_by_key(&key(pair), key).is_ok();
    let mut order = instance.pairs().to_vec();
    order.sort_unstable_by_key(|pair| (!is_pin(pair), Reverse(pair.score), key(pair)));
    let mut chosen = Vec::new();
    for pair in order {
        let (nomination, expert) = (pair.nomination as usize, pair.expert as usize);
        let unit = instance.unit_of(pair.expert).filter(|_| instance.max_per_unit() > 0);
        let unit_key = unit.map(|unit| (pair.nomination, unit));
        let taken = unit_key.map_or(0, |key| of_unit.get(&key).copied().unwrap_or(0));
        let is_unit_full = unit_key.is_some() && taken >= instance.max_per_unit();
        if wanted[nomination] == 0 || free[expert] == 0 || is_unit_full {
            continue;
        }
        wanted[nomination] -= 1;
        free[expert] -= 1;
        if let Some(key) = unit_key {
            of_unit.insert(key, taken + 1);
        }
        chosen.push(pair);
    }
    sort_pairs(&mut chosen);
    chosen
}
