//! Which experts are of one unit, one university, one system, one region?
//!
//! By the organisation tree, not by what stands in a cell: 清华大学 and 清华大学计算机系 are one unit,
//! 北京大学第三医院 is a unit of 北京大学. The levels are made to nest (a unit in a university, a university
//! in a region), so that rules over them stay a flow: where members of one group are told apart by the
//! level around it, the most numerous decide for all.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    conflicts::UnitLevel,
    units::{UnitIdentity, UnitTree, is_university},
};

/// What a rule groups experts by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// The unit, at the level at which conflicts of interest bar.
    Unit,
    /// The university that the unit is or belongs to; a unit of none counts by itself.
    University,
    /// The body at the top: an academy with its institutes, a group of companies.
    System,
    /// The region in which most experts of the university, or of the unit, are.
    Region,
}

impl GroupKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Unit, Self::University, Self::System, Self::Region];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::University => "university",
            Self::System => "system",
            Self::Region => "region",
        }
    }

    /// The kind that a word is for.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether rules over both can hold together: of two that nest, one lies within the other. An
    /// academy has institutes in many regions.
    pub const fn nests_with(self, other: Self) -> bool {
        !matches!((self, other), (Self::System, Self::Region) | (Self::Region, Self::System))
    }
}

/// Where an expert belongs; empty where nothing is known, so that no rule binds him there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpertGroups {
    /// The unit.
    pub unit: String,
    /// The university, or the unit itself.
    pub university: String,
    /// The body at the top, or the university itself.
    pub system: String,
    /// The region.
    pub region: String,
}

impl ExpertGroups {
    /// The group of a kind.
    pub fn of(&self, kind: GroupKind) -> Option<&str> {
        let name = match kind {
            GroupKind::Unit => &self.unit,
            GroupKind::University => &self.university,
            GroupKind::System => &self.system,
            GroupKind::Region => &self.region,
        };
        Some(name.as_str()).filter(|name| !name.is_empty())
    }
}

/// What the pool says of where an expert is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Whereabouts<'a> {
    /// The unit, as it was written.
    pub unit: &'a str,
    /// The region; empty where unknown.
    pub region: &'a str,
}

/// Groups the experts of a pool, in its order. `known` are groups of others that stand already:
/// whoever is of one of their units gets all that they have.
pub fn group(
    tree: &UnitTree,
    level: UnitLevel,
    known: &[ExpertGroups],
    pool: &[Whereabouts<'_>],
) -> Vec<ExpertGroups> {
    let mut read: BTreeMap<&str, Option<UnitIdentity>> = BTreeMap::new();
    for one in pool {
        read.entry(one.unit).or_insert_with(|| tree.identify(one.unit));
    }
    let mut bodies = Bodies::default();
    for one in known.iter().filter(|one| !one.unit.is_empty()) {
        bodies.number(&one.unit, true);
    }
    for identity in read.values().flatten() {
        bodies.take(identity, level);
    }
    let placed: BTreeMap<&str, Placed> = read
        .iter()
        .filter_map(|(raw, identity)| {
            Some((*raw, Placed::of(&mut bodies, identity.as_ref()?, level)))
        })
        .collect();
    let nesting = Nesting::of(known, pool, &placed);
    pool.iter()
        .map(|one| match placed.get(one.unit) {
            Some(placed) => nesting.groups(&placed.unit),
            None => ExpertGroups { region: one.region.to_owned(), ..ExpertGroups::default() },
        })
        .collect()
}

/// Names of bodies, joined where two are names of one.
#[derive(Default)]
struct Bodies {
    numbers: BTreeMap<String, usize>,
    /// The name, and whether somebody goes by it already.
    names: Vec<(bool, String)>,
    /// Another name of the same body that goes before this one, up to the first.
    before: Vec<usize>,
}

impl Bodies {
    fn number(&mut self, name: &str, is_known: bool) -> usize {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.names.len();
        self.numbers.insert(name.to_owned(), number);
        self.names.push((!is_known, name.to_owned()));
        self.before.push(number);
        number
    }

    fn first(&mut self, mut number: usize) -> usize {
        while self.before[number] != number {
            self.before[number] = self.before[self.before[number]];
            number = self.before[number];
        }
        number
    }

    /// The name that a body goes by.
    fn name(&mut self, name: &str) -> String {
        let number = self.number(name, false);
        let first = self.first(number);
        self.names[first].1.clone()
    }

    /// Joins a body with its other names. Two universities in one cell are two all the same: that
    /// somebody works at both does not make colleagues of all who work at either.
    fn take(&mut self, identity: &UnitIdentity, level: UnitLevel) {
        let own = self.number(&identity.legal, false);
        if level == UnitLevel::Parent {
            return;
        }
        for other in &identity.also {
            let is_second = is_university(other) && is_university(&identity.legal);
            if !is_second && !identity.above.contains(other) {
                let other = self.number(other, false);
                self.join(own, other);
            }
        }
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        let (first, second) =
            if self.names[one] <= self.names[other] { (one, other) } else { (other, one) };
        self.before[second] = first;
    }
}

/// Where a unit as it was written belongs, by itself.
struct Placed {
    unit: String,
    university: String,
    system: String,
}

impl Placed {
    fn of(bodies: &mut Bodies, identity: &UnitIdentity, level: UnitLevel) -> Self {
        let unit = match level {
            UnitLevel::LegalPerson => &identity.legal,
            UnitLevel::Parent => identity.above.first().unwrap_or(&identity.legal),
        };
        let unit = bodies.name(unit);
        let university = identity.university().map(|name| bodies.name(name));
        let university = university.unwrap_or_else(|| unit.clone());
        let is_top = identity.above.is_empty();
        let system = if is_top { university.clone() } else { bodies.name(identity.top()) };
        Self { unit, university, system }
    }
}

/// Within what the groups lie, by the group.
#[derive(Default)]
struct Nesting {
    universities: BTreeMap<String, String>,
    systems: BTreeMap<String, String>,
    regions: BTreeMap<String, String>,
}

/// How many say what of each group.
type Votes<'v> = BTreeMap<&'v str, BTreeMap<&'v str, usize>>;

/// What most say of each group that nothing is known of; of equals the first by name.
fn decide(known: &mut BTreeMap<String, String>, votes: Votes<'_>) {
    for (group, votes) in votes {
        let most = votes.into_iter().max_by_key(|(name, count)| (*count, std::cmp::Reverse(*name)));
        if let Some((name, _)) = most
            && !known.contains_key(group)
        {
            known.insert(group.to_owned(), name.to_owned());
        }
    }
}

impl Nesting {
    fn of(
        known: &[ExpertGroups],
        pool: &[Whereabouts<'_>],
        placed: &BTreeMap<&str, Placed>,
    ) -> Self {
        let mut nesting = Self::default();
        for one in known.iter().filter(|one| !one.unit.is_empty()) {
            nesting.universities.insert(one.unit.clone(), one.university.clone());
            nesting.systems.insert(one.university.clone(), one.system.clone());
            nesting.regions.insert(one.university.clone(), one.region.clone());
        }
        let members: Vec<(&Whereabouts<'_>, &Placed)> =
            pool.iter().filter_map(|one| Some((one, placed.get(one.unit)?))).collect();
        let mut votes = Votes::new();
        for (_, placed) in &members {
            *votes.entry(&placed.unit).or_default().entry(&placed.university).or_default() += 1;
        }
        decide(&mut nesting.universities, votes);
        let (mut systems, mut regions) = (Votes::new(), Votes::new());
        for (one, placed) in &members {
            let university = nesting.universities.get(&placed.unit).unwrap_or(&placed.unit);
            *systems.entry(university).or_default().entry(&placed.system).or_default() += 1;
            if !one.region.is_empty() {
                *regions.entry(university).or_default().entry(one.region).or_default() += 1;
            }
        }
        decide(&mut nesting.systems, systems);
        decide(&mut nesting.regions, regions);
        nesting
    }

    fn groups(&self, unit: &str) -> ExpertGroups {
        let of = |level: &BTreeMap<String, String>, name: &str| level.get(name).cloned();
        let university = of(&self.universities, unit).unwrap_or_else(|| unit.to_owned());
        ExpertGroups {
            unit: unit.to_owned(),
            system: of(&self.systems, &university).unwrap_or_else(|| university.clone()),
            region: of(&self.regions, &university).unwrap_or_default(),
            university,
        }
    }
}

#[cfg(test)]
#[path = "groups_tests.rs"]
mod tests;
