//! What does one policy do that another does not? Two outcomes of one history side by side.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::band::Band;
use super::outcome::{Outcome, SocietyOutcome};

/// A society that the two outcomes treat differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Mover {
    /// Its code.
    pub society_id: String,
    /// Its name.
    pub society: String,
    /// Its discipline group.
    pub group: String,
    /// Its places in the last round.
    pub previous: u32,
    /// Its places under the first policy.
    pub first: u32,
    /// Its places under the second.
    pub second: u32,
    /// Places that the second gives more, or fewer.
    pub change: i32,
    /// Its band under the first.
    pub first_band: Band,
    /// Its band under the second.
    pub second_band: Band,
    /// Its score under the first, in millionths of a point.
    pub first_score: i64,
    /// Its score under the second.
    pub second_score: i64,
}

/// Two outcomes side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Comparison {
    /// Places that the first gives to societies.
    pub first_places: u32,
    /// Places that the second gives to societies.
    pub second_places: u32,
    /// Places that the first keeps back.
    pub first_reserve: u32,
    /// Places that the second keeps back.
    pub second_reserve: u32,
    /// Places that societies have more under the second, summed over those that gain.
    pub gained: u32,
    /// Places that societies have fewer under the second, summed over those that lose.
    pub lost: u32,
    /// Societies with the same places under both.
    pub unmoved: u32,
    /// Those with other places, the greatest change first; then those with another band alone.
    pub movers: Vec<Mover>,
}

/// Compares two outcomes; a society that only one of them has is left out of the movers, not of the
/// sums.
pub fn compare(first: &Outcome, second: &Outcome) -> Comparison {
    let others: BTreeMap<&str, &SocietyOutcome> =
        second.societies.iter().map(|one| (one.society_id.as_str(), one)).collect();
    let pairs: Vec<(&SocietyOutcome, &SocietyOutcome)> = first
        .societies
        .iter()
        .filter_map(|one| Some((one, *others.get(one.society_id.as_str())?)))
        .collect();
    let all: Vec<Mover> = pairs.iter().map(|(one, other)| mover(one, other)).collect();
    let sum = |pick: &dyn Fn(i32) -> i32| -> u32 {
        all.iter().map(|mover| pick(mover.change).unsigned_abs()).sum()
    };
    let unmoved = all.iter().filter(|mover| mover.change == 0).count();
    let (gained, lost) = (sum(&|change| change.max(0)), sum(&|change| change.min(0)));
    let mut movers: Vec<Mover> = all
        .into_iter()
        .filter(|mover| mover.change != 0 || mover.first_band != mover.second_band)
        .collect();
    movers.sort_by(|one, other| {
        let key = |mover: &Mover| (std::cmp::Reverse(mover.change.abs()), -mover.change);
        key(one).cmp(&key(other)).then_with(|| one.society_id.cmp(&other.society_id))
    });
    let places = |outcome: &Outcome| outcome.societies.iter().map(|one| one.proposed).sum();
    Comparison {
        first_places: places(first),
        second_places: places(second),
        first_reserve: first.reserve,
        second_reserve: second.reserve,
        gained,
        lost,
        unmoved: u32::try_from(unmoved).unwrap_or(u32::MAX),
        movers,
    }
}

fn mover(first: &SocietyOutcome, second: &SocietyOutcome) -> Mover {
    Mover {
        society_id: first.society_id.clone(),
        society: first.society.clone(),
        group: first.group.clone(),
        previous: first.previous,
        first: first.proposed,
        second: second.proposed,
        change: second.proposed.cast_signed() - first.proposed.cast_signed(),
        first_band: first.band,
        second_band: second.band,
        first_score: first.score,
        second_score: second.score,
    }
}
