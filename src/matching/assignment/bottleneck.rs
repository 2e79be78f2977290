//! What exactly keeps places unfilled?
//!
//! Whoever could still gain from an unfilled nomination's wish is searched for: its candidates,
//! the nominations that have them, their candidates, and so on. Nothing in that set can be spared
//! (else the place would be filled), so the set is a bottleneck: a minimum cut of the network.

use super::instance::{Instance, count};
use super::network::Plan;
use super::network_simplex::NONE;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

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
    /// Places with units, or groups of other rules, that are at their bound for the nomination.
    pub places_by_unit: u32,
    /// Places with other candidates, every one of whom is used as far as a pair may be.
    pub places_by_candidate: u32,
    /// Candidates that recusal took from these nominations.
    pub barred: u32,
}

/// The bottlenecks of a plan that fills as many places as possible; those that overlap are one.
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
    let is_short = |&nomination: &u32| {
        let wanted = i64::from(instance.nominations[nomination as usize].demand) * parts;
        filled[nomination as usize] < wanted
    };
    let short: Vec<u32> = (0..count(filled.len())).filter(is_short).collect();
    if short.is_empty() {
        return Vec::new();
    }
    let mut reach = Reach::new(instance, plan, parts, pair_parts);
    for nomination in short {
        reach.spread(nomination);
    }
    reach.sets(parts)
}

/// Follows what a nomination could still gain by others' giving way. Sets are numbered as they
/// are begun; a set that meets an older one is merged with it.
struct Reach<'a> {
    instance: &'a Instance,
    plan: &'a Plan,
    pair_parts: i64,
    /// Pairs that carry something and are not pinned, by expert.
    held_by: Vec<Vec<u32>>,
    /// (nomination, group) at the bound of the unit rule or another rule.
    full_groups: BTreeSet<(u32, u32)>,
    /// Set of each nomination, [`NONE`] for none.
    set_of_nomination: Vec<u32>,
    /// Set of each expert.
    set_of_expert: Vec<u32>,
    /// Set of each (nomination, innermost group) whose places could be given to others of the
    /// group.
    set_of_group: BTreeMap<(u32, u32), u32>,
    merged: Merged,
}

/// Which set each set was merged into; itself if none.
#[derive(Default)]
struct Merged(Vec<u32>);

impl Merged {
    fn begin(&mut self) -> u32 {
        let set = count(self.0.len());
        self.0.push(set);
        set
    }

    fn root(&self, mut set: u32) -> u32 {
        while self.0[set as usize] != set {
            set = self.0[set as usize];
        }
        set
    }

    /// Puts something into a set; says whether it was in none before, and merges if it was.
    fn claim(&mut self, mark: &mut u32, set: u32) -> bool {
        if *mark == NONE {
            *mark = set;
            return true;
        }
        let (old, new) = (self.root(*mark), self.root(set));
        self.0[old.max(new) as usize] = old.min(new);
        false
    }
}

impl<'a> Reach<'a> {
    fn new(instance: &'a Instance, plan: &'a Plan, parts: i64, pair_parts: i64) -> Self {
        let mut held_by = vec![Vec::new(); instance.experts.len()];
        let mut of_group: BTreeMap<(u32, u32), i64> = BTreeMap::new();
        let used = (0..).zip(&instance.pairs).zip(&plan.parts).filter(|(_, parts)| **parts > 0);
        for ((place, pair), amount) in used {
            if instance.pins.binary_search(&place).is_err() {
                held_by[pair.expert as usize].push(place);
            }
            for &group in instance.groups_of(pair.expert) {
                *of_group.entry((pair.nomination, group)).or_default() += amount;
            }
        }
        of_group.retain(|key, amount| *amount >= i64::from(instance.bound(key.1).max) * parts);
        Self {
            instance,
            plan,
            pair_parts,
            held_by,
            full_groups: of_group.into_keys().collect(),
            set_of_nomination: vec![NONE; instance.nominations.len()],
            set_of_expert: vec![NONE; instance.experts.len()],
            set_of_group: BTreeMap::new(),
            merged: Merged::default(),
        }
    }

    /// Begins a set with a nomination, unless it is in one, and follows it to its end.
    fn spread(&mut self, start: u32) {
        if self.set_of_nomination[start as usize] != NONE {
            return;
        }
        let set = self.merged.begin();
        self.set_of_nomination[start as usize] = set;
        let mut queue = VecDeque::from([(start, None)]);
        while let Some((nomination, freed)) = queue.pop_front() {
            let freed: &[u32] = freed.map_or(&[], |expert| self.instance.groups_of(expert));
            for place in self.instance.row(nomination) {
                let expert = self.instance.pairs[place].expert;
                // A group at its bound is open only to those who take a colleague's place.
                let is_open = self.instance.groups_of(expert).iter().all(|group| {
                    freed.contains(group) || !self.full_groups.contains(&(nomination, *group))
                });
                let mark = &mut self.set_of_expert[expert as usize];
                if is_open
                    && self.plan.parts[place] < self.pair_parts
                    && self.merged.claim(mark, set)
                {
                    self.ask_holders(expert, set, &mut queue);
                }
            }
        }
    }

    /// Goes on to the nominations that have an expert and might give way.
    fn ask_holders(&mut self, expert: u32, set: u32, queue: &mut VecDeque<(u32, Option<u32>)>) {
        let innermost = self.instance.groups_of(expert).first();
        for &held in &self.held_by[expert as usize] {
            let other = self.instance.pairs[held as usize].nomination;
            if self.merged.claim(&mut self.set_of_nomination[other as usize], set) {
                queue.push_back((other, None));
            }
            // Giving way frees a place of these groups, even where they are at their bounds.
            if let Some(&group) = innermost {
                let mark = self.set_of_group.entry((other, group)).or_insert(NONE);
                if self.merged.claim(mark, set) {
                    queue.push_back((other, Some(expert)));
                }
            }
        }
    }

    fn sets(&self, parts: i64) -> Vec<Bottleneck> {
        let mut members: BTreeMap<u32, (Vec<u32>, Vec<u32>)> = BTreeMap::new();
        for (nomination, &set) in
            (0..).zip(&self.set_of_nomination).filter(|(_, set)| **set != NONE)
        {
            members.entry(self.merged.root(set)).or_default().0.push(nomination);
        }
        for (expert, &set) in (0..).zip(&self.set_of_expert).filter(|(_, set)| **set != NONE) {
            members.entry(self.merged.root(set)).or_default().1.push(expert);
        }
        members
            .into_values()
            .map(|(nominations, experts)| self.measure(nominations, experts, parts))
            .collect()
    }

    /// Groups in which somebody could give way: the innermost ones noted and those around them.
    fn freed(&self) -> BTreeSet<(u32, u32)> {
        let around = |group: u32| Some(group).filter(|&group| group != NONE);
        let all = &self.instance.groups.all;
        let chain = |&(nomination, group): &(u32, u32)| {
            std::iter::successors(around(group), move |&one| around(all[one as usize].parent))
                .map(move |one| (nomination, one))
        };
        self.set_of_group.keys().flat_map(chain).collect()
    }

    fn measure(&self, nominations: Vec<u32>, experts: Vec<u32>, parts: i64) -> Bottleneck {
        let (mut by_load, mut by_unit, mut by_candidate) = (0, 0, 0);
        let (mut demand, mut barred) = (0, 0);
        let freed = self.freed();
        for &nomination in &nominations {
            demand += self.instance.nominations[nomination as usize].demand;
            barred += self.instance.barred_candidates(nomination);
            for place in self.instance.row(nomination) {
                let (amount, expert) = (self.plan.parts[place], self.instance.pairs[place].expert);
                let is_closed = self.instance.groups_of(expert).iter().any(|&group| {
                    let key = (nomination, group);
                    self.full_groups.contains(&key) && !freed.contains(&key)
                });
                if self.set_of_expert[expert as usize] != NONE {
                    by_load += amount;
                } else if is_closed {
                    by_unit += amount;
                } else {
                    by_candidate += amount;
                }
            }
        }
        let places = |amount: i64| u32::try_from(amount / parts).unwrap_or(u32::MAX);
        Bottleneck {
            demand,
            places: places(by_load + by_unit + by_candidate),
            places_by_load: places(by_load),
            places_by_unit: places(by_unit),
            places_by_candidate: places(by_candidate),
            barred,
            nominations,
            experts,
        }
    }
}
