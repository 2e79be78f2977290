//! Which groups of experts bound a nomination, and how do the groups lie within each other?
//!
//! A unit lies in a university, a university in a region: rules over such a nested family stay a
//! flow (one node a group), whether they bound the number of experts or only make more of them
//! dearer. Rules that cross (a unit with members of several age groups) are no flow; they are
//! refused by name.

use super::draft::{Expert, InstanceError};
use super::instance::count;
use super::network_simplex::NONE;
use super::score::Score;
use serde::{Deserialize, Serialize};

/// At most so many experts of one group on a nomination.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Family {
    /// What the groups are, such as `university`.
    pub name: String,
    /// Group of each expert, in the order of the draft; an expert without one is not bound.
    pub of_expert: Vec<Option<String>>,
    /// Most experts of one group on a nomination; 0 sets no bound.
    pub max_per_nomination: u32,
}

/// Each expert of one group above a number costs a price on every nomination.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mix {
    /// What the groups are, such as `region`.
    pub name: String,
    /// Group of each expert, in the order of the draft; an expert without one costs nothing.
    pub of_expert: Vec<Option<String>>,
    /// Experts of one group on a nomination that cost nothing.
    pub free: u32,
    /// Price of each further expert, in score.
    pub price: Score,
}

/// Rules beyond the unit rule of a draft. All of them, the unit rule among them, must nest: of any
/// two, the groups of one lie within groups of the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Bounds.
    pub families: Vec<Family>,
    /// Prices.
    pub mixes: Vec<Mix>,
}

/// What a group allows on a nomination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bound {
    /// Most experts; the largest number where there is no bound.
    pub(super) max: u32,
    /// Experts that cost nothing; the largest number where none ever costs.
    pub(super) free: u32,
    /// Price of each further expert, in micro-units.
    pub(super) price: i64,
}

impl Bound {
    /// Lowest and highest price (in micro-units) that fit so many parts of a place.
    pub(super) fn slopes(self, used: i64, parts: i64) -> (i64, i64) {
        let (max, free) = (i64::from(self.max) * parts, i64::from(self.free) * parts);
        let least = if used > free { self.price } else { 0 };
        let most = if used >= max {
            i64::MAX
        } else if used >= free {
            self.price
        } else {
            0
        };
        (least, most)
    }

    /// Whether so many candidates can meet the bound or the price at all.
    pub(super) fn may_bind(self, candidates: u32) -> bool {
        candidates > self.max || (self.price > 0 && candidates > self.free)
    }
}

/// A group of experts that a rule names.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) name: String,
    /// Name of the rule; empty for the unit rule.
    pub(super) rule: String,
    pub(super) bound: Bound,
    /// The group around it, [`NONE`] for none.
    pub(super) parent: u32,
    /// Place of the rule from the inside.
    pub(super) level: u32,
}

/// The groups of all rules in force, units first.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    pub(super) all: Vec<Group>,
    /// Unit of each expert, whether the unit rule is in force or not.
    pub(super) units: Vec<Option<u32>>,
    /// `chain[start[e]..start[e + 1]]` are the groups of expert `e`, from the inside.
    start: Vec<u32>,
    chain: Vec<u32>,
}

/// A rule on its way into the chains: group name of each expert.
struct Rule<'a> {
    name: String,
    of_expert: Vec<Option<&'a str>>,
    bound: Bound,
    /// Group number of each expert.
    numbers: Vec<Option<u32>>,
}

impl Groups {
    /// Numbers the groups and chains them; `rank` is the place of each expert of the draft.
    pub(super) fn new(
        experts: &[Expert],
        max_per_unit: u32,
        rules: &Rules,
        rank: &[u32],
    ) -> Result<Self, InstanceError> {
        let mut ordered = vec![Rule::units(experts, max_per_unit)];
        for rule in in_force(rules, rank)? {
            ordered.push(rule);
        }
        let mut groups = Self::default();
        for rule in &mut ordered {
            groups.number(rule);
        }
        groups.units.clone_from(&ordered[0].numbers);
        if max_per_unit == 0 {
            ordered.remove(0);
        }
        nest(&mut ordered)?;
        groups.link(&ordered, experts.len());
        Ok(groups)
    }

    /// Gives every group of a rule a number, by name.
    fn number(&mut self, rule: &mut Rule<'_>) {
        let mut names: Vec<&str> = rule.of_expert.iter().flatten().copied().collect();
        names.sort_unstable();
        names.dedup();
        let first = self.all.len();
        let number = |name: &str| names.binary_search(&name).ok().map(|at| count(first + at));
        rule.numbers = rule.of_expert.iter().map(|name| name.and_then(number)).collect();
        self.all.extend(names.into_iter().map(|name| Group {
            name: name.to_owned(),
            rule: rule.name.clone(),
            bound: rule.bound,
            parent: NONE,
            level: 0,
        }));
    }

    /// Chains the groups of each expert from the inside.
    fn link(&mut self, ordered: &[Rule<'_>], experts: usize) {
        self.start = vec![0];
        for expert in 0..experts {
            let mut inner = NONE;
            for (level, rule) in ordered.iter().enumerate() {
                let Some(group) = rule.numbers[expert] else { continue };
                if inner != NONE {
                    self.all[inner as usize].parent = group;
                }
                self.all[group as usize].level = count(level);
                self.chain.push(group);
                inner = group;
            }
            self.start.push(count(self.chain.len()));
        }
    }

    /// The groups of an expert that rules in force name, from the inside.
    pub(super) fn of(&self, expert: u32) -> &[u32] {
        let expert = expert as usize;
        match (self.start.get(expert), self.start.get(expert + 1)) {
            (Some(&from), Some(&to)) => &self.chain[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Sum of the prices of all rules, in micro-units: what one pair can cost at most.
    pub(super) fn prices(&self) -> i64 {
        let mut prices = std::collections::BTreeMap::new();
        for group in self.all.iter().filter(|group| group.bound.price > 0) {
            prices.insert(group.level, group.bound.price);
        }
        prices.values().sum()
    }

    /// Whether no rule is in force.
    pub(super) fn is_empty(&self) -> bool {
        self.chain.is_empty()
    }
}

impl<'a> Rule<'a> {
    fn units(experts: &'a [Expert], max_per_unit: u32) -> Self {
        let max = if max_per_unit == 0 { u32::MAX } else { max_per_unit };
        let bound = Bound { max, free: u32::MAX, price: 0 };
        let of_expert = experts.iter().map(|expert| expert.unit.as_deref()).collect();
        Self { name: String::new(), of_expert, bound, numbers: Vec::new() }
    }

    /// A group of this rule that lies in two groups (or in one and in none) of the other.
    fn torn_by(&self, other: &Rule<'_>) -> Option<&'a str> {
        let mut rows: Vec<(u32, Option<u32>, &'a str)> = Vec::new();
        for ((number, outer), name) in self.numbers.iter().zip(&other.numbers).zip(&self.of_expert)
        {
            if let (Some(number), Some(name)) = (number, name) {
                rows.push((*number, *outer, name));
            }
        }
        rows.sort_unstable();
        rows.array_windows().find(|[a, b]| a.0 == b.0 && a.1 != b.1).map(|[a, _]| a.2)
    }
}

/// The rules beyond the unit rule that bound or price anything.
fn in_force<'a>(rules: &'a Rules, rank: &[u32]) -> Result<Vec<Rule<'a>>, InstanceError> {
    let mut found = Vec::new();
    let mut push = |name: &str, of_expert: &'a [Option<String>], bound| {
        if of_expert.len() != rank.len() {
            return Err(InstanceError::RuleLength { rule: name.to_owned() });
        }
        let mut placed = vec![None; rank.len()];
        for (place, group) in rank.iter().zip(of_expert) {
            placed[*place as usize] = group.as_deref().filter(|group| !group.is_empty());
        }
        let numbers = Vec::new();
        found.push(Rule { name: name.to_owned(), of_expert: placed, bound, numbers });
        Ok(())
    };
    for family in rules.families.iter().filter(|family| family.max_per_nomination > 0) {
        let bound = Bound { max: family.max_per_nomination, free: u32::MAX, price: 0 };
        push(&family.name, &family.of_expert, bound)?;
    }
    for mix in rules.mixes.iter().filter(|mix| mix.price.micro() > 0) {
        let bound = Bound { max: u32::MAX, free: mix.free, price: mix.price.micro() };
        push(&mix.name, &mix.of_expert, bound)?;
    }
    Ok(found)
}

/// Puts the rules in order from the inside.
fn nest(rules: &mut Vec<Rule<'_>>) -> Result<(), InstanceError> {
    let mut ordered: Vec<Rule<'_>> = Vec::new();
    for rule in rules.drain(..) {
        // Inside of the first that it lies in; equal rules stay in the order of the caller.
        let inside =
            |other: &Rule<'_>| rule.torn_by(other).is_none() && other.torn_by(&rule).is_some();
        let place = ordered.iter().position(inside).unwrap_or(ordered.len());
        ordered.insert(place, rule);
    }
    for outer in 1..ordered.len() {
        for inner in 0..outer {
            if let Some(group) = ordered[inner].torn_by(&ordered[outer]) {
                return Err(InstanceError::NotNested {
                    inner: ordered[inner].name.clone(),
                    outer: ordered[outer].name.clone(),
                    group: group.to_owned(),
                });
            }
        }
    }
    *rules = ordered;
    Ok(())
}
