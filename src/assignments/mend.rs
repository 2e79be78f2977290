//! How is an open place filled where nobody is free for it? By moving as few of the others as can be.
//!
//! The engine's repair finds the shortest chains: somebody comes from another nomination, whose place
//! somebody else takes. Who has accepted stays where he is, and nobody is asked again for what he was
//! asked for before.

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::{ExpertId, NominationId};

use super::{
    model::{Ground, Key, Pair, Pairs, living, loads},
    solve::Numbered,
};
use crate::{
    matching::{
        ChangeKind, Draft, ExpertBounds, GroupKind, Instance, NominationDemand, Score, ScoredPair,
        repair,
    },
    shared::hex_sha256,
};

/// The assignments of a plan, as a repair takes them.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    /// The pairs that hold.
    pub(super) pairs: Pairs,
    /// Those among them that nothing moves: the experts have accepted.
    pub(super) fixed: BTreeSet<Key>,
    /// Pairs that must not come: they were asked for before.
    pub(super) away: BTreeSet<Key>,
}

/// Who comes and who goes so that one place more is filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mended {
    /// The pairs that come, one on the open nomination.
    pub(super) added: BTreeSet<Key>,
    /// The pairs that give way.
    pub(super) removed: BTreeSet<Key>,
}

impl Mended {
    /// The pairs after it.
    pub(super) fn applied(&self, ground: &Ground, standing: &Pairs) -> Pairs {
        let mut pairs = standing.clone();
        pairs.retain(|key, _| !self.removed.contains(key));
        let assigned = entity::vocabulary::PairStanding::Assigned;
        pairs.extend(self.added.iter().map(|key| {
            (*key, Pair { standing: assigned, score: ground.scores.get(key).copied() })
        }));
        pairs
    }

    /// SHA-256 of the moves, by which whoever agrees says to what.
    pub(super) fn digest(&self) -> String {
        let line = |sign: char| move |key: &Key| format!("{sign}{},{}\n", key.0, key.1);
        let added = self.added.iter().map(line('+'));
        let lines: String = added.chain(self.removed.iter().map(line('-'))).collect();
        hex_sha256(lines.as_bytes())
    }
}

/// Fills one place more of a nomination with the fewest changes; `None` where no chain of moves does, or
/// what stands breaks rules already, so that they cannot be kept.
pub(super) fn mended(
    ground: &Ground,
    standing: &Standing,
    nomination: NominationId,
) -> Option<Mended> {
    let numbered = Numbered::of_all(ground, &standing.pairs);
    let draft = drafted(ground, standing, (&numbered, nomination));
    let instance = Instance::with_rules(draft, &numbered.rules(ground)).ok()?;
    let places = numbered.places();
    let current: Vec<(u32, u32)> =
        living(&standing.pairs).filter_map(|(key, _)| places.of(key)).collect();
    let repaired = repair(&instance, &current, &[]);
    let is_lost = repaired.changes.iter().any(|change| change.kind == ChangeKind::Lost);
    if is_lost || !repaired.unfilled.is_empty() {
        return None;
    }
    let of = |kind: ChangeKind| {
        let changes = repaired.changes.iter().filter(move |change| change.kind == kind);
        changes.filter_map(|change| numbered.key(change.nomination, change.expert)).collect()
    };
    Some(Mended { added: of(ChangeKind::Added), removed: of(ChangeKind::Removed) })
}

/// Every nomination wants whom it has, and the open one somebody more.
fn drafted(
    ground: &Ground,
    standing: &Standing,
    (numbered, open): (&Numbered, NominationId),
) -> Draft {
    let mut has: BTreeMap<NominationId, u32> = BTreeMap::new();
    for ((nomination, _), _) in living(&standing.pairs) {
        *has.entry(nomination).or_default() += 1;
    }
    *has.entry(open).or_default() += 1;
    let load = loads(&standing.pairs);
    let demand = |id: &NominationId| NominationDemand {
        id: ground.nominations[id].number.clone(),
        demand: has.get(id).copied().unwrap_or_default(),
    };
    let bounds = |id: &ExpertId| ExpertBounds {
        id: ground.experts[id].code.clone(),
        min_load: 0,
        // Who was given too much with a reason keeps it.
        max_load: ground.most(*id).max(load.get(id).copied().unwrap_or_default()),
        unit: ground.group(*id, GroupKind::Unit).map(str::to_owned),
    };
    let places = numbered.places();
    let stands = |key: &Key| standing.pairs.contains_key(key);
    let least = Score::from_f64(ground.parameters.least_score).unwrap_or_default();
    let scored = |(key, micro): (&Key, i32)| {
        let (nomination, expert) = places.of(*key)?;
        let score = Score::from_micro(micro.into()).ok()?;
        let may_come = score >= least && !ground.is_outside(*key);
        (may_come || stands(key)).then_some(ScoredPair { nomination, expert, score })
    };
    let unscored = standing.pairs.keys().filter(|key| !ground.scores.contains_key(key));
    let candidates = ground.scores.iter().map(|(key, micro)| (key, *micro));
    let barred = ground.bars.iter().chain(&standing.away).filter(|key| !stands(key));
    Draft {
        nominations: numbered.nominations.iter().map(demand).collect(),
        experts: numbered.experts.iter().map(bounds).collect(),
        pairs: candidates.chain(unscored.map(|key| (key, 0))).filter_map(scored).collect(),
        bars: barred.filter_map(|key| places.of(*key)).collect(),
        pins: standing.fixed.iter().filter_map(|key| places.of(*key)).collect(),
        max_per_unit: ground.parameters.max_per_unit,
    }
}
