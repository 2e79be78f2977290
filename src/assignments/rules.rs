//! Which rules does a plan break, and what does it add up to?

use std::collections::BTreeMap;

use entity::ids::{ExpertId, NominationId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{Ground, Key, Pairs, living, loads};
use crate::matching::GroupKind;

/// What a broken rule does to the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BrokenRuleGrade)]
pub enum Grade {
    /// The plan cannot be applied.
    Refuse,
    /// It can, with a reason.
    Override,
    /// It is said.
    Note,
}

/// A rule of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PlanRule)]
pub enum Rule {
    /// Recusal keeps the expert from the nomination.
    Bar,
    /// An expert has more nominations than he may have.
    Load,
    /// More experts of one unit than may be.
    Unit,
    /// More experts of one university, system or region than may be.
    Group,
    /// The plan keeps to the panels, and the expert is not of the nomination's.
    Panel,
    /// The round has panels and the plan keeps to none, or it is to keep to panels and none stand.
    NoPanels,
    /// More experts than were asked for.
    Surplus,
    /// A conflict waits for a person's decision.
    Flag,
    /// Fewer experts than were asked for.
    Demand,
    /// The run kept no affinity of the pair.
    UnknownScore,
    /// More experts of one group than cost nothing.
    Mix,
}

impl Rule {
    /// What a breach does.
    pub const fn grade(self) -> Grade {
        match self {
            Self::Bar => Grade::Refuse,
            Self::Load
            | Self::Unit
            | Self::Group
            | Self::Panel
            | Self::NoPanels
            | Self::Surplus => Grade::Override,
            Self::Flag | Self::Demand | Self::UnknownScore | Self::Mix => Grade::Note,
        }
    }

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bar => "bar",
            Self::Load => "load",
            Self::Unit => "unit",
            Self::Group => "group",
            Self::Panel => "panel",
            Self::NoPanels => "no_panels",
            Self::Surplus => "surplus",
            Self::Flag => "flag",
            Self::Demand => "demand",
            Self::UnknownScore => "unknown_score",
            Self::Mix => "mix",
        }
    }
}

/// A rule that stands broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Broken {
    /// The rule.
    pub rule: Rule,
    /// The nomination that it is about.
    pub nomination: Option<NominationId>,
    /// The expert that it is about; of a rule over groups, one of the group.
    pub expert: Option<ExpertId>,
    /// What a rule over groups goes by.
    pub group: Option<GroupKind>,
    /// How many there are.
    pub found: u32,
    /// How many may be.
    pub allowed: u32,
}

impl Broken {
    /// A rule that a pair breaks.
    pub(super) const fn of_pair(rule: Rule, (nomination, expert): Key) -> Self {
        Self {
            rule,
            nomination: Some(nomination),
            expert: Some(expert),
            group: None,
            found: 1,
            allowed: 0,
        }
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Every rule that the pairs break, the gravest first.
pub(super) fn broken(ground: &Ground, pairs: &Pairs) -> Vec<Broken> {
    let mut found = of_pairs(ground, pairs);
    found.extend(of_panels(ground));
    for (expert, load) in loads(pairs) {
        let most = ground.most(expert);
        if load > most {
            found.push(Broken {
                rule: Rule::Load,
                nomination: None,
                expert: Some(expert),
                group: None,
                found: load,
                allowed: most,
            });
        }
    }
    let mut experts: BTreeMap<NominationId, Vec<ExpertId>> = BTreeMap::new();
    for ((nomination, expert), _) in living(pairs) {
        experts.entry(nomination).or_default().push(expert);
    }
    for &nomination in ground.nominations.keys() {
        let own = experts.get(&nomination).map(Vec::as_slice).unwrap_or_default();
        found.extend(of_count(ground, nomination, count(own.len())));
        found.extend(of_groups(ground, nomination, own));
    }
    found.sort_unstable_by_key(|one| (one.rule.grade(), *one));
    found
}

fn of_pairs(ground: &Ground, pairs: &Pairs) -> Vec<Broken> {
    let mut found = Vec::new();
    for (key, pair) in living(pairs) {
        let says = [
            (Rule::Bar, ground.bars.contains(&key)),
            (Rule::Panel, ground.is_outside(key)),
            (Rule::Flag, ground.flags.contains(&key)),
            (Rule::UnknownScore, pair.score.is_none()),
        ];
        let broken = says.into_iter().filter(|(_, holds)| *holds);
        found.extend(broken.map(|(rule, _)| Broken::of_pair(rule, key)));
    }
    found
}

/// That a plan does not keep to the panels that stand, of which there are `allowed`, or that none stand to keep to.
fn of_panels(ground: &Ground) -> Option<Broken> {
    if ground.parameters.within_panels == ground.panels.is_some() {
        return None;
    }
    Some(Broken {
        rule: Rule::NoPanels,
        nomination: None,
        expert: None,
        group: None,
        found: 0,
        allowed: ground.panels.as_ref().map_or(0, |seats| count(seats.panels.len())),
    })
}

fn of_count(ground: &Ground, nomination: NominationId, has: u32) -> Option<Broken> {
    let wants = ground.parameters.per_nomination;
    let rule = match has.cmp(&wants) {
        std::cmp::Ordering::Less => Rule::Demand,
        std::cmp::Ordering::Greater => Rule::Surplus,
        std::cmp::Ordering::Equal => return None,
    };
    Some(Broken {
        rule,
        nomination: Some(nomination),
        expert: None,
        group: None,
        found: has,
        allowed: wants,
    })
}

/// The groups of a nomination's experts that are larger than a rule bounds, or leaves free.
fn of_groups(ground: &Ground, nomination: NominationId, experts: &[ExpertId]) -> Vec<Broken> {
    let bounds = ground.bounds().map(|(kind, most)| {
        let rule = if kind == GroupKind::Unit { Rule::Unit } else { Rule::Group };
        (rule, kind, most)
    });
    let mixes = ground.parameters.mixes.iter().map(|mix| (Rule::Mix, mix.group, mix.free));
    let mut found = Vec::new();
    for (rule, kind, allowed) in bounds.chain(mixes) {
        let mut groups: BTreeMap<&str, (ExpertId, u32)> = BTreeMap::new();
        for &expert in experts {
            if let Some(group) = ground.group(expert, kind) {
                groups.entry(group).or_insert((expert, 0)).1 += 1;
            }
        }
        let over = groups.into_values().filter(|(_, there)| *there > allowed);
        found.extend(over.map(|(expert, there)| Broken {
            rule,
            nomination: Some(nomination),
            expert: Some(expert),
            group: Some(kind),
            found: there,
            allowed,
        }));
    }
    found
}

/// What a plan adds up to; scores in millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Nominations.
    pub nominations: u32,
    /// Places.
    pub places: u32,
    /// Living pairs.
    pub assigned: u32,
    /// Places that nobody fills.
    pub unfilled: u32,
    /// Experts with at least one nomination.
    pub experts: u32,
    /// Sum of the affinities.
    pub total: i64,
    /// The mean affinity of the nomination with the lowest; none without any pair.
    pub lowest: Option<i64>,
    /// The largest load.
    pub largest_load: u32,
}

/// Sum of the affinities of each nomination and the number of its experts.
pub(super) fn by_nomination(pairs: &Pairs) -> BTreeMap<NominationId, (i64, u32)> {
    let mut sums: BTreeMap<NominationId, (i64, u32)> = BTreeMap::new();
    for ((nomination, _), pair) in living(pairs) {
        let sum = sums.entry(nomination).or_default();
        sum.0 += i64::from(pair.score.unwrap_or_default());
        sum.1 += 1;
    }
    sums
}

/// What a plan adds up to. An empty place counts as no affinity: the lowest mean is over the places
/// asked for, or the experts there where they are more.
pub(super) fn totals(ground: &Ground, pairs: &Pairs) -> Totals {
    let sums = by_nomination(pairs);
    let loads = loads(pairs);
    let wants = ground.parameters.per_nomination;
    let nominations = count(ground.nominations.len());
    let has = |nomination: &NominationId| sums.get(nomination).copied().unwrap_or_default();
    let unfilled = ground.nominations.keys().map(|one| wants.saturating_sub(has(one).1)).sum();
    let mean = |nomination: &NominationId| {
        let (sum, there) = has(nomination);
        sum / i64::from(there.max(wants).max(1))
    };
    Totals {
        nominations,
        places: nominations.saturating_mul(wants),
        assigned: sums.values().map(|(_, there)| there).sum(),
        unfilled,
        experts: count(loads.len()),
        total: sums.values().map(|(sum, _)| sum).sum(),
        lowest: ground.nominations.keys().map(mean).min(),
        largest_load: loads.values().copied().max().unwrap_or_default(),
    }
}
