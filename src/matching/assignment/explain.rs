//! Why was this expert not assigned to this nomination?

use super::instance::{Instance, count};
use super::score::Score;
use super::solution::{Objective, Solution};
use serde::Serialize;

/// Why a pair is not in a solution; the first reason that applies, in this order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum WhyNot {
    /// It is in the solution.
    Assigned,
    /// Recusal bars the pair.
    Barred,
    /// The pair was no candidate: it has no score.
    NotScored,
    /// Colleagues of the same unit, or of the same group of another rule, hold all places that
    /// the rule admits.
    UnitTaken {
        /// The group; [`Instance::rule_name`] tells whether it is a unit.
        group: u32,
        /// The colleagues.
        holders: Vec<u32>,
        /// The score at which the pair could enter; see [`why_not`].
        enters_at: Option<i64>,
    },
    /// Every expert that the nomination has scores at least as high.
    Outscored {
        /// Lowest score among them.
        lowest: Score,
        /// The score at which the pair could enter.
        enters_at: Option<i64>,
    },
    /// The expert is at the largest load, and worth more to the nominations that have him.
    Full {
        /// Those nominations.
        held_by: Vec<u32>,
        /// The score at which the pair could enter.
        enters_at: Option<i64>,
    },
    /// The pair outscores one that was taken, but another bound makes that one worth more: a
    /// least load, a pin, a held pair, or the draw.
    Price {
        /// The score at which the pair could enter.
        enters_at: Option<i64>,
    },
}

/// Says why an expert does not review a nomination (positions as in [`Instance`]).
///
/// `enters_at` is the sum of the certificate's prices, in micro-units, under the objective `sum`:
/// with any lower score the pair is in no optimal plan. If the expert's load is between its
/// bounds the figure is exact: with any higher score the pair is in every optimal plan. At a
/// bound, freeing the expert may cost more than the price says; [`super::entry_score()`] gives the
/// exact score in any case, at the cost of a search.
pub fn why_not(instance: &Instance, solution: &Solution, nomination: u32, expert: u32) -> WhyNot {
    let of_nomination = assigned_to(solution, nomination);
    if of_nomination.iter().any(|pair| pair.expert == expert) {
        return WhyNot::Assigned;
    }
    if instance.is_barred(nomination, expert) {
        return WhyNot::Barred;
    }
    let is_known = (nomination as usize) < instance.nominations.len();
    let place = if is_known { instance.find_pair(nomination, expert) } else { None };
    let Some(place) = place else {
        return WhyNot::NotScored;
    };
    let score = instance.pairs[place as usize].score;
    let is_sum = solution.objective == Objective::Sum;
    let enters_at = is_sum.then(|| solution.certificate.threshold(instance, nomination, expert));

    for group in instance.groups_of(expert) {
        let is_same = |pair: &&super::ScoredPair| instance.groups_of(pair.expert).contains(group);
        let holders: Vec<u32> =
            of_nomination.iter().filter(is_same).map(|pair| pair.expert).collect();
        if count(holders.len()) >= instance.bound(*group).max {
            return WhyNot::UnitTaken { group: *group, holders, enters_at };
        }
    }
    let demand = instance.nominations[nomination as usize].demand as usize;
    let lowest = of_nomination.last().map(|pair| pair.score);
    if let Some(lowest) = lowest.filter(|low| of_nomination.len() == demand && *low >= score) {
        return WhyNot::Outscored { lowest, enters_at };
    }
    let of_expert = solution.pairs.iter().filter(|pair| pair.expert == expert);
    let held_by: Vec<u32> = of_expert.map(|pair| pair.nomination).collect();
    if held_by.len() >= instance.experts[expert as usize].max_load as usize {
        return WhyNot::Full { held_by, enters_at };
    }
    WhyNot::Price { enters_at }
}

/// The pairs of a nomination, best score first.
fn assigned_to(solution: &Solution, nomination: u32) -> &[super::ScoredPair] {
    let from = solution.pairs.partition_point(|pair| pair.nomination < nomination);
    let to = solution.pairs.partition_point(|pair| pair.nomination <= nomination);
    &solution.pairs[from..to]
}
