//! What does the office see of falls? Nothing of a nomination from which an officer is kept.

use std::collections::BTreeMap;

use entity::{
    ids::{NominationId, ResultFallId},
    vocabulary::FallState,
};

use super::{
    store::{self, FallRow},
    views::{FallMay, FallRequest},
};
use crate::{
    app::App,
    authz::{Action, Actor, Permit, Scope, permit, wall_of},
    identity,
    matching::AssignedNomination,
    nominations::{self, Place},
    persistence::ReadTx,
    results::ResultError,
};

/// Falls are no society's to read: what became of its nomination it is told otherwise.
fn may_read(actor: &Actor) -> Result<(), ResultError> {
    match permit(actor, Action::ReadResults)? {
        Permit { scope: Scope::All } => Ok(()),
        Permit { scope: Scope::Societies(_) } => Err(ResultError::Denied),
    }
}

fn view(actor: &Actor, row: FallRow, place: Option<&Place>) -> FallRequest {
    let is_open = row.state == FallState::Asked && permit(actor, Action::DecideResults).is_ok();
    let is_own = row.asked_by == actor.username;
    FallRequest {
        id: row.id.0,
        nomination: AssignedNomination {
            id: row.nomination_id.0,
            nomination_id: place.map(|place| place.number.clone()).unwrap_or_default(),
            title: place.map(|place| place.title.clone()).unwrap_or_default(),
            category: place.map(|place| place.category.clone()),
            panel: place.and_then(|place| place.panel.clone()),
        },
        nomination_state: place.map(|place| place.state.as_str().to_owned()).unwrap_or_default(),
        kind: row.kind.as_str().to_owned(),
        state: row.state.as_str().to_owned(),
        to_state: row.to_state.as_str().to_owned(),
        reason: row.reason,
        basis: row.basis,
        document_number: row.document_number,
        asked_by: row.asked_by,
        asked_at: row.asked_at,
        decided_by: row.decided_by,
        decided_at: row.decided_at,
        answer: row.answer,
        may: FallMay { grant: is_open && !is_own, refuse: is_open },
        version: row.version,
        names: BTreeMap::new(),
    }
}

async fn views(
    tx: &ReadTx,
    actor: &Actor,
    rows: Vec<FallRow>,
) -> Result<Vec<FallRequest>, ResultError> {
    let ids: Vec<NominationId> = rows.iter().map(|row| row.nomination_id).collect();
    let places = nominations::places(&**tx, &ids).await?;
    let places: BTreeMap<NominationId, Place> =
        places.into_iter().map(|place| (place.id, place)).collect();
    let mut shown: Vec<FallRequest> = rows
        .into_iter()
        .map(|row| {
            let place = places.get(&row.nomination_id);
            view(actor, row, place)
        })
        .collect();
    identity::name_actors(&**tx, &mut shown).await?;
    Ok(shown)
}

/// What was asked, those first that wait for a second person, then the newest.
///
/// # Errors
/// Not the actor's to know.
pub(super) async fn list(app: &App, actor: &Actor) -> Result<Vec<FallRequest>, ResultError> {
    may_read(actor)?;
    let tx = app.database.begin_read().await?;
    let wall = wall_of(&*tx, actor).await?;
    let mut rows = store::list(&*tx).await?;
    rows.retain(|row| !wall.hides(row.nomination_id));
    views(&tx, actor, rows).await
}

/// One fall.
///
/// # Errors
/// Not the actor's to know, no such fall, its nomination is one from which he is kept.
pub(super) async fn one(
    app: &App,
    actor: &Actor,
    id: ResultFallId,
) -> Result<FallRequest, ResultError> {
    may_read(actor)?;
    let tx = app.database.begin_read().await?;
    let row = store::find(&*tx, id).await?.ok_or(ResultError::NotFound)?;
    wall_of(&*tx, actor).await?.admit(row.nomination_id).map_err(|_| ResultError::Walled)?;
    views(&tx, actor, vec![row]).await?.into_iter().next().ok_or(ResultError::NotFound)
}
