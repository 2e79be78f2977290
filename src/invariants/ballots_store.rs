//! Do ballots say what their papers say? Read by [`super::check`].

use entity::{ballot, ids::BallotId, vocabulary::BallotState};
use sea_orm::{
    ColumnTrait as _, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use crate::{app::App, meetings};

/// Closed ballots that come out otherwise when their papers are opened and counted once more.
pub(super) async fn miscounted(app: &App) -> Result<Vec<String>, DbErr> {
    let closed: Vec<BallotId> = ballot::Entity::find()
        .filter(ballot::Column::State.eq(BallotState::Closed))
        .order_by_asc(ballot::Column::Id)
        .select_only()
        .column(ballot::Column::Id)
        .into_tuple()
        .all(app.database.reader())
        .await?;
    let mut found = Vec::new();
    for id in closed {
        match meetings::flaws(app, id).await {
            Ok(flaws) => found.extend(flaws.into_iter().map(|flaw| format!("ballot {id}: {flaw}"))),
            Err(error) => found.push(format!("ballot {id}: {error}")),
        }
    }
    Ok(found)
}
