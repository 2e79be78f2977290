//! What would an edit make of a plan?

use std::collections::BTreeSet;

use entity::{
    ids::{ExpertId, NominationId},
    vocabulary::PlanChangeKind,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    edit::{Asked, make, moved},
    errors::AssignmentError,
    model::{Ground, Key, Pairs},
    rules::{broken, totals},
    solve::{Extent, solved},
    views::{BrokenRule, Consequences, MOST_LISTED, MovedPair},
};

/// A change as it is asked for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PlanChangeText {
    /// `pin`, `unpin`, `ban`, `unban`, `assign`, `unassign` or `swap`.
    #[validate(length(min = 3, max = 10))]
    pub kind: String,
    /// Key of the nomination.
    #[schema(value_type = String)]
    pub nomination: Uuid,
    /// Key of the expert.
    #[schema(value_type = String)]
    pub expert: Uuid,
    /// Key of the expert who gives way, of a swap.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub instead_of: Option<Uuid>,
}

/// What is solved again around the changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PlanSolve)]
pub enum SolveWhat {
    /// Nothing: the changes alone.
    #[default]
    None,
    /// Empty places of the nominations that are changed.
    Nominations,
    /// The whole plan around its pins and bans.
    All,
}

/// Changes of a plan, made together or not at all.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = PlanEdit)]
pub struct Edit {
    /// The changes in their order.
    #[validate(nested, length(max = 200))]
    pub changes: Vec<PlanChangeText>,
    /// Why.
    #[validate(length(min = 2, max = 500))]
    pub reason: String,
    /// What is solved again.
    #[serde(default)]
    pub solve: SolveWhat,
}

impl Edit {
    /// The changes.
    ///
    /// # Errors
    /// A kind that nobody asks for.
    pub(super) fn asked(&self) -> Result<Vec<Asked>, AssignmentError> {
        let one = |(place, text): (usize, &PlanChangeText)| {
            let refused = super::edit::Refused::NotAsked;
            let kind: PlanChangeKind =
                text.kind.parse().map_err(|_| AssignmentError::Change(place, refused))?;
            Ok(Asked {
                kind,
                nomination: NominationId(text.nomination),
                expert: ExpertId(text.expert),
                instead_of: text.instead_of.map(ExpertId),
            })
        };
        self.changes.iter().enumerate().map(one).collect()
    }

    /// The experts that it names.
    pub(super) fn experts(&self) -> impl Iterator<Item = ExpertId> + '_ {
        let named = |text: &PlanChangeText| [Some(text.expert), text.instead_of];
        self.changes.iter().flat_map(named).flatten().map(ExpertId)
    }
}

/// The pairs after an edit, and which of the moves it asks for itself.
///
/// # Errors
/// A change that cannot be made; what is fixed contradicts the rules.
pub(super) fn edited(
    ground: &Ground,
    pairs: &Pairs,
    (asked, solve): (&[Asked], SolveWhat),
) -> Result<(Pairs, BTreeSet<Key>), AssignmentError> {
    let mut changed = pairs.clone();
    for (place, one) in asked.iter().enumerate() {
        make(ground, &mut changed, *one)
            .map_err(|refused| AssignmentError::Change(place, refused))?;
    }
    let (added, removed) = moved(pairs, &changed);
    let keys = |list: &[(Key, super::model::Pair)]| -> BTreeSet<Key> {
        list.iter().map(|(key, _)| *key).collect()
    };
    let (kept, out) = (keys(&added), keys(&removed));
    let own: BTreeSet<Key> = kept.union(&out).copied().collect();
    let extent = match solve {
        SolveWhat::None => return Ok((changed, own)),
        SolveWhat::Nominations => {
            Extent::Nominations(asked.iter().map(|one| one.nomination).collect(), out)
        }
        SolveWhat::All => Extent::All { kept, out },
    };
    let solved = solved(ground, &changed, &extent)
        .map_err(|error| AssignmentError::Fixed(error.to_string()))?;
    Ok((solved, own))
}

/// What it brings about to turn `old` into `new`.
pub(super) fn consequences(
    ground: &Ground,
    (old, new): (&Pairs, &Pairs),
    asked: &BTreeSet<Key>,
) -> Consequences {
    let (added, removed) = moved(old, new);
    let there: BTreeSet<_> = broken(ground, old).into_iter().collect();
    let after = broken(ground, new);
    let touched: BTreeSet<NominationId> =
        added.iter().chain(&removed).map(|(key, _)| key.0).collect();
    let listed = |list: &[(Key, super::model::Pair)]| {
        let mut pairs: Vec<MovedPair> =
            list.iter().map(|one| MovedPair::of(ground, *one, asked.contains(&one.0))).collect();
        pairs.sort_by(|one, other| {
            (!one.asked, &one.nomination.nomination_id, &one.expert.expert_id).cmp(&(
                !other.asked,
                &other.nomination.nomination_id,
                &other.expert.expert_id,
            ))
        });
        pairs.truncate(MOST_LISTED);
        pairs
    };
    Consequences {
        before: totals(ground, old).into(),
        after: totals(ground, new).into(),
        moved: (added.len(), removed.len()),
        added: listed(&added),
        removed: listed(&removed),
        new_broken: after.iter().filter(|one| !there.contains(one)).count(),
        broken: after.iter().take(MOST_LISTED).map(|one| BrokenRule::of(ground, one)).collect(),
        nominations_touched: touched.len(),
    }
}
