//! Of which rows is the file of a plan made, and how are they read off an instance?

use super::draft::{Expert, ScoredPair};
use super::instance::Instance;
use super::random::{NotAProbability, Probability};
use super::rules::Group;
use super::solution::{Objective, Solution};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

/// Ids of a nomination and an expert.
pub(super) type Named = (String, String);

/// What the plan is best at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Aim {
    Sum,
    Leximin,
    Floor { wanted: Option<i64> },
    Random { numerator: u32, denominator: u32, seed: u64 },
}

/// A rule over groups of experts: at most so many of one group, or a price above so many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleRow {
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) most: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) free: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) price: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NominationRow {
    pub(super) nomination_id: String,
    pub(super) demand: u32,
    pub(super) price: i64,
    /// The experts of the plan, the best first.
    pub(super) assigned: Vec<String>,
    /// Expert and score of each candidate.
    pub(super) candidates: Vec<(String, i64)>,
    /// Of a draw: expert and parts of each pair that could be drawn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) chances: Vec<(String, u32)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpertRow {
    pub(super) expert_id: String,
    pub(super) min_load: u32,
    pub(super) max_load: u32,
    pub(super) price: i64,
    /// The expert's group by each rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) groups: Vec<Option<String>>,
}

/// The price of a group on a nomination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupPrice {
    pub(super) nomination_id: String,
    /// Place of the rule among the rules, from 0.
    pub(super) rule: usize,
    pub(super) group: String,
    pub(super) price: i64,
}

/// How far the worst-served were raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FloorRow {
    /// Smallest total of a nomination.
    pub(super) smallest: i64,
    /// No plan has a larger smallest total.
    pub(super) bound: i64,
    /// The nomination that sets the bound.
    pub(super) bound_by: String,
}

impl Aim {
    pub(super) fn of(objective: Objective) -> Self {
        match objective {
            Objective::Sum => Self::Sum,
            Objective::Leximin => Self::Leximin,
            Objective::Floor { wanted } => Self::Floor { wanted },
            Objective::Random { max_probability, seed } => Self::Random {
                numerator: max_probability.numerator(),
                denominator: max_probability.denominator(),
                seed,
            },
        }
    }

    pub(super) fn objective(self) -> Result<Objective, NotAProbability> {
        Ok(match self {
            Self::Sum => Objective::Sum,
            Self::Leximin => Objective::Leximin,
            Self::Floor { wanted } => Objective::Floor { wanted },
            Self::Random { numerator, denominator, seed } => Objective::Random {
                max_probability: Probability::new(numerator, denominator)?,
                seed,
            },
        })
    }
}

impl RuleRow {
    fn of(group: &Group) -> Self {
        let name = if group.rule.is_empty() { "unit".to_owned() } else { group.rule.clone() };
        if group.bound.price > 0 {
            let (free, price) = (Some(group.bound.free), Some(group.bound.price));
            Self { name, most: None, free, price }
        } else {
            Self { name, most: Some(group.bound.max), free: None, price: None }
        }
    }
}

/// The rules in force, in the order in which they were asked for, and where the rule of each level
/// stands among them.
pub(super) struct RulesInForce {
    pub(super) rows: Vec<RuleRow>,
    at_level: BTreeMap<u32, usize>,
}

impl RulesInForce {
    pub(super) fn of(instance: &Instance) -> Self {
        let experts = (0_u32..).zip(&instance.experts);
        // Groups are numbered rule by rule; a group that nobody is in says nothing.
        let groups: BTreeSet<u32> =
            experts.flat_map(|(at, _)| instance.groups_of(at)).copied().collect();
        let mut rules = Self { rows: Vec::new(), at_level: BTreeMap::new() };
        for group in groups.into_iter().filter_map(|at| instance.groups.all.get(at as usize)) {
            if let Entry::Vacant(place) = rules.at_level.entry(group.level) {
                place.insert(rules.rows.len());
                rules.rows.push(RuleRow::of(group));
            }
        }
        rules
    }

    fn experts(&self, instance: &Instance, prices: &[i64]) -> Vec<ExpertRow> {
        let row = |((at, one), &price): ((u32, &Expert), &i64)| {
            let mut groups = vec![None; self.rows.len()];
            for group in self.groups_of(instance, at) {
                if let Some(own) = groups.get_mut(group.0) {
                    *own = Some(group.1.name.clone());
                }
            }
            ExpertRow {
                expert_id: one.id.clone(),
                min_load: one.min_load,
                max_load: one.max_load,
                price,
                groups,
            }
        };
        (0_u32..).zip(&instance.experts).zip(prices).map(row).collect()
    }

    fn groups_of<'i>(
        &'i self,
        instance: &'i Instance,
        expert: u32,
    ) -> impl Iterator<Item = (usize, &'i Group)> {
        instance.groups_of(expert).iter().filter_map(move |&group| self.group(instance, group))
    }

    /// Place of a group's rule, and the group.
    fn group<'i>(&self, instance: &'i Instance, group: u32) -> Option<(usize, &'i Group)> {
        let group = instance.groups.all.get(group as usize)?;
        Some((*self.at_level.get(&group.level)?, group))
    }

    fn prices(&self, instance: &Instance, solution: &Solution) -> Vec<GroupPrice> {
        let price = |&(nomination, group, price): &(u32, u32, i64)| {
            let (rule, group) = self.group(instance, group)?;
            let nomination = instance.nominations.get(nomination as usize)?;
            let (nomination_id, group) = (nomination.id.clone(), group.name.clone());
            Some(GroupPrice { nomination_id, rule, group, price })
        };
        solution.certificate.unit_prices.iter().filter_map(price).collect()
    }
}

/// Everything of an instance and its solution that stands in lists.
pub(super) struct Lists {
    pub(super) rules: Vec<RuleRow>,
    pub(super) nominations: Vec<NominationRow>,
    pub(super) experts: Vec<ExpertRow>,
    pub(super) groups: Vec<GroupPrice>,
    pub(super) barred: Vec<Named>,
    pub(super) pinned: Vec<Named>,
    pub(super) held: Vec<Named>,
    pub(super) floor: Option<FloorRow>,
}

impl Lists {
    pub(super) fn of(instance: &Instance, solution: &Solution) -> Self {
        let certificate = &solution.certificate;
        let rules = RulesInForce::of(instance);
        let named = |pair: (u32, u32)| instance.names(pair);
        let bars = instance.bars.iter().filter(|bar| bar.2).map(|bar| (bar.0, bar.1));
        let pins = instance.pinned_pairs().map(|pin| (pin.nomination, pin.expert));
        let floor = solution.floor.as_ref().and_then(|floor| {
            let bound_by = instance.nominations.get(floor.bound_by as usize)?.id.clone();
            Some(FloorRow { smallest: floor.smallest, bound: floor.bound, bound_by })
        });
        Self {
            nominations: nominations(instance, solution),
            experts: rules.experts(instance, &certificate.expert_prices),
            groups: rules.prices(instance, solution),
            barred: bars.map(named).collect(),
            pinned: pins.map(named).collect(),
            held: certificate.held.iter().copied().map(named).collect(),
            floor,
            rules: rules.rows,
        }
    }
}

fn nominations(instance: &Instance, solution: &Solution) -> Vec<NominationRow> {
    let priced = instance.nominations.iter().zip(&solution.certificate.nomination_prices);
    let mut rows: Vec<NominationRow> = priced
        .map(|(one, &price)| NominationRow {
            nomination_id: one.id.clone(),
            demand: one.demand,
            price,
            assigned: Vec::new(),
            candidates: Vec::new(),
            chances: Vec::new(),
        })
        .collect();
    let expert =
        |at: u32| instance.experts.get(at as usize).map(|one| one.id.clone()).unwrap_or_default();
    for ScoredPair { nomination, expert: at, score } in &instance.pairs {
        if let Some(row) = rows.get_mut(*nomination as usize) {
            row.candidates.push((expert(*at), score.micro()));
        }
    }
    for pair in &solution.pairs {
        if let Some(row) = rows.get_mut(pair.nomination as usize) {
            row.assigned.push(expert(pair.expert));
        }
    }
    for &(nomination, at, parts) in solution.lottery.iter().flat_map(|draw| &draw.chances) {
        if let Some(row) = rows.get_mut(nomination as usize) {
            row.chances.push((expert(at), parts));
        }
    }
    rows
}
