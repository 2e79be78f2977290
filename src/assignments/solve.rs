//! How is a plan solved again around what people have fixed in it?
//!
//! The engine sees the pairs that the run kept with their scores (the best of each nomination and those
//! already chosen), the bars as they stand now, the plan's bans as bars and its pins as pins; where the plan
//! keeps to the panels, who is not on a nomination's panel is no candidate of it. A draw
//! (`random`) is not drawn again: what a person touches is refilled with the best.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{ExpertId, NominationId},
    vocabulary::PairStanding,
};

use super::model::{Ground, Key, Pair, Pairs, living, loads};
use crate::matching::{
    Draft, ExpertBounds, GroupKind, Instance, InstanceError, NominationDemand, Objective,
    ObjectiveName, Proof, Rules, Score, ScoredPair, solve,
};

/// What is solved again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// Empty places of these nominations; who is there stays, and these pairs must not come.
    Nominations(BTreeSet<NominationId>, BTreeSet<Key>),
    /// Everything but pins; `kept` are pairs that the edit itself asked for.
    All {
        /// Pairs that must be there.
        kept: BTreeSet<Key>,
        /// Pairs that must not.
        out: BTreeSet<Key>,
    },
}

/// What a plan is solved for: the objective of its run, but nothing is drawn a second time.
fn objective(ground: &Ground) -> Objective {
    match ground.parameters.objective {
        ObjectiveName::Leximin => Objective::Leximin,
        ObjectiveName::Floor => {
            Objective::Floor { wanted: ground.parameters.wanted_floor().unwrap_or_default() }
        }
        ObjectiveName::Sum | ObjectiveName::Random => Objective::Sum,
    }
}

/// The pairs after the engine has filled what may be filled.
///
/// # Errors
/// What is fixed contradicts the rules: [`InstanceError`] names where.
pub(super) fn solved(
    ground: &Ground,
    pairs: &Pairs,
    extent: &Extent,
) -> Result<Pairs, InstanceError> {
    let instance = Numbered::new(ground, pairs, extent);
    let checked =
        Instance::with_rules(instance.draft(ground, pairs, extent), &instance.rules(ground))?;
    let solution = solve(&checked, objective(ground));
    let mut result: Pairs = pairs
        .iter()
        .filter(|(key, pair)| !pair.is_living() || !instance.holds(key.0))
        .map(|(key, pair)| (*key, *pair))
        .collect();
    for pair in &solution.pairs {
        let Some(key) = instance.key(pair.nomination, pair.expert) else { continue };
        let standing = pairs.get(&key).map_or(PairStanding::Assigned, |pair| pair.standing);
        let score = ground.scores.get(&key).copied();
        result.insert(key, Pair { standing, score });
    }
    Ok(result)
}

/// The scores that matter where `kept` are there: those at or above the least affinity of the run, and theirs.
fn near_enough(ground: &Ground, kept: &Pairs) -> Ground {
    let least = ground.parameters.least_score;
    let mut known = ground.clone();
    known.scores.retain(|key, score| f64::from(*score) / 1e6 >= least || kept.contains_key(key));
    known
}

/// The best pairs within the panels, by the objective of the run: pins of the panels and bans stay, all others are
/// found anew. Where what is fixed contradicts the rules, places stay empty.
pub(super) fn within_panels(ground: &Ground, pairs: &Pairs) -> Pairs {
    let out: BTreeSet<Key> =
        living(pairs).map(|(key, _)| key).filter(|key| ground.is_outside(*key)).collect();
    let mut inside = pairs.clone();
    inside.retain(|key, _| !out.contains(key));
    let extent = Extent::All { kept: BTreeSet::new(), out };
    solved(&near_enough(ground, &inside), &inside, &extent).unwrap_or(inside)
}

/// The pairs without those that recusal keeps apart. Their places go to the best who may have them, at or
/// above the least affinity of the run; nothing else moves. Where what is fixed beside them contradicts the
/// rules, the places stay empty.
pub(super) fn without_barred(ground: &Ground, pairs: &Pairs) -> Pairs {
    let out: BTreeSet<Key> =
        living(pairs).map(|(key, _)| key).filter(|key| ground.bars.contains(key)).collect();
    let mut left = pairs.clone();
    left.retain(|key, _| !out.contains(key));
    if out.is_empty() {
        return left;
    }
    let extent = Extent::Nominations(out.iter().map(|key| key.0).collect(), out);
    solved(&near_enough(ground, &left), &left, &extent).unwrap_or(left)
}

/// The proof of the best plan, by the objective of the run, around the pins and bans of `pairs` and what of
/// them is `kept`, with `pairs` beside it. A pair that the run kept no score of counts for nothing, and below
/// the least affinity of the run only who is in the plan is a candidate.
///
/// # Errors
/// What is fixed contradicts the rules: [`InstanceError`] names where.
pub(super) fn proved(
    ground: &Ground,
    pairs: &Pairs,
    kept: BTreeSet<Key>,
) -> Result<Proof, InstanceError> {
    let extent = Extent::All { kept, out: BTreeSet::new() };
    let numbered = Numbered::new(ground, pairs, &extent);
    let mut draft = numbered.draft(ground, pairs, &extent);
    let places = numbered.places();
    let least = Score::from_f64(ground.parameters.least_score).unwrap_or_default();
    let there: BTreeSet<(u32, u32)> = living(pairs).filter_map(|(key, _)| places.of(key)).collect();
    draft
        .pairs
        .retain(|pair| pair.score >= least || there.contains(&(pair.nomination, pair.expert)));
    let unscored = living(pairs).filter(|(key, _)| !ground.scores.contains_key(key));
    let unscored = unscored.filter_map(|(key, _)| places.of(key));
    draft.pairs.extend(unscored.map(|(nomination, expert)| ScoredPair {
        nomination,
        expert,
        score: Score::default(),
    }));
    let instance = Instance::with_rules(draft, &numbered.rules(ground))?;
    Ok(Proof::of(&instance, &solve(&instance, objective(ground))).beside(named(ground, pairs)))
}

/// The living pairs by the numbers that people quote.
pub(super) fn named(ground: &Ground, pairs: &Pairs) -> BTreeSet<(String, String)> {
    let named = living(pairs).filter_map(|((nomination, expert), _)| {
        let number = ground.nominations.get(&nomination)?.number.clone();
        Some((number, ground.experts.get(&expert)?.code.clone()))
    });
    named.collect()
}

/// The nominations and experts of an instance in the order of their numbers, in which the engine counts.
pub(super) struct Numbered {
    inside: BTreeSet<NominationId>,
    pub(super) nominations: Vec<NominationId>,
    pub(super) experts: Vec<ExpertId>,
}

/// The numbers of nominations and experts, by their keys.
pub(super) struct Places {
    nominations: BTreeMap<NominationId, u32>,
    experts: BTreeMap<ExpertId, u32>,
}

impl Places {
    /// The numbers of a pair.
    pub(super) fn of(&self, (nomination, expert): Key) -> Option<(u32, u32)> {
        Some((*self.nominations.get(&nomination)?, *self.experts.get(&expert)?))
    }
}

impl Numbered {
    fn new(ground: &Ground, pairs: &Pairs, extent: &Extent) -> Self {
        let is_in = |id: &NominationId| match extent {
            Extent::Nominations(ids, _) => ids.contains(id),
            Extent::All { .. } => true,
        };
        let mut nominations: Vec<NominationId> =
            ground.nominations.keys().filter(|id| is_in(id)).copied().collect();
        nominations.sort_by_key(|id| &ground.nominations[id].number);
        let keys = ground.scores.keys().chain(pairs.keys()).filter(|key| is_in(&key.0));
        let experts: BTreeSet<ExpertId> = keys.map(|key| key.1).collect();
        let mut experts: Vec<ExpertId> =
            experts.into_iter().filter(|id| ground.experts.contains_key(id)).collect();
        experts.sort_by_key(|id| &ground.experts[id].code);
        Self { inside: nominations.iter().copied().collect(), nominations, experts }
    }

    fn holds(&self, nomination: NominationId) -> bool {
        self.inside.contains(&nomination)
    }

    /// Everybody who is candidate for anything, or paired.
    pub(super) fn of_all(ground: &Ground, pairs: &Pairs) -> Self {
        let extent = Extent::All { kept: BTreeSet::new(), out: BTreeSet::new() };
        Self::new(ground, pairs, &extent)
    }

    /// The numbers of all.
    pub(super) fn places(&self) -> Places {
        Places {
            nominations: self.nominations.iter().copied().zip(0..).collect(),
            experts: self.experts.iter().copied().zip(0..).collect(),
        }
    }

    /// The pair behind two numbers.
    pub(super) fn key(&self, nomination: u32, expert: u32) -> Option<Key> {
        let nomination = self.nominations.get(nomination as usize)?;
        Some((*nomination, *self.experts.get(expert as usize)?))
    }

    /// The rules over groups of experts beyond the unit rule. A price that is none was refused with the run.
    pub(super) fn rules(&self, ground: &Ground) -> Rules {
        let of = |kind: GroupKind| -> Vec<Option<String>> {
            let group = |id: &ExpertId| ground.group(*id, kind).map(str::to_owned);
            self.experts.iter().map(group).collect()
        };
        ground.parameters.rules(of).unwrap_or_default()
    }

    fn draft(&self, ground: &Ground, pairs: &Pairs, extent: &Extent) -> Draft {
        let places = self.places();
        let at = |key: &Key| places.of(*key);
        let pins: BTreeSet<Key> = living(pairs)
            .filter(|(key, pair)| match extent {
                Extent::Nominations(..) => self.holds(key.0),
                Extent::All { kept, .. } => {
                    pair.standing == PairStanding::Pinned || kept.contains(key)
                }
            })
            .map(|(key, _)| key)
            .collect();
        let mut bars: BTreeSet<Key> = ground.bars.clone();
        bars.extend(pairs.iter().filter(|(_, pair)| !pair.is_living()).map(|(key, _)| *key));
        let (Extent::Nominations(_, out) | Extent::All { out, .. }) = extent;
        bars.extend(out);
        // What stands is not the engine's to take away: a bar on it is told among the broken rules.
        bars.retain(|key| !pins.contains(key));
        let scored = |(key, score): (&Key, &i32)| {
            let may_come = !ground.is_outside(*key) || pins.contains(key);
            let (nomination, expert) = at(key).filter(|_| may_come)?;
            let score = Score::from_micro(i64::from(*score)).ok()?;
            Some(ScoredPair { nomination, expert, score })
        };
        Draft {
            nominations: self.wants(ground, &pins),
            experts: self.takes(ground, pairs, &pins),
            pairs: ground.scores.iter().filter_map(scored).collect(),
            bars: bars.iter().filter_map(at).collect(),
            pins: pins.iter().filter_map(at).collect(),
            max_per_unit: ground.parameters.max_per_unit,
        }
    }

    /// Who is pinned beyond what was asked for stays all the same.
    fn wants(&self, ground: &Ground, pins: &BTreeSet<Key>) -> Vec<NominationDemand> {
        let mut pinned: BTreeMap<NominationId, u32> = BTreeMap::new();
        for (nomination, _) in pins {
            *pinned.entry(*nomination).or_default() += 1;
        }
        let wants = |id: &NominationId| {
            ground.parameters.per_nomination.max(pinned.get(id).copied().unwrap_or_default())
        };
        let named = |id: &NominationId| NominationDemand {
            id: ground.nominations[id].number.clone(),
            demand: wants(id),
        };
        self.nominations.iter().map(named).collect()
    }

    /// What an expert has elsewhere is taken off what he may have here.
    fn takes(&self, ground: &Ground, pairs: &Pairs, pins: &BTreeSet<Key>) -> Vec<ExpertBounds> {
        let elsewhere: Pairs = pairs
            .iter()
            .filter(|(key, _)| !self.holds(key.0))
            .map(|(key, pair)| (*key, *pair))
            .collect();
        let elsewhere = loads(&elsewhere);
        let mut pinned: BTreeMap<ExpertId, u32> = BTreeMap::new();
        for (_, expert) in pins {
            *pinned.entry(*expert).or_default() += 1;
        }
        let of = |counts: &BTreeMap<ExpertId, u32>, id: &ExpertId| {
            counts.get(id).copied().unwrap_or_default()
        };
        let named = |id: &ExpertId| {
            let free = ground.most(*id).saturating_sub(of(&elsewhere, id));
            ExpertBounds {
                id: ground.experts[id].code.clone(),
                min_load: 0,
                max_load: free.max(of(&pinned, id)),
                unit: ground.group(*id, GroupKind::Unit).map(str::to_owned),
            }
        };
        self.experts.iter().map(named).collect()
    }
}
