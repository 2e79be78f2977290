//! Which counters does a movement of places touch?

use entity::{ids::QuotaCounterId, vocabulary::CounterKind};

use super::counter::{Change, Counter};

/// A change of one counter.
pub(super) type Posting = (QuotaCounterId, Change);

/// Why a movement of places is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerRule {
    /// The counter has no limit, so that nothing can be moved.
    Unlimited,
    /// The counter is not a society's.
    NotOfSociety,
    /// Fewer places are kept back than asked for.
    ReserveShort {
        /// Places kept back.
        held: i32,
    },
    /// Fewer places are free than asked for.
    TooFewFree {
        /// Places that are free.
        free: i32,
    },
}

/// Moves `count` places from what the round keeps back to the society at the end of `path`, or with a
/// negative count the other way. `path` leads from the society's counter to the round's; `free` are the
/// places that the society can spare.
pub(super) fn move_from_reserve(
    path: &[Counter],
    free: Option<i32>,
    count: i32,
) -> Result<Vec<Posting>, LedgerRule> {
    let (_, round) = ends(path)?;
    if round.held < count {
        return Err(LedgerRule::ReserveShort { held: round.held });
    }
    let free = free.unwrap_or_default();
    if free + count < 0 {
        return Err(LedgerRule::TooFewFree { free });
    }
    Ok(along(path, count, 0))
}

/// Asks to give `count` places back, of the `free` ones of the society: nobody can take them from then
/// on.
pub(super) fn ask_back(
    path: &[Counter],
    free: Option<i32>,
    count: i32,
) -> Result<Vec<Posting>, LedgerRule> {
    let (society, _) = ends(path)?;
    let free = free.unwrap_or_default();
    if free < count {
        return Err(LedgerRule::TooFewFree { free });
    }
    Ok(vec![(society.id, Change { asked_back: count, ..Change::default() })])
}

/// Takes the asking back of `count` places back.
pub(super) fn keep_after_all(path: &[Counter], count: i32) -> Vec<Posting> {
    let change = Change { asked_back: -count, ..Change::default() };
    path.first().map(|society| (society.id, change)).into_iter().collect()
}

/// Gives `count` places back that were asked back before, and were gone from CAST's since then.
pub(super) fn give_back(path: &[Counter], count: i32) -> Result<Vec<Posting>, LedgerRule> {
    let (society, _) = ends(path)?;
    if society.asked_back < count {
        return Err(LedgerRule::TooFewFree { free: society.asked_back });
    }
    Ok(along(path, -count, -count))
}

/// Lets the round, the one counter of `path`, keep `count` places back that nobody had.
pub(super) fn keep_new(path: &[Counter], count: i32) -> Result<Vec<Posting>, LedgerRule> {
    let round = path.first().filter(|one| one.places.is_some()).ok_or(LedgerRule::Unlimited)?;
    Ok(vec![(round.id, Change { places: count, held: count, ..Change::default() })])
}

/// The counters of the society and of the round.
fn ends(path: &[Counter]) -> Result<(&Counter, &Counter), LedgerRule> {
    let (Some(society), Some(round)) = (path.first(), path.last()) else {
        return Err(LedgerRule::NotOfSociety);
    };
    if society.kind != CounterKind::Society || round.kind != CounterKind::Round {
        return Err(LedgerRule::NotOfSociety);
    }
    if society.places.is_none() || round.places.is_none() {
        return Err(LedgerRule::Unlimited);
    }
    Ok((society, round))
}

/// `count` places more below the round, as many fewer kept back in it. The society's counter comes
/// first, so that two movements lock the counters in the same order.
fn along(path: &[Counter], count: i32, asked_back: i32) -> Vec<Posting> {
    path.iter()
        .map(|counter| {
            let change = match counter.kind {
                CounterKind::Society => Change { places: count, asked_back, ..Change::default() },
                CounterKind::Cast => Change { places: count, ..Change::default() },
                CounterKind::Round => Change { held: -count, ..Change::default() },
            };
            (counter.id, change)
        })
        .collect()
}
