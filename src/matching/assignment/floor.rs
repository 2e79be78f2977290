//! How is every nomination brought up to a floor at the least loss of total?
//!
//! `leximin` says how high the floor can be. From the best sum, each nomination under the floor
//! is given the set of candidates that reaches it at the least loss by the prices of the plan;
//! its pairs are held by a bonus above all scores and the rest is solved again from the last
//! tree, until nobody is under the floor. Then each set is chosen anew while the others stand, so
//! long as that gains. Where no set is found, the exchanges of `leximin` serve. In the end all
//! sets are held and the rest is solved exactly.

use super::exchange_path::{Rota, ascend};
use super::floor_set::{Offer, cheapest_set};
use super::instance::{Instance, count};
use super::leximin::{Floor, bound, complete, total};
use super::network::{Builder, Frame, Penalties, Plan, bonus_and_penalties, plan};
use super::network_simplex::{NONE, Resolver};
use std::collections::BTreeMap;

/// Rounds in which nominations are brought up, and in which sets are chosen anew.
const ROUNDS: u32 = 12;

/// The plan with everybody at the floor, the pairs held for it, and the account.
pub(super) fn raise_floor(
    instance: &Instance,
    wanted: Option<i64>,
) -> (Plan, Vec<u32>, Option<Floor>) {
    let frame = Frame { parts: 1, pair_parts: 1, held: &instance.pins };
    let best_sum = plan(instance, frame);
    let Some((bound, bound_by)) = bound(instance) else {
        return (best_sum, instance.pins.clone(), None);
    };
    let total_of_sum = total(instance, &best_sum);
    let smallest_of_sum = smallest(instance, &best_sum);
    let mut rota = Rota::new(instance, &best_sum.parts);
    let level = match wanted {
        Some(wanted) if wanted <= smallest_of_sum => smallest_of_sum,
        wanted => {
            let mut reached = smallest_of_sum;
            // The lowest alone first; where that is not yet the bound, as far as `leximin` goes.
            for enough in [1, instance.nominations.len().div_ceil(10)] {
                if reached < wanted.unwrap_or(bound).min(bound) {
                    ascend(&mut rota, enough);
                    reached = lowest(instance, &rota);
                }
            }
            wanted.unwrap_or(reached).min(reached)
        }
    };
    let (best, held) = if smallest_of_sum >= level {
        (best_sum, instance.pins.clone())
    } else {
        let (bonus, penalties) = bonus_and_penalties(instance);
        let found = Search::run(instance, level, bonus, penalties);
        let rota = found.map_or(rota, |parts| Rota::new(instance, &parts));
        complete(instance, &rota, level, best_sum)
    };
    let smallest = smallest(instance, &best);
    (best, held, Some(Floor { smallest, bound, bound_by, smallest_of_sum, total_of_sum }))
}

fn smallest(instance: &Instance, plan: &Plan) -> i64 {
    lowest(instance, &Rota::new(instance, &plan.parts))
}

fn lowest(instance: &Instance, rota: &Rota<'_>) -> i64 {
    let nominations = 0..count(instance.nominations.len());
    nominations.map(|n| rota.total(n)).min().unwrap_or(0)
}

/// A plan that is brought up to a floor.
struct Search<'a> {
    instance: &'a Instance,
    builder: &'a Builder<'a>,
    resolver: Resolver<'a>,
    /// Arc of each pair; [`NONE`] for pins and pairs that cannot be assigned.
    arc_of_pair: Vec<u32>,
    floor: i64,
    bonus: i64,
    /// Pairs held, by nomination.
    sets: BTreeMap<u32, Vec<u32>>,
}

impl Search<'_> {
    /// The places of a plan with everybody at the floor, if one is found.
    fn run(instance: &Instance, floor: i64, bonus: i64, penalties: Penalties) -> Option<Vec<i64>> {
        let frame = Frame { parts: 1, pair_parts: 1, held: &instance.pins };
        let builder = Builder::build(instance, frame, penalties);
        let resolver = Resolver::new(&builder.network, builder.first_basis());
        let mut arc_of_pair = vec![NONE; instance.pairs.len()];
        for (arc, &pair) in builder.pair_of_arc.iter().enumerate() {
            arc_of_pair[pair as usize] = count(arc);
        }
        let sets = BTreeMap::new();
        let mut search =
            Search { instance, builder: &builder, resolver, arc_of_pair, floor, bonus, sets };
        if !search.bring_up() {
            return None;
        }
        let mut best = (search.worth(), search.places());
        for _ in 0..ROUNDS {
            search.choose_anew();
            // Among equally good plans one may have been met that leaves somebody under.
            if !search.bring_up() || search.worth() <= best.0 {
                break;
            }
            best = (search.worth(), search.places());
        }
        Some(best.1)
    }

    /// Gives sets to those under the floor until nobody is; says whether that came to an end.
    fn bring_up(&mut self) -> bool {
        for _ in 0..ROUNDS {
            let low = self.under_floor();
            if low.is_empty() {
                return true;
            }
            for nomination in low {
                if self.total(nomination) >= self.floor {
                    continue;
                }
                self.release(nomination);
                if !self.choose(nomination) {
                    return false;
                }
            }
        }
        self.under_floor().is_empty()
    }

    /// Chooses each set anew while the others stand, and keeps what gains.
    fn choose_anew(&mut self) {
        for nomination in self.sets.keys().copied().collect::<Vec<_>>() {
            let before = self.worth();
            let old = self.release(nomination);
            let is_up = self.total(nomination) >= self.floor || self.choose(nomination);
            if is_up && self.worth() >= before && self.under_floor().is_empty() {
                continue;
            }
            self.release(nomination);
            self.hold(nomination, old);
        }
    }

    /// Holds the cheapest set of a nomination; false where there is none.
    fn choose(&mut self, nomination: u32) -> bool {
        let instance = self.instance;
        let (mut offers, mut taken, mut places) = (Vec::new(), BTreeMap::new(), 0);
        let mut wanted = self.floor;
        for pair in instance.row(nomination) {
            let arc = self.arc_of_pair[pair];
            let score = instance.pairs[pair].score.micro();
            let pair = count(pair);
            if arc != NONE {
                let gain = -self.resolver.reduced_cost(arc);
                places += usize::from(self.resolver.flow()[arc as usize] > 0);
                // Who is held for others is out of reach.
                if gain > -self.bonus / 2 {
                    offers.push(Offer { pair, score, gain });
                }
            } else if instance.pins.binary_search(&pair).is_ok() {
                wanted -= score;
                for &group in instance.groups_of(instance.pairs[pair as usize].expert) {
                    *taken.entry(group).or_insert(0) += 1;
                }
            }
        }
        match cheapest_set(instance, offers, places, wanted, taken) {
            Some(set) => {
                self.hold(nomination, set);
                true
            }
            None => false,
        }
    }

    fn hold(&mut self, nomination: u32, set: Vec<u32>) {
        for &pair in &set {
            let arc = self.arc_of_pair[pair as usize];
            let cost = self.builder.network.cost[arc as usize];
            self.resolver.set_cost(arc, cost - self.bonus);
        }
        self.sets.insert(nomination, set);
        self.resolver.resolve();
    }

    /// Lets the pairs of a nomination go, and says which were held.
    fn release(&mut self, nomination: u32) -> Vec<u32> {
        let set = self.sets.remove(&nomination).unwrap_or_default();
        for &pair in &set {
            let arc = self.arc_of_pair[pair as usize];
            self.resolver.set_cost(arc, self.builder.network.cost[arc as usize]);
        }
        if !set.is_empty() {
            self.resolver.resolve();
        }
        set
    }

    fn total(&self, nomination: u32) -> i64 {
        let score = |pair: usize| self.instance.pairs[pair].score.micro();
        self.instance.row(nomination).filter(|&pair| self.has(pair)).map(score).sum()
    }

    fn has(&self, pair: usize) -> bool {
        match self.arc_of_pair[pair] {
            NONE => self.instance.pins.binary_search(&count(pair)).is_ok(),
            arc => self.resolver.flow()[arc as usize] > 0,
        }
    }

    fn places(&self) -> Vec<i64> {
        (0..self.instance.pairs.len()).map(|pair| i64::from(self.has(pair))).collect()
    }

    /// Nominations under the floor, the lowest first.
    fn under_floor(&self) -> Vec<u32> {
        let nominations = 0..count(self.instance.nominations.len());
        let mut low: Vec<(i64, u32)> = nominations
            .map(|nomination| (self.total(nomination), nomination))
            .filter(|&(total, _)| total < self.floor)
            .collect();
        low.sort_unstable();
        low.into_iter().map(|(_, nomination)| nomination).collect()
    }

    /// What the plan is worth without the bonus, places and loads before score.
    fn worth(&self) -> i64 {
        let flow = self.resolver.flow().iter().zip(&self.builder.network.cost);
        -flow.map(|(flow, cost)| flow * cost).sum::<i64>()
    }
}
