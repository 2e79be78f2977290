//! From exactly which score on would a pair be assigned?
//!
//! To force a pair in, somebody has to give way along a chain of exchanges; the cheapest chain is
//! a shortest path in the residual network, whose lengths (reduced costs under the certificate's
//! prices) are never negative. Prices plus the length of that path is the exact score, also
//! where the prices alone are not unique.

use super::draft::ScoredPair;
use super::instance::{Instance, count};
use super::solution::{Objective, Solution};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// A node of the residual network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Nomination(u32),
    /// The places of a unit on a nomination.
    Unit(u32, u32),
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

/// The score, in micro-units, above which a pair enters every optimal plan and below which it
/// enters none (at it, either); above 1 000 000 no score is enough. `None` where the question has
/// no answer: the objective is not `sum`, the pair is no candidate or is assigned already, or
/// pins leave it no room whatever the score.
pub fn entry_score(
    instance: &Instance,
    solution: &Solution,
    nomination: u32,
    expert: u32,
) -> Option<i64> {
    let is_known = (nomination as usize) < instance.nominations.len();
    if !is_known || solution.objective != Objective::Sum {
        return None;
    }
    instance.find_pair(nomination, expert)?;
    if solution.pairs.iter().any(|pair| (pair.nomination, pair.expert) == (nomination, expert)) {
        return None;
    }
    let mut search = Search::new(instance, solution);
    let goal = search.source_of(nomination, expert);
    let detour = search.shortest(Node::Expert(expert), goal)?;
    Some(solution.certificate.threshold(instance, nomination, expert) + detour)
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
        let unit = self.instance.unit_of(expert).filter(|_| self.instance.max_per_unit > 0);
        unit.map_or(Node::Nomination(nomination), |unit| Node::Unit(nomination, unit))
    }

    fn shortest(&mut self, start: Node, goal: Node) -> Option<i64> {
        self.reach(start, 0);
        let mut done = BTreeSet::new();
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            if node == goal {
                return Some(distance);
            }
            if !done.insert(node) {
                continue;
            }
            match node {
                Node::Expert(expert) => self.leave_expert(expert, distance),
                Node::Nomination(nomination) => self.leave_nomination(nomination, distance),
                Node::Unit(nomination, unit) => self.leave_unit(nomination, unit, distance),
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
            let found = self.instance.find_pair(pair.nomination, expert);
            if found.is_some_and(|found| self.instance.pins.binary_search(&found).is_err()) {
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
            match self.source_of(nomination, expert) {
                Node::Unit(_, unit)
                    if self.of_unit(nomination, unit) < self.instance.max_per_unit =>
                {
                    self.reach(Node::Unit(nomination, unit), distance);
                }
                Node::Nomination(_) => self.take(place, distance),
                Node::Unit(..) | Node::Expert(_) | Node::Sink => {}
            }
        }
    }

    /// The nomination takes another expert of the unit, or one less of the unit.
    fn leave_unit(&mut self, nomination: u32, unit: u32, distance: i64) {
        if self.of_unit(nomination, unit) > 0 {
            let price = self.solution.certificate.unit_price(nomination, Some(unit));
            self.reach(Node::Nomination(nomination), distance + price);
        }
        for place in self.instance.row(nomination) {
            if self.instance.unit_of(self.instance.pairs[place].expert) == Some(unit) {
                self.take(place, distance);
            }
        }
    }

    fn take(&mut self, place: usize, distance: i64) {
        let pair = self.instance.pairs[place];
        if !self.of_nomination[pair.nomination as usize].contains(&pair) {
            self.reach(Node::Expert(pair.expert), distance - self.gain(&pair));
        }
    }

    fn of_unit(&self, nomination: u32, unit: u32) -> u32 {
        let assigned = &self.of_nomination[nomination as usize];
        count(assigned.iter().filter(|p| self.instance.unit_of(p.expert) == Some(unit)).count())
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
