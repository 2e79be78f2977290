//! Who can take the place of an expert? By the assignments as they stand, not as the plan once was.

use std::collections::BTreeSet;

use entity::ids::{ExpertId, NominationId};

use super::{
    model::{Ground, Pair, Pairs, living, loads},
    rules::{Broken, Rule, broken},
};
use crate::matching::Score;

/// An expert who could take a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    /// The expert.
    pub expert: ExpertId,
    /// Affinity, millionths.
    pub score: i32,
    /// Nominations that he has.
    pub load: u32,
    /// Whether a conflict waits for a decision.
    pub is_flagged: bool,
}

/// The rules that it would break to give `nomination` to `expert` as well.
pub(super) fn would_break(
    ground: &Ground,
    standing: &Pairs,
    (nomination, expert): (NominationId, ExpertId),
) -> Vec<Broken> {
    let key = (nomination, expert);
    let before: BTreeSet<Broken> = broken(ground, standing).into_iter().collect();
    let mut with = standing.clone();
    let standing = entity::vocabulary::PairStanding::Assigned;
    with.insert(key, Pair { standing, score: ground.scores.get(&key).copied() });
    let grave = |one: &Broken| {
        matches!(one.rule, Rule::Bar | Rule::Load | Rule::Unit | Rule::Group | Rule::Panel)
    };
    broken(ground, &with).into_iter().filter(|one| grave(one) && !before.contains(one)).collect()
}

/// The candidates of a nomination who are free of bars, of its panel where the plan keeps to panels, near enough for
/// the run, and under the load rule and those over groups, the nearest first; `asked` were asked for it before.
pub(super) fn fit(
    ground: &Ground,
    standing: &Pairs,
    nomination: NominationId,
    asked: &BTreeSet<ExpertId>,
) -> Vec<Fit> {
    let loads = loads(standing);
    let others: Vec<ExpertId> =
        living(standing).filter(|(key, _)| key.0 == nomination).map(|(key, _)| key.1).collect();
    let of_nomination = ground.scores.range(
        (nomination, ExpertId(uuid::Uuid::nil()))..=(nomination, ExpertId(uuid::Uuid::max())),
    );
    let least = Score::from_f64(ground.parameters.least_score).unwrap_or_default().micro();
    let mut found: Vec<Fit> = of_nomination
        .filter(|(key, _)| !ground.bars.contains(key) && !ground.is_outside(**key))
        .filter(|(key, _)| !asked.contains(&key.1))
        .filter(|(_, score)| i64::from(**score) >= least)
        .map(|(key, score)| Fit {
            expert: key.1,
            score: *score,
            load: loads.get(&key.1).copied().unwrap_or_default(),
            is_flagged: ground.flags.contains(key),
        })
        .filter(|one| {
            one.load < ground.most(one.expert) && !ground.has_no_room(&others, one.expert)
        })
        .filter(|one| ground.experts.contains_key(&one.expert))
        .collect();
    found.sort_by_key(|one| {
        let code = ground.experts.get(&one.expert).map(|facts| facts.code.as_str());
        (std::cmp::Reverse(one.score), one.load, code)
    });
    found
}
