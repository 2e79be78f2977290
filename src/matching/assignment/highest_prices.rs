//! Of all prices that prove a plan, which are taken?
//!
//! Prices are seldom unique, and those that the simplex method ends with are an accident of its
//! course. The highest potentials are unique: each node's is its distance from the sink in the
//! residual network (the dual solutions form a lattice, and this is its top). They make the
//! price of a nomination the highest and that of an expert the lowest possible, so that prices
//! say exactly from which score on an expert with time to spare would be taken.

use super::instance::count;
use super::network_simplex::{Network, Optimum};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Raises the potentials of an optimum as far as they can go with the root's left at 0 (Dijkstra's
/// method; the reduced costs of arcs with room are its lengths).
pub(super) fn raise_potentials(network: &Network, optimum: &mut Optimum, root: u32) {
    let rise = distances(network, optimum, root);
    let farthest = rise.iter().filter(|&&rise| rise < i64::MAX).max().copied().unwrap_or(0);
    for (potential, rise) in optimum.potential.iter_mut().zip(rise) {
        // What cannot be reached from the root bounds nothing that can, so long as it stays above.
        *potential += rise.min(farthest);
    }
}

/// Reduced length of the shortest way from the root to each node; the largest number where there
/// is none.
fn distances(network: &Network, optimum: &Optimum, root: u32) -> Vec<i64> {
    let ways = Ways::new(network, optimum);
    let mut distance = vec![i64::MAX; optimum.potential.len()];
    let mut heap = BinaryHeap::from([(Reverse(0), root)]);
    distance[root as usize] = 0;
    while let Some((Reverse(so_far), node)) = heap.pop() {
        if so_far > distance[node as usize] {
            continue;
        }
        let from = ways.first[node as usize] as usize;
        let to = ways.first[node as usize + 1] as usize;
        for &(next, length) in &ways.ways[from..to] {
            let through = so_far + length;
            if through < distance[next as usize] {
                distance[next as usize] = through;
                heap.push((Reverse(through), next));
            }
        }
    }
    distance
}

/// The residual network by node: where one can go, and how far it is.
struct Ways {
    first: Vec<u32>,
    ways: Vec<(u32, i64)>,
}

impl Ways {
    fn new(network: &Network, optimum: &Optimum) -> Self {
        let nodes = optimum.potential.len();
        let mut first = vec![0_u32; nodes + 1];
        each_way(network, optimum, |from, _, _| first[from as usize + 1] += 1);
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        let mut next = first.clone();
        let mut ways = vec![(0, 0); first[nodes] as usize];
        each_way(network, optimum, |from, to, length| {
            ways[next[from as usize] as usize] = (to, length);
            next[from as usize] += 1;
        });
        Self { first, ways }
    }
}

/// Calls with source, target and length of every arc that has room, and of every arc that
/// carries something the other way round.
fn each_way(network: &Network, optimum: &Optimum, mut call: impl FnMut(u32, u32, i64)) {
    for arc in 0..count(network.source.len()) {
        let place = arc as usize;
        let (source, target) = (network.source[place], network.target[place]);
        let reduced_cost = network.cost[place] + optimum.potential[source as usize]
            - optimum.potential[target as usize];
        if optimum.flow[place] < network.capacity[place] {
            call(source, target, reduced_cost);
        }
        if optimum.flow[place] > 0 {
            call(target, source, -reduced_cost);
        }
    }
}
