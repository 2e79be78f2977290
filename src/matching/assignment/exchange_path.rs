//! Can the worst-served nomination be raised without pushing another below it?
//!
//! A chain of exchanges: the nomination gives up its weakest expert for a better one; whoever
//! had that expert takes another in turn, until somebody takes an expert with time to spare. Of
//! all chains the widest is wanted: the one whose lowest nomination ends highest (Dijkstra's
//! method with minima for sums).

use super::draft::ScoredPair;
use super::instance::{Instance, count};
use super::network_simplex::NONE;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// An assignment that is being improved. Every step keeps all bounds, all pins, the number of
/// places filled and the least loads that were met.
pub(super) struct Rota<'a> {
    instance: &'a Instance,
    /// Positions of the assigned pairs, by nomination.
    assigned: Vec<Vec<u32>>,
    /// Positions of the assigned pairs, by expert.
    holders: Vec<Vec<u32>>,
    totals: Vec<i64>,
    labels: Vec<Label>,
    /// Experts whose labels are in use.
    labelled: Vec<u32>,
}

/// The widest chain found so far that ends with an expert.
#[derive(Clone, Copy)]
struct Label {
    /// Lowest total that the chain leaves to a nomination on it.
    width: i64,
    is_final: bool,
    /// Pair added by the chain's last step.
    added: u32,
    /// Pair given up by it.
    dropped: u32,
}

const BLANK: Label = Label { width: i64::MIN, is_final: false, added: NONE, dropped: NONE };

impl<'a> Rota<'a> {
    pub(super) fn new(instance: &'a Instance, places: &[i64]) -> Self {
        let mut rota = Self {
            instance,
            assigned: vec![Vec::new(); instance.nominations.len()],
            holders: vec![Vec::new(); instance.experts.len()],
            totals: vec![0; instance.nominations.len()],
            labels: vec![BLANK; instance.experts.len()],
            labelled: Vec::new(),
        };
        for (place, _) in places.iter().enumerate().filter(|(_, places)| **places > 0) {
            rota.assign(count(place));
        }
        rota
    }

    /// Score total of a nomination, in micro-units.
    pub(super) fn total(&self, nomination: u32) -> i64 {
        self.totals[nomination as usize]
    }

    /// Positions of the pairs assigned to a nomination.
    pub(super) fn assigned(&self, nomination: u32) -> &[u32] {
        &self.assigned[nomination as usize]
    }

    fn pair(&self, place: u32) -> ScoredPair {
        self.instance.pairs[place as usize]
    }

    fn assign(&mut self, place: u32) {
        let pair = self.pair(place);
        self.assigned[pair.nomination as usize].push(place);
        self.holders[pair.expert as usize].push(place);
        self.totals[pair.nomination as usize] += pair.score.micro();
    }

    fn release(&mut self, place: u32) {
        let pair = self.pair(place);
        self.assigned[pair.nomination as usize].retain(|&other| other != place);
        self.holders[pair.expert as usize].retain(|&other| other != place);
        self.totals[pair.nomination as usize] -= pair.score.micro();
    }

    fn may_release(&self, place: u32) -> bool {
        self.instance.pins.binary_search(&place).is_err()
    }

    fn has_time(&self, expert: u32) -> bool {
        self.holders[expert as usize].len()
            < self.instance.experts[expert as usize].max_load as usize
    }

    /// Whether a nomination may take an expert in the place of another, for all group rules.
    fn fits(&self, nomination: u32, taken: u32, given_up: u32) -> bool {
        let instance = self.instance;
        let freed = instance.groups_of(given_up);
        instance.groups_of(taken).iter().all(|group| {
            let is_in =
                |place: &&u32| instance.groups_of(self.pair(**place).expert).contains(group);
            freed.contains(group)
                || self.assigned[nomination as usize].iter().filter(is_in).count()
                    < instance.bound(*group).max as usize
        })
    }

    /// Raises a nomination by the widest chain, and says which nominations changed and what
    /// their totals were; empty where no chain raises it and leaves all others on the chain above
    /// its present total.
    pub(super) fn raise(&mut self, nomination: u32) -> Vec<(i64, u32)> {
        let floor = self.total(nomination);
        let mut heap = BinaryHeap::new();
        self.begin(nomination, floor, &mut heap);
        let mut end = None;
        while let Some((width, Reverse(expert))) = heap.pop() {
            let label = &mut self.labels[expert as usize];
            if label.is_final || label.width != width {
                continue;
            }
            label.is_final = true;
            let chain = self.chain(nomination, expert);
            let is_given_up = |step: &(u32, u32)| self.pair(step.1).expert == expert;
            if self.has_time(expert) || chain.last().is_some_and(is_given_up) {
                end = Some(chain);
                break;
            }
            self.extend(expert, width, floor, &chain, &mut heap);
        }
        for expert in self.labelled.drain(..) {
            self.labels[expert as usize] = BLANK;
        }
        let Some(chain) = end else { return Vec::new() };
        let changed = chain.iter().map(|&(added, _)| self.pair(added).nomination);
        let before = changed.map(|changed| (self.total(changed), changed)).collect();
        for &(added, dropped) in &chain {
            self.release(dropped);
            self.assign(added);
        }
        before
    }

    /// First steps: the nomination takes a candidate for its weakest expert (of the same unit or
    /// other group, where that is at its bound).
    fn begin(&mut self, nomination: u32, floor: i64, heap: &mut BinaryHeap<(i64, Reverse<u32>)>) {
        let instance = self.instance;
        let mut weakest_first: Vec<u32> = self.assigned(nomination).to_vec();
        weakest_first.retain(|&place| {
            let expert = self.pair(place).expert;
            let least = instance.experts[expert as usize].min_load as usize;
            self.may_release(place) && self.holders[expert as usize].len() > least
        });
        weakest_first.sort_unstable_by_key(|&place| (self.pair(place).score, place));
        for place in instance.row(nomination) {
            let pair = instance.pairs[place];
            let mut droppable = weakest_first.iter().copied();
            let dropped = droppable
                .find(|&place| self.fits(nomination, pair.expert, self.pair(place).expert));
            let Some(dropped) = dropped else { continue };
            let width = floor + pair.score.micro() - self.pair(dropped).score.micro();
            self.offer(count(place), dropped, width, floor, heap);
        }
    }

    /// Next steps: each nomination that has the expert takes another instead.
    fn extend(
        &mut self,
        expert: u32,
        width: i64,
        floor: i64,
        chain: &[(u32, u32)],
        heap: &mut BinaryHeap<(i64, Reverse<u32>)>,
    ) {
        let instance = self.instance;
        for holder in 0..self.holders[expert as usize].len() {
            let dropped = self.holders[expert as usize][holder];
            let other = self.pair(dropped);
            let is_on_chain =
                chain.iter().any(|&(added, _)| self.pair(added).nomination == other.nomination);
            if is_on_chain || !self.may_release(dropped) {
                continue;
            }
            let without = self.total(other.nomination) - other.score.micro();
            for place in instance.row(other.nomination) {
                let pair = instance.pairs[place];
                let left = without + pair.score.micro();
                if left <= floor || self.labels[pair.expert as usize].width >= width.min(left) {
                    continue;
                }
                if self.fits(other.nomination, pair.expert, expert) {
                    self.offer(count(place), dropped, width.min(left), floor, heap);
                }
            }
        }
    }

    /// Notes a chain that ends with a pair's expert, if it is the widest so far.
    fn offer(
        &mut self,
        added: u32,
        dropped: u32,
        width: i64,
        floor: i64,
        heap: &mut BinaryHeap<(i64, Reverse<u32>)>,
    ) {
        let pair = self.pair(added);
        let label = self.labels[pair.expert as usize];
        let is_assigned = self.assigned(pair.nomination).contains(&added);
        if width <= floor || width <= label.width || label.is_final || is_assigned {
            return;
        }
        if label.added == NONE {
            self.labelled.push(pair.expert);
        }
        self.labels[pair.expert as usize] = Label { width, is_final: false, added, dropped };
        heap.push((width, Reverse(pair.expert)));
    }

    /// The steps (added, dropped) of the chain from a nomination to an expert, last first.
    fn chain(&self, nomination: u32, mut expert: u32) -> Vec<(u32, u32)> {
        let mut chain = Vec::new();
        loop {
            let Label { added, dropped, .. } = self.labels[expert as usize];
            chain.push((added, dropped));
            if self.pair(added).nomination == nomination {
                return chain;
            }
            expert = self.pair(dropped).expert;
        }
    }

    /// Best total the nomination could have if it alone chose, in micro-units: its best
    /// candidates within the group rules, pins included.
    pub(super) fn ceiling(instance: &Instance, nomination: u32) -> i64 {
        let demand = instance.nominations[nomination as usize].demand as usize;
        let is_pin = |place: &usize| instance.pins.binary_search(&count(*place)).is_ok();
        let mut order: Vec<usize> = instance.row(nomination).collect();
        order.sort_unstable_by_key(|place| (!is_pin(place), Reverse(instance.pairs[*place].score)));
        let (mut chosen, mut total) = (0, 0);
        let mut taken = std::collections::BTreeMap::new();
        for place in order {
            let pair = instance.pairs[place];
            let groups = instance.groups_of(pair.expert);
            let is_full = |group: &u32| {
                taken.get(group).copied().unwrap_or(0_u32) >= instance.bound(*group).max
            };
            let is_open = !groups.iter().any(is_full);
            if chosen < demand && is_open && instance.experts[pair.expert as usize].max_load > 0 {
                chosen += 1;
                total += pair.score.micro();
                for &group in groups {
                    *taken.entry(group).or_insert(0) += 1;
                }
            }
        }
        total
    }
}

/// Raises the worst-served nominations one after the other until `enough` of them cannot be
/// raised any further, and returns those.
pub(super) fn ascend(rota: &mut Rota<'_>, enough: usize) -> BTreeSet<u32> {
    loop {
        let nominations = 0..count(rota.totals.len());
        let mut queue: BTreeSet<(i64, u32)> = nominations.map(|n| (rota.total(n), n)).collect();
        let mut settled = BTreeSet::new();
        let mut has_raised = false;
        while settled.len() < enough {
            let Some(lowest) = queue.pop_first() else {
                break;
            };
            let changed = rota.raise(lowest.1);
            if changed.is_empty() {
                settled.insert(lowest.1);
                continue;
            }
            has_raised = true;
            queue.insert(lowest);
            for old in changed.iter().filter(|old| queue.remove(old)).copied().collect::<Vec<_>>() {
                queue.insert((rota.total(old.1), old.1));
            }
        }
        // The order of totals, lowest first, rises with every chain, so this comes to an end.
        if !has_raised {
            return settled;
        }
    }
}
