//! A declined, or a new bar came up: how is the plan mended with the fewest changes?
//!
//! All that still stands is kept as it is; each open place is filled by the shortest chain of
//! exchanges in the residual network (Dijkstra's method with potentials), where giving up a pair
//! that stood costs more than any scores. By the theory of successive shortest paths the result
//! fills as many places as can be filled beside what was kept, then changes as few pairs as
//! possible, then has the largest total; nothing far from the open places is even looked at.

use super::draft::ScoredPair;
use super::instance::{Instance, count};
use super::network::penalties;
use super::network_simplex::NONE;
use super::score::MICRO;
use super::solution::sort_pairs;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// What happened to a pair in a repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It could not stay: forbidden, barred, no candidate any more, or above a bound.
    Lost,
    /// It gave way so that an open place could be filled.
    Removed,
    /// It is new.
    Added,
}

/// A pair that differs between the plan before and after a repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// Position of the nomination.
    pub nomination: u32,
    /// What happened.
    pub kind: ChangeKind,
    /// Position of the expert.
    pub expert: u32,
}

/// A mended plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// The assigned pairs by nomination id, then score (best first), then expert id.
    pub pairs: Vec<ScoredPair>,
    /// Sum of the scores, in micro-units.
    pub total: i64,
    /// All differences from the plan before, by nomination.
    pub changes: Vec<Change>,
    /// Nominations with places that could not be filled, and how many.
    pub unfilled: Vec<(u32, u32)>,
}

/// Mends a plan: drops the forbidden pairs and those that the instance does not admit (any more),
/// puts pins in, and fills the open places.
///
/// Positions are those of [`Instance`]. Kept are pins first, then the best scores, where bounds
/// became tighter. As many places as possible are filled; for that, as few of the pairs kept as
/// possible are given up; among such plans the total (less the prices of rules) is the largest.
/// Least loads are not pursued.
pub fn repair(instance: &Instance, current: &[(u32, u32)], forbidden: &[(u32, u32)]) -> Repair {
    let mut mending = Mending::new(instance, forbidden);
    let stood: BTreeSet<(u32, u32)> = current.iter().copied().collect();
    mending.keep(&stood);
    while mending.fill() {}
    mending.into_repair(&stood)
}

/// A step of a chain, by which its last node was reached.
#[derive(Clone, Copy)]
struct Step {
    from: u32,
    /// Pair taken on or given up; [`NONE`] for a step between groups or to the sink.
    pair: u32,
}

const NO_STEP: Step = Step { from: NONE, pair: NONE };

/// What a node of the residual network stands for.
#[derive(Clone, Copy)]
enum Node {
    Nomination(u32),
    Group(u32, u32),
    Expert(u32),
    Sink,
}

struct Mending<'a> {
    instance: &'a Instance,
    forbidden: BTreeSet<(u32, u32)>,
    is_assigned: Vec<bool>,
    /// Pairs that stood before and were kept at first.
    is_kept: Vec<bool>,
    /// Positions of the assigned pairs, by expert.
    holders: Vec<Vec<u32>>,
    wanted: Vec<u32>,
    used: BTreeMap<(u32, u32), u32>,
    /// Cost of giving up a pair that stood, above all scores.
    keeping: i64,
    /// Nominations, experts, the sink, and then groups as they are met.
    nodes: Vec<Node>,
    node_of_group: BTreeMap<(u32, u32), u32>,
    potential: Vec<i64>,
    distance: Vec<i64>,
    step: Vec<Step>,
    /// Potential of the source of all open places.
    source_potential: i64,
    touched: Vec<u32>,
    heap: BinaryHeap<Reverse<(i64, u32)>>,
}

impl<'a> Mending<'a> {
    fn new(instance: &'a Instance, forbidden: &[(u32, u32)]) -> Self {
        let (nominations, experts) =
            (count(instance.nominations.len()), count(instance.experts.len()));
        let mut nodes: Vec<Node> = (0..nominations).map(Node::Nomination).collect();
        nodes.extend((0..experts).map(Node::Expert));
        nodes.push(Node::Sink);
        // A pair scores at most 1: so far down, no step has a negative length.
        let mut potential = vec![0; nominations as usize];
        potential.resize(nodes.len(), -MICRO);
        Self {
            instance,
            forbidden: forbidden.iter().copied().collect(),
            is_assigned: vec![false; instance.pairs.len()],
            is_kept: vec![false; instance.pairs.len()],
            holders: vec![Vec::new(); experts as usize],
            wanted: instance.nominations.iter().map(|n| n.demand).collect(),
            used: BTreeMap::new(),
            keeping: penalties(instance).unmet_load,
            distance: vec![i64::MAX; nodes.len()],
            step: vec![NO_STEP; nodes.len()],
            source_potential: 0,
            node_of_group: BTreeMap::new(),
            nodes,
            potential,
            touched: Vec::new(),
            heap: BinaryHeap::new(),
        }
    }

    fn pair(&self, place: u32) -> ScoredPair {
        self.instance.pairs[place as usize]
    }

    fn is_pin(&self, place: u32) -> bool {
        self.instance.pins.binary_search(&place).is_ok()
    }

    /// Takes over the pins, and of what stood all that the bounds admit.
    fn keep(&mut self, stood: &BTreeSet<(u32, u32)>) {
        let instance = self.instance;
        let known = |&&(nomination, expert): &&(u32, u32)| {
            (nomination as usize) < instance.nominations.len()
                && !self.forbidden.contains(&(nomination, expert))
        };
        let mut places: Vec<u32> = stood
            .iter()
            .filter(known)
            .filter_map(|&(nomination, expert)| instance.find_pair(nomination, expert))
            .filter(|&place| !self.is_pin(place))
            .collect();
        places.sort_by_key(|&place| (Reverse(self.pair(place).score), place));
        for &pin in &instance.pins {
            self.assign(pin);
        }
        for place in places {
            let pair = self.pair(place);
            let is_full =
                |group: &u32| self.used_of(pair.nomination, *group) >= instance.bound(*group).max;
            let has_room = self.wanted[pair.nomination as usize] > 0 && self.has_time(pair.expert);
            if has_room && !instance.groups_of(pair.expert).iter().any(is_full) {
                self.assign(place);
                self.is_kept[place as usize] = true;
            }
        }
    }

    fn assign(&mut self, place: u32) {
        let pair = self.pair(place);
        self.is_assigned[place as usize] = true;
        self.holders[pair.expert as usize].push(place);
        self.wanted[pair.nomination as usize] -= 1;
        for &group in self.instance.groups_of(pair.expert) {
            *self.used.entry((pair.nomination, group)).or_default() += 1;
        }
    }

    fn release(&mut self, place: u32) {
        let pair = self.pair(place);
        self.is_assigned[place as usize] = false;
        self.holders[pair.expert as usize].retain(|&other| other != place);
        self.wanted[pair.nomination as usize] += 1;
        for &group in self.instance.groups_of(pair.expert) {
            *self.used.entry((pair.nomination, group)).or_default() -= 1;
        }
    }

    fn used_of(&self, nomination: u32, group: u32) -> u32 {
        self.used.get(&(nomination, group)).copied().unwrap_or(0)
    }

    fn has_time(&self, expert: u32) -> bool {
        let most = self.instance.experts[expert as usize].max_load as usize;
        self.holders[expert as usize].len() < most
    }

    fn expert_node(&self, expert: u32) -> u32 {
        count(self.instance.nominations.len()) + expert
    }

    fn sink(&self) -> u32 {
        count(self.instance.nominations.len() + self.instance.experts.len())
    }

    /// The node of a group, or of the nomination where there is no group.
    fn group_node(&mut self, nomination: u32, group: u32) -> u32 {
        if group == NONE {
            return nomination;
        }
        if let Some(&node) = self.node_of_group.get(&(nomination, group)) {
            return node;
        }
        let instance = self.instance;
        // Below the nomination by the prices that the groups on the way have to pay as they are.
        let around = std::iter::successors(Some(group), |&inner| {
            Some(instance.groups.all[inner as usize].parent).filter(|&outer| outer != NONE)
        });
        let price = |group| {
            let used = i64::from(self.used_of(nomination, group));
            instance.bound(group).slopes(used, 1).0
        };
        let potential = around.map(price).sum();
        let node = count(self.nodes.len());
        self.nodes.push(Node::Group(nomination, group));
        self.potential.push(potential);
        self.distance.push(i64::MAX);
        self.step.push(NO_STEP);
        self.node_of_group.insert((nomination, group), node);
        node
    }

    /// Fills one open place by the shortest chain of all; false where there is none.
    fn fill(&mut self) -> bool {
        for nomination in 0..self.wanted.len() {
            if self.wanted[nomination] > 0 {
                let distance = self.source_potential - self.potential[nomination];
                self.distance[nomination] = distance;
                self.touched.push(count(nomination));
                self.heap.push(Reverse((distance, count(nomination))));
            }
        }
        let mut length = None;
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            if distance > self.distance[node as usize] {
                continue;
            }
            match self.nodes[node as usize] {
                Node::Nomination(nomination) => self.leave_group(node, nomination, NONE),
                Node::Group(nomination, group) => self.leave_group(node, nomination, group),
                Node::Expert(expert) => self.leave_expert(node, expert),
                Node::Sink => {
                    length = Some(distance);
                    break;
                }
            }
        }
        self.heap.clear();
        if let Some(length) = length {
            self.push_along();
            self.source_potential -= length;
        }
        for node in std::mem::take(&mut self.touched) {
            let node = node as usize;
            if let Some(length) = length {
                self.potential[node] += self.distance[node].min(length) - length;
            }
            self.distance[node] = i64::MAX;
            self.step[node] = NO_STEP;
        }
        length.is_some()
    }

    /// Notes a way to a node if it is the shortest so far.
    fn reach(&mut self, node: u32, cost: i64, step: Step) {
        let from = step.from as usize;
        let reduced = cost + self.potential[from] - self.potential[node as usize];
        debug_assert!(reduced >= 0, "a step of a chain has a negative length");
        let through = self.distance[from] + reduced;
        if through < self.distance[node as usize] {
            if self.distance[node as usize] == i64::MAX {
                self.touched.push(node);
            }
            self.distance[node as usize] = through;
            self.step[node as usize] = step;
            self.heap.push(Reverse((through, node)));
        }
    }

    /// A nomination, or one of its groups, takes another expert; a group may also let one go.
    fn leave_group(&mut self, node: u32, nomination: u32, group: u32) {
        let instance = self.instance;
        if group != NONE && self.used_of(nomination, group) > 0 {
            let used = i64::from(self.used_of(nomination, group));
            let saved = instance.bound(group).slopes(used, 1).0;
            let above = self.group_node(nomination, instance.groups.all[group as usize].parent);
            self.reach(above, -saved, Step { from: node, pair: NONE });
        }
        for place in instance.row(nomination) {
            let expert = instance.pairs[place].expert;
            let chain = instance.groups_of(expert);
            let within = match chain.iter().position(|&one| one == group) {
                Some(within) => within,
                None if group == NONE => chain.len(),
                None => continue,
            };
            if within == 0 {
                self.take(node, count(place));
                continue;
            }
            let inner = chain[within - 1];
            let bound = instance.bound(inner);
            let used = self.used_of(nomination, inner);
            if used < bound.max {
                let cost = if used >= bound.free { bound.price } else { 0 };
                let below = self.group_node(nomination, inner);
                self.reach(below, cost, Step { from: node, pair: NONE });
            }
        }
    }

    fn take(&mut self, node: u32, place: u32) {
        let ScoredPair { nomination, expert, score } = self.pair(place);
        let is_out = self.is_assigned[place as usize]
            || self.instance.experts[expert as usize].max_load == 0
            || self.forbidden.contains(&(nomination, expert));
        if is_out {
            return;
        }
        let kept = if self.is_kept[place as usize] { self.keeping } else { 0 };
        let step = Step { from: node, pair: place };
        self.reach(self.expert_node(expert), -score.micro() - kept, step);
    }

    /// An expert has time, or gives a nomination up.
    fn leave_expert(&mut self, node: u32, expert: u32) {
        if self.has_time(expert) {
            self.reach(self.sink(), 0, Step { from: node, pair: NONE });
        }
        for holder in 0..self.holders[expert as usize].len() {
            let place = self.holders[expert as usize][holder];
            if self.is_pin(place) {
                continue;
            }
            let pair = self.pair(place);
            let kept = if self.is_kept[place as usize] { self.keeping } else { 0 };
            let innermost = self.instance.groups_of(expert).first().copied().unwrap_or(NONE);
            let source = self.group_node(pair.nomination, innermost);
            let step = Step { from: node, pair: place };
            self.reach(source, pair.score.micro() + kept, step);
        }
    }

    /// Exchanges the pairs of the chain that ends at the sink.
    fn push_along(&mut self) {
        let mut node = self.sink();
        let (mut added, mut dropped) = (Vec::new(), Vec::new());
        while self.step[node as usize].from != NONE {
            let Step { from, pair, .. } = self.step[node as usize];
            if pair != NONE {
                let is_taken = matches!(self.nodes[node as usize], Node::Expert(_));
                if is_taken { added.push(pair) } else { dropped.push(pair) }
            }
            node = from;
        }
        for pair in dropped {
            self.release(pair);
        }
        for pair in added {
            self.assign(pair);
        }
    }

    fn into_repair(self, stood: &BTreeSet<(u32, u32)>) -> Repair {
        let chosen = self.instance.pairs.iter().zip(&self.is_assigned);
        let mut pairs: Vec<ScoredPair> =
            chosen.filter(|(_, is_assigned)| **is_assigned).map(|(pair, _)| *pair).collect();
        sort_pairs(&mut pairs);
        let stands: BTreeSet<(u32, u32)> =
            pairs.iter().map(|pair| (pair.nomination, pair.expert)).collect();
        let was_kept = |&(nomination, expert): &(u32, u32)| {
            (nomination as usize) < self.instance.nominations.len()
                && self
                    .instance
                    .find_pair(nomination, expert)
                    .is_some_and(|place| self.is_kept[place as usize])
        };
        let gone = stood.difference(&stands).map(|pair| {
            let kind = if was_kept(pair) { ChangeKind::Removed } else { ChangeKind::Lost };
            Change { nomination: pair.0, kind, expert: pair.1 }
        });
        let new = stands.difference(stood).map(|&(nomination, expert)| Change {
            nomination,
            kind: ChangeKind::Added,
            expert,
        });
        let mut changes: Vec<Change> = gone.chain(new).collect();
        changes.sort_unstable();
        let unfilled = (0..).zip(self.wanted).filter(|&(_, wanted)| wanted > 0).collect();
        let total = pairs.iter().map(|pair| pair.score.micro()).sum();
        Repair { pairs, total, changes, unfilled }
    }
}
