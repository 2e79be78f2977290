//! Which pairs does a member of the award office neither see nor decide who has an interest in a nomination (R14)?
//!
//! Those in which a person of the nomination stands. Nor does he decide, of others, what would say through links who
//! somebody of the nomination is.

use sea_orm::DbErr;

use super::{
    assemble::nomination_of,
    decided_store::{Decided, decided},
    store::Kept,
    take_step::StepError,
};
use crate::{
    app::App,
    authz::{Actor, Wall, Walled, wall_of},
    persistence::WriteTx,
};

/// Whether a record stands in a nomination behind the wall.
pub(super) fn is_hidden(wall: &Wall, key: &str) -> bool {
    nomination_of(key).is_some_and(|id| wall.hides(id))
}

/// Lets the actor see a pair.
///
/// # Errors
/// He is kept from a nomination in which one of the two stands, the records failing.
pub(super) async fn to_pair(app: &App, actor: &Actor, kept: &Kept) -> Result<(), StepError> {
    let wall = wall_of(app.database.reader(), actor).await?;
    let keys = [&kept.row.first_key, &kept.row.second_key];
    if keys.into_iter().any(|key| is_hidden(&wall, key)) {
        return Err(Walled.into());
    }
    Ok(())
}

/// Whether the actor may decide a pair: whoever is one person with one of the two, as far as is decided, stands in no
/// nomination from which he is kept.
///
/// # Errors
/// The records failing.
pub(super) async fn may_decide(app: &App, actor: &Actor, kept: &Kept) -> Result<bool, DbErr> {
    let database = app.database.reader();
    let wall = wall_of(database, actor).await?;
    Ok(wall.is_none() || is_open(&wall, &decided(database).await?, kept))
}

/// Whether nobody of whom a pair tells stands behind the wall.
fn is_open(wall: &Wall, decided: &Decided, kept: &Kept) -> bool {
    let groups = decided.groups(None);
    let both = [kept.row.first_key.as_str(), kept.row.second_key.as_str()];
    let mut touched = both.into_iter().flat_map(|key| groups.company(key));
    !touched.any(|key| is_hidden(wall, key))
}

/// Lets the actor decide a pair. Asked where the step is written and nothing is done beside it: what he declares or
/// others decide until then counts.
///
/// # Errors
/// He is kept from it, the records failing.
pub(super) async fn to_step(tx: &WriteTx, actor: &Actor, kept: &Kept) -> Result<(), StepError> {
    let wall = wall_of(&**tx, actor).await?;
    if wall.is_none() || is_open(&wall, &decided(&**tx).await?, kept) {
        return Ok(());
    }
    Err(Walled.into())
}
