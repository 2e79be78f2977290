//! What would a plain rule of thumb do? Policies to measure ours against, with the same total and
//! the same bounds.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::apportion::{Field, Seats};
use super::history::History;
use super::policy::Policy;

/// A rule of thumb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NaivePolicy {
    /// By the raw award rate of the window: awarded of accepted.
    RawAwardRate,
    /// By the numbers of the last round alone: nominations awarded in it.
    LastRound,
    /// The same for all.
    EqualShares,
}

impl NaivePolicy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::RawAwardRate, Self::LastRound, Self::EqualShares];
}

/// The places of one society under a rule of thumb.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NaivePlaces {
    /// Its code.
    pub society_id: String,
    /// What the rule goes by, in millionths: a rate, a number, or one.
    pub value: i64,
    /// Places in the last round.
    pub previous: u32,
    /// Places under the rule.
    pub proposed: u32,
}

/// One whole, in millionths.
const UNIT: u64 = 1_000_000;

/// Shares `places` out (a total without its reserve) by a rule of thumb. A society moves by no more
/// than the policy's bounds allow; one that had no places gets none. What nobody may have stays over.
pub fn naive(
    history: &History,
    policy: &Policy,
    places: u32,
    rule: NaivePolicy,
) -> Vec<NaivePlaces> {
    let newest = history.newest_round();
    let window = policy.window.decay_permille.len();
    let first = history.rounds().iter().rev().nth(window.saturating_sub(1)).copied();
    let mut found: Vec<NaivePlaces> = history
        .societies
        .iter()
        .map(|(id, member)| {
            let rows = || member.rows.iter().map(|&at| &history.rows[at]);
            let last = || rows().filter(|row| Some(row.round) == newest);
            let in_window = || rows().filter(|row| first.is_none_or(|first| row.round >= first));
            let sum = |counts: &mut dyn Iterator<Item = Option<u32>>| -> u64 {
                counts.flatten().map(u64::from).sum()
            };
            let value = match rule {
                NaivePolicy::RawAwardRate => {
                    let awarded = sum(&mut in_window().map(|row| row.count("awarded")));
                    let accepted = sum(&mut in_window().map(|row| row.count("accepted")));
                    (awarded * UNIT).checked_div(accepted).unwrap_or(0)
                }
                NaivePolicy::LastRound => sum(&mut last().map(|row| row.count("awarded"))) * UNIT,
                NaivePolicy::EqualShares => UNIT,
            };
            NaivePlaces {
                society_id: id.clone(),
                value: i64::try_from(value).unwrap_or(i64::MAX),
                previous: last().map(|row| row.quota).sum(),
                proposed: 0,
            }
        })
        .collect();
    let weights: Vec<u64> = found.iter().map(|one| one.value.unsigned_abs()).collect();
    let seats = found.iter().map(|one| seats(policy, one.previous)).collect();
    let field =
        Field::new(policy.apportionment.method, &weights, seats, |one, other| one.cmp(&other));
    for (one, proposed) in found.iter_mut().zip(field.share(places.into())) {
        one.proposed = proposed;
    }
    found
}

fn seats(policy: &Policy, previous: u32) -> Seats {
    if previous == 0 {
        return Seats::default();
    }
    let bounds = &policy.bounds;
    let low = previous.saturating_sub(bounds.max_down).max(bounds.floor.min(previous));
    let high = (previous + bounds.max_up).min(bounds.ceiling.max(previous));
    Seats { least: low, low, high }
}
