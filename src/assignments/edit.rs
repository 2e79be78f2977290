//! What does a change do to the pairs of a plan, and how is it taken back?

use std::collections::BTreeSet;

use entity::{
    ids::{ExpertId, NominationId},
    vocabulary::{PairStanding, PlanChangeKind},
};
use serde::{Deserialize, Serialize};

use super::model::{Ground, Key, Pair, Pairs};

/// A change that somebody asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// What is to be done.
    pub kind: PlanChangeKind,
    /// To which nomination.
    pub nomination: NominationId,
    /// With which expert.
    pub expert: ExpertId,
    /// Who gives way, of a swap.
    pub instead_of: Option<ExpertId>,
}

/// Why a change is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The nomination is not to be reviewed.
    NoNomination,
    /// There is no such expert.
    NoExpert,
    /// Recusal keeps the two apart.
    Barred,
    /// The expert is there already.
    There,
    /// The expert is not there.
    NotThere,
    /// A swap names who gives way to somebody else; the other changes name nobody.
    Swap,
    /// The pair is pinned; the pin must be taken off first.
    Pinned,
    /// The pair is banned; the ban must be taken off first.
    Banned,
    /// Not a change that a person asks for.
    NotAsked,
}

/// How a pair stood before, to be put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Before {
    /// The nomination.
    pub nomination: NominationId,
    /// The expert.
    pub expert: ExpertId,
    /// How it stood; none where it did not.
    pub pair: Option<Pair>,
}

/// Makes one change.
///
/// # Errors
/// [`Refused`]; the pairs are then as they were.
pub(super) fn make(ground: &Ground, pairs: &mut Pairs, asked: Asked) -> Result<(), Refused> {
    if !ground.nominations.contains_key(&asked.nomination) {
        return Err(Refused::NoNomination);
    }
    if !ground.experts.contains_key(&asked.expert) {
        return Err(Refused::NoExpert);
    }
    if asked.instead_of.is_some() != (asked.kind == PlanChangeKind::Swap) {
        return Err(Refused::Swap);
    }
    let key = (asked.nomination, asked.expert);
    match asked.kind {
        PlanChangeKind::Pin => put(ground, pairs, key, PairStanding::Pinned),
        PlanChangeKind::Assign => put(ground, pairs, key, PairStanding::Assigned),
        PlanChangeKind::Unpin => turn(pairs, key, PairStanding::Pinned, PairStanding::Assigned),
        PlanChangeKind::Unassign => take(pairs, key),
        PlanChangeKind::Ban => ban(ground, pairs, key),
        PlanChangeKind::Unban => match pairs.get(&key) {
            Some(pair) if !pair.is_living() => {
                pairs.remove(&key);
                Ok(())
            }
            _ => Err(Refused::NotThere),
        },
        PlanChangeKind::Swap => {
            let other = asked.instead_of.filter(|other| *other != asked.expert);
            let other = other.ok_or(Refused::Swap)?;
            let mut changed = pairs.clone();
            take(&mut changed, (asked.nomination, other))?;
            put(ground, &mut changed, key, PairStanding::Assigned)?;
            *pairs = changed;
            Ok(())
        }
        PlanChangeKind::Solve | PlanChangeKind::Import => Err(Refused::NotAsked),
    }
}

fn put(
    ground: &Ground,
    pairs: &mut Pairs,
    key: Key,
    standing: PairStanding,
) -> Result<(), Refused> {
    if ground.bars.contains(&key) {
        return Err(Refused::Barred);
    }
    match pairs.get(&key) {
        Some(pair) if !pair.is_living() => return Err(Refused::Banned),
        Some(pair) if standing == PairStanding::Assigned || pair.standing == standing => {
            return Err(Refused::There);
        }
        _ => {}
    }
    let score = ground.scores.get(&key).copied();
    pairs.insert(key, Pair { standing, score });
    Ok(())
}

fn turn(pairs: &mut Pairs, key: Key, from: PairStanding, to: PairStanding) -> Result<(), Refused> {
    let pair = pairs.get_mut(&key).filter(|pair| pair.standing == from);
    let pair = pair.ok_or(Refused::NotThere)?;
    pair.standing = to;
    Ok(())
}

fn take(pairs: &mut Pairs, key: Key) -> Result<(), Refused> {
    match pairs.get(&key) {
        Some(pair) if pair.standing == PairStanding::Pinned => Err(Refused::Pinned),
        Some(pair) if pair.is_living() => {
            pairs.remove(&key);
            Ok(())
        }
        _ => Err(Refused::NotThere),
    }
}

fn ban(ground: &Ground, pairs: &mut Pairs, key: Key) -> Result<(), Refused> {
    match pairs.get(&key) {
        Some(pair) if pair.standing == PairStanding::Pinned => return Err(Refused::Pinned),
        Some(pair) if !pair.is_living() => return Err(Refused::There),
        _ => {}
    }
    let score = ground.scores.get(&key).copied();
    pairs.insert(key, Pair { standing: PairStanding::Banned, score });
    Ok(())
}

/// How the pairs that differ stood before.
pub(super) fn before(old: &Pairs, new: &Pairs) -> Vec<Before> {
    let keys: BTreeSet<&Key> = old.keys().chain(new.keys()).collect();
    let differs = |key: &&&Key| old.get(**key) != new.get(**key);
    let keys = keys.iter().filter(differs);
    keys.map(|key| Before { nomination: key.0, expert: key.1, pair: old.get(*key).copied() })
        .collect()
}

/// Puts pairs back as they stood.
pub(super) fn put_back(pairs: &mut Pairs, before: &[Before]) {
    for one in before {
        let key = (one.nomination, one.expert);
        match one.pair {
            Some(pair) => pairs.insert(key, pair),
            None => pairs.remove(&key),
        };
    }
}

/// Pairs that came, or pairs that went.
pub(super) type Moved = Vec<(Key, Pair)>;

/// The pairs that came and those that went.
pub(super) fn moved(old: &Pairs, new: &Pairs) -> (Moved, Moved) {
    let only = |one: &Pairs, other: &Pairs| -> Moved {
        let is_in = |key: &Key| other.get(key).is_some_and(|pair| pair.is_living());
        super::model::living(one).filter(|(key, _)| !is_in(key)).collect()
    };
    (only(new, old), only(old, new))
}
