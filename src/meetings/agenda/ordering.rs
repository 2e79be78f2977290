//! How is an agenda put into its order, beside the server's other work, and what would it be?

use std::collections::BTreeSet;

use entity::ids::{AgendaItemId, ReviewMeetingId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::order::{moves, order};
use crate::{
    app::App,
    authz::{Action, Actor, permit, wall_of},
    meetings::{
        MeetingError,
        sitting::{facts_store, store},
    },
};

/// An item whose place is fixed.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct AgendaPin {
    /// Key of the item.
    #[schema(value_type = String)]
    pub(in crate::meetings) item: Uuid,
    /// Its place, from 1.
    #[validate(range(min = 1, max = 500))]
    #[schema(minimum = 1, maximum = 500)]
    pub(in crate::meetings) position: u32,
}

/// What of an order is fixed.
#[derive(Clone, Debug, Default, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct AgendaPins {
    /// The items whose places are fixed.
    #[serde(default)]
    #[validate(nested)]
    pub(in crate::meetings) pinned: Vec<AgendaPin>,
}

/// An order in which the fewest people go out and come in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct AgendaOrder {
    /// Keys of the items, in the order.
    #[schema(value_type = Vec<String>)]
    pub(in crate::meetings) items: Vec<Uuid>,
    /// How often somebody goes out or comes in by it.
    pub(in crate::meetings) moves: u32,
    /// How often by the order as it is.
    pub(in crate::meetings) moves_now: u32,
}

/// The order of items by who keeps out of each, and how often somebody moves by it; computed beside the server's other
/// work.
///
/// # Errors
/// The thread failing.
pub(super) async fn ordered(
    sets: Vec<BTreeSet<u32>>,
    pinned: Vec<Option<usize>>,
) -> Result<(Vec<usize>, u32), MeetingError> {
    let work = tokio::task::spawn_blocking(move || {
        let found = order(&sets, &pinned);
        let moved = moves(&sets, &found);
        (found, moved)
    });
    work.await.map_err(|error| MeetingError::Inside(error.to_string()))
}

/// The order in which the fewest people would move, with some items at fixed places. Nothing is kept.
///
/// # Errors
/// Not granted, no such meeting, an item from which the officer is kept, places that are fixed twice or are none, the
/// records failing.
pub(super) async fn preview(
    app: &App,
    actor: &Actor,
    id: ReviewMeetingId,
    pins: &AgendaPins,
) -> Result<AgendaOrder, MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let database = app.database.reader();
    let whole = store::whole_of(database, id).await?.ok_or(MeetingError::NotFound)?;
    let wall = wall_of(database, actor).await?;
    if whole.items.iter().any(|item| wall.hides(item.nomination_id)) {
        return Err(MeetingError::Walled);
    }
    let keys: Vec<AgendaItemId> = whole.items.iter().map(|item| item.id).collect();
    let pinned = fixed(&keys, pins)?;
    let apart = facts_store::apart(database, &whole).await?;
    let sets = whole.sets(&apart);
    let now: Vec<usize> = (0..sets.len()).collect();
    let moves_now = moves(&sets, &now);
    let (found, moves) = ordered(sets, pinned).await?;
    let items = found.iter().filter_map(|at| keys.get(*at)).map(|key| key.0).collect();
    Ok(AgendaOrder { items, moves, moves_now })
}

/// The place of each item that is fixed, from 0.
fn fixed(keys: &[AgendaItemId], pins: &AgendaPins) -> Result<Vec<Option<usize>>, MeetingError> {
    let mut pinned = vec![None; keys.len()];
    let mut taken = BTreeSet::new();
    for (at, pin) in pins.pinned.iter().enumerate() {
        let place = usize::try_from(pin.position).ok().and_then(|place| place.checked_sub(1));
        let place = place.filter(|place| *place < keys.len() && taken.insert(*place));
        let item = keys.iter().position(|key| key.0 == pin.item);
        let slot = item.and_then(|item| pinned.get_mut(item)).filter(|slot| slot.is_none());
        match (slot, place) {
            (Some(slot), Some(place)) => *slot = Some(place),
            _ => {
                return Err(MeetingError::field(
                    &format!("/pinned/{at}"),
                    "place",
                    "须为议程中的项目和位置，每个项目、每个位置至多一次",
                    "an item and a place of the agenda are expected, each once at most",
                ));
            }
        }
    }
    Ok(pinned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_item_and_each_place_is_fixed_once() {
        let keys = [1, 2, 3].map(|key| AgendaItemId(Uuid::from_u128(key)));
        let pins = |pinned: &[(u128, u32)]| AgendaPins {
            pinned: pinned
                .iter()
                .map(|&(item, position)| AgendaPin { item: Uuid::from_u128(item), position })
                .collect(),
        };
        let found = fixed(&keys, &pins(&[(3, 1), (1, 2)])).unwrap();
        assert_eq!(found, [Some(1), None, Some(0)]);
        for wrong in [&[(9, 1)][..], &[(1, 0)], &[(1, 4)], &[(1, 2), (2, 2)], &[(1, 1), (1, 2)]] {
            assert!(fixed(&keys, &pins(wrong)).is_err(), "{wrong:?}");
        }
    }
}
