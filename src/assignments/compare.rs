//! Where do two plans differ?

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::{ExpertId, NominationId};

use super::model::{Key, Pairs, living, loads};

/// A nomination that two plans give to different experts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Differing {
    /// Experts of the first plan alone.
    pub only_a: Vec<ExpertId>,
    /// Experts of the second alone.
    pub only_b: Vec<ExpertId>,
    /// Experts of both.
    pub kept: u32,
    /// Sums of the affinities, millionths.
    pub totals: (i64, i64),
    /// The lowest affinities, millionths.
    pub lowest: (Option<i32>, Option<i32>),
}

/// Two plans side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Compared {
    /// Pairs of both.
    pub kept: u32,
    /// Pairs of the first alone.
    pub only_a: u32,
    /// Pairs of the second alone.
    pub only_b: u32,
    /// The nominations that differ.
    pub nominations: BTreeMap<NominationId, Differing>,
    /// The experts whose load differs, with both loads.
    pub loads: BTreeMap<ExpertId, (u32, u32)>,
}

/// Compares two plans.
pub(super) fn compared(a: &Pairs, b: &Pairs) -> Compared {
    let keys = |pairs: &Pairs| -> BTreeSet<Key> { living(pairs).map(|(key, _)| key).collect() };
    let (in_a, in_b) = (keys(a), keys(b));
    let mut result = Compared::default();
    let mut by_nomination: BTreeMap<NominationId, Differing> = BTreeMap::new();
    for key in in_a.union(&in_b) {
        let one = by_nomination.entry(key.0).or_default();
        match (in_a.contains(key), in_b.contains(key)) {
            (true, true) => {
                result.kept += 1;
                one.kept += 1;
            }
            (true, false) => {
                result.only_a += 1;
                one.only_a.push(key.1);
            }
            (false, _) => {
                result.only_b += 1;
                one.only_b.push(key.1);
            }
        }
        let score = |pairs: &Pairs, there: bool| {
            if there { pairs.get(key).map(|pair| pair.score.unwrap_or_default()) } else { None }
        };
        let scores = (score(a, in_a.contains(key)), score(b, in_b.contains(key)));
        one.totals.0 += i64::from(scores.0.unwrap_or_default());
        one.totals.1 += i64::from(scores.1.unwrap_or_default());
        let lower = |old: Option<i32>, new: Option<i32>| old.into_iter().chain(new).min();
        one.lowest = (lower(one.lowest.0, scores.0), lower(one.lowest.1, scores.1));
    }
    by_nomination.retain(|_, one| !one.only_a.is_empty() || !one.only_b.is_empty());
    result.nominations = by_nomination;
    let (loads_a, loads_b) = (loads(a), loads(b));
    let experts: BTreeSet<ExpertId> = loads_a.keys().chain(loads_b.keys()).copied().collect();
    let of =
        |loads: &BTreeMap<ExpertId, u32>, id: ExpertId| loads.get(&id).copied().unwrap_or_default();
    result.loads = experts
        .into_iter()
        .map(|id| (id, (of(&loads_a, id), of(&loads_b, id))))
        .filter(|(_, (one, other))| one != other)
        .collect();
    result
}
