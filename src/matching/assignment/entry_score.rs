//! From exactly which score on would a pair be assigned?
//!
//! To force a pair in, somebody has to give way along a chain of exchanges; the cheapest chain is
//! a shortest path in the residual network, whose lengths (reduced costs under the certificate's
//! prices) are never negative. Prices plus the length of that path is the exact score, also
//! where the prices alone are not unique. Pins, and pairs held for the worst-served, give no way.

use super::draft::ScoredPair;
use super::instance::{Instance, count};
use super::network_simplex::NONE;
use super::solution::Solution;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// A node of the residual network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Nomination(u32),
    /// The places of a unit, or of a group of another rule, on a nomination.
    Group(u32, u32),
    Expert(u32),
    Sink,
}

/// Shortest-path search over a solution.
struct Search<'a> {
    instance: &'a Instance,
    solution: &'a Solution,
    of_nomination: Vec<Vec<ScoredPair>>,
    of_expert: Vec<Vec<ScoredPair>>,
    distance: BTreeMap<Node, i64>,
    heap: BinaryHeap<Reverse<(i64, Node)>>,
}

/// The score from which a pair would be assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct EntryScore {
    /// In micro-units; above 1 000 000 no score is enough.
    pub micro: i64,
    /// Whether above it the pair enters every optimal plan and below it none (at it, either); else
    /// below it the pair enters none, and above it nothing was found out.
    pub is_exact: bool,
}

/// Nodes that a search settles at most where nobody says otherwise.
const MOST_NODES: usize = 100_000;

/// The exact score, in micro-units, above which a pair enters every optimal plan and below which it
/// enters none. `None` where the question has no answer, or none within the bound of
/// [`entry_score_within`].
pub fn entry_score(
    instance: &Instance,
    solution: &Solution,
    nomination: u32,
    expert: u32,
) -> Option<i64> {
    let found = entry_score_within(instance, solution, (nomination, expert), MOST_NODES)?;
    found.is_exact.then_some(found.micro)
}

/// The same by a search that settles so many nodes at most; where that is too few, what it has shown by
/// then. Under `leximin` and `floor` the plans that it speaks of are those with the pairs held for the
/// worst-served in their places.
///
/// `None` where the question has no answer: the plan was drawn by lot, the pair is no candidate or is
/// assigned already, or pins and held pairs leave it no room whatever the score.
pub fn entry_score_within(
    instance: &Instance,
    solution: &Solution,
    (nomination, expert): (u32, u32),
    most: usize,
) -> Option<EntryScore> {
    let is_known = (nomination as usize) < instance.nominations.len();
    if !is_known || solution.lottery.is_some() {
        return None;
    }
    instance.find_pair(nomination, expert)?;
    if solution.pairs.iter().any(|pair| (pair.nomination, pair.expert) == (nomination, expert)) {
        return None;
    }
    let mut search = Search::new(instance, solution);
    let goal = search.source_of(nomination, expert);
    let (detour, is_exact) = search.shortest(Node::Expert(expert), goal, most)?;
    let micro = solution.certificate.threshold(instance, nomination, expert) + detour;
    Some(EntryScore { micro, is_exact })
}

impl<'a> Search<'a> {
    fn new(instance: &'a Instance, solution: &'a Solution) -> Self {
        let mut search = Self {
            instance,
            solution,
            of_nomination: vec![Vec::new(); instance.nominations.len()],
            of_expert: vec![Vec::new(); instance.experts.len()],
            distance: BTreeMap::new(),
            heap: BinaryHeap::new(),
        };
        for pair in &solution.pairs {
            search.of_nomination[pair.nomination as usize].push(*pair);
            search.of_expert[pair.expert as usize].push(*pair);
        }
        search
    }

    /// The node from which a pair's arc starts.
    fn source_of(&self, nomination: u32, expert: u32) -> Node {
        let innermost = self.instance.groups_of(expert).first();
        innermost.map_or(Node::Nomination(nomination), |&group| Node::Group(nomination, group))
    }

    /// The length of the shortest way and true, or what no way is shorter than and false.
    fn shortest(&mut self, start: Node, goal: Node, most: usize) -> Option<(i64, bool)> {
        self.reach(start, 0);
        let mut done = BTreeSet::new();
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            if node == goal {
                return Some((distance, true));
            }
            if !done.insert(node) {
                continue;
            }
            if done.len() > most {
                return Some((distance, false));
            }
            match node {
                Node::Expert(expert) => self.leave_expert(expert, distance),
                Node::Nomination(nomination) => self.leave_nomination(nomination, distance),
                Node::Group(nomination, group) => self.leave_group(nomination, group, distance),
                Node::Sink => self.leave_sink(distance),
            }
        }
        None
    }

    fn reach(&mut self, node: Node, distance: i64) {
        let known = self.distance.entry(node).or_insert(i64::MAX);
        if distance < *known {
            *known = distance;
            self.heap.push(Reverse((distance, node)));
        }
    }

    /// What a pair gains beyond its prices.
    fn gain(&self, pair: &ScoredPair) -> i64 {
        let certificate = &self.solution.certificate;
        pair.score.micro() - certificate.threshold(self.instance, pair.nomination, pair.expert)
    }

    /// The expert gives a nomination up, or takes on one more.
    fn leave_expert(&mut self, expert: u32, distance: i64) {
        let bounds = &self.instance.experts[expert as usize];
        let price = self.solution.certificate.expert_prices[expert as usize];
        let load = count(self.of_expert[expert as usize].len());
        if load < bounds.max_load {
            let bonus =
                if load < bounds.min_load { self.solution.certificate.unmet_penalty } else { 0 };
            self.reach(Node::Sink, distance - price - bonus);
        }
        for place in 0..self.of_expert[expert as usize].len() {
            let pair = self.of_expert[expert as usize][place];
            let key = (pair.nomination, expert);
            if self.solution.certificate.held.binary_search(&key).is_err() {
                let source = self.source_of(pair.nomination, expert);
                self.reach(source, distance + self.gain(&pair));
            }
        }
    }

    /// The nomination takes another expert, or leaves a place unfilled.
    fn leave_nomination(&mut self, nomination: u32, distance: i64) {
        let certificate = &self.solution.certificate;
        let price = certificate.nomination_prices[nomination as usize];
        self.reach(Node::Sink, distance + certificate.unfilled_penalty + price);
        for place in self.instance.row(nomination) {
            let expert = self.instance.pairs[place].expert;
            match self.instance.groups_of(expert).last() {
                Some(&outermost) => self.enter_group(nomination, outermost, distance),
                None => self.take(place, distance),
            }
        }
    }

    /// One more expert of a group, where its bound admits one.
    fn enter_group(&mut self, nomination: u32, group: u32, distance: i64) {
        let used = self.of_group(nomination, group);
        let bound = self.instance.bound(group);
        if used < i64::from(bound.max) {
            let price = self.solution.certificate.unit_price(nomination, Some(group));
            let cost = if used >= i64::from(bound.free) { bound.price } else { 0 };
            self.reach(Node::Group(nomination, group), distance + cost - price);
        }
    }

    /// The nomination takes another expert of the group, or one less of it.
    fn leave_group(&mut self, nomination: u32, group: u32, distance: i64) {
        let instance = self.instance;
        let used = self.of_group(nomination, group);
        if used > 0 {
            let bound = instance.bound(group);
            let price = self.solution.certificate.unit_price(nomination, Some(group));
            let saved = if used > i64::from(bound.free) { bound.price } else { 0 };
            let around = instance.groups.all[group as usize].parent;
            let above = if around == NONE {
                Node::Nomination(nomination)
            } else {
                Node::Group(nomination, around)
            };
            self.reach(above, distance + price - saved);
        }
        for place in instance.row(nomination) {
            let chain = instance.groups_of(instance.pairs[place].expert);
            match chain.iter().position(|&one| one == group) {
                Some(0) => self.take(place, distance),
                Some(within) => self.enter_group(nomination, chain[within - 1], distance),
                None => {}
            }
        }
    }

    fn take(&mut self, place: usize, distance: i64) {
        let pair = self.instance.pairs[place];
        if !self.of_nomination[pair.nomination as usize].contains(&pair) {
            self.reach(Node::Expert(pair.expert), distance - self.gain(&pair));
        }
    }

    fn of_group(&self, nomination: u32, group: u32) -> i64 {
        let assigned = self.of_nomination[nomination as usize].iter();
        let is_in = |pair: &&ScoredPair| self.instance.groups_of(pair.expert).contains(&group);
        i64::from(count(assigned.filter(is_in).count()))
    }

    /// Another expert does one less, or an unfilled place is filled.
    fn leave_sink(&mut self, distance: i64) {
        let certificate = &self.solution.certificate;
        for (expert, bounds) in self.instance.experts.iter().enumerate() {
            let load = count(self.of_expert[expert].len());
            let bonus = if load <= bounds.min_load { certificate.unmet_penalty } else { 0 };
            if load > 0 {
                let price = certificate.expert_prices[expert];
                self.reach(Node::Expert(count(expert)), distance + price + bonus);
            }
        }
        for short in &self.solution.shortfalls {
            let price = certificate.nomination_prices[short.nomination as usize];
            let back = -certificate.unfilled_penalty - price;
            self.reach(Node::Nomination(short.nomination), distance + back);
        }
    }
}
