//! Which places stay unfilled, and which least loads unmet?

use super::bottleneck::Bottleneck;
use super::draft::ScoredPair;
use super::instance::{Instance, count};
use serde::Serialize;

/// A nomination that does not get all it wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shortfall {
    /// Position of the nomination.
    pub nomination: u32,
    /// Places unfilled.
    pub missing: u32,
    /// Candidates it has, recusal already taken off.
    pub candidates: u32,
    /// Candidates that recusal took away.
    pub barred: u32,
    /// Position of its entry in [`super::Solution::bottlenecks`]; none where a draw alone left
    /// the place open.
    pub bottleneck: Option<u32>,
}

/// An expert below the least load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct UnmetLoad {
    /// Position of the expert.
    pub expert: u32,
    /// Places below the least load.
    pub missing: u32,
}

/// Lists the unfilled places of the pairs and ties each to its bottleneck.
pub(super) fn shortfalls(
    instance: &Instance,
    pairs: &[ScoredPair],
    bottlenecks: &[Bottleneck],
) -> Vec<Shortfall> {
    let mut missing: Vec<u32> = instance.nominations.iter().map(|n| n.demand).collect();
    for pair in pairs {
        missing[pair.nomination as usize] -= 1;
    }
    let short = missing.into_iter().enumerate().filter(|&(_, missing)| missing > 0);
    short
        .map(|(nomination, missing)| {
            let nomination = count(nomination);
            Shortfall {
                nomination,
                missing,
                candidates: count(instance.row(nomination).len()),
                barred: instance.barred_candidates(nomination),
                bottleneck: bottlenecks
                    .iter()
                    .position(|set| set.nominations.binary_search(&nomination).is_ok())
                    .map(count),
            }
        })
        .collect()
}

/// Lists the experts whose least load the pairs do not meet.
pub(super) fn unmet_loads(instance: &Instance, pairs: &[ScoredPair]) -> Vec<UnmetLoad> {
    let mut missing: Vec<u32> = instance.experts.iter().map(|e| e.min_load).collect();
    for pair in pairs {
        let missing = &mut missing[pair.expert as usize];
        *missing = missing.saturating_sub(1);
    }
    let unmet = missing.into_iter().enumerate().filter(|&(_, missing)| missing > 0);
    unmet.map(|(expert, missing)| UnmetLoad { expert: count(expert), missing }).collect()
}
