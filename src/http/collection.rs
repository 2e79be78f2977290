//! What this portal knows of a round, taken into the track record: looked at first, then collected. The
//! outcomes of nominations are kept in rooms that the track record does not know.

use std::sync::Arc;

use axum::extract::{Path, State};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::collection_store;
use crate::{
    app::App,
    authz::{self, Action, Reader},
    track_record::{self, CollectionView},
    web::{ApiError, Data, Problem},
};

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(read_collection, collect_round))
}

/// What collecting the facts of a round from nominations, taskbooks, disclosures and annual checks would
/// change.
#[utoipa::path(
    get, path = "/rounds/{year}/collection", tag = "track_record",
    params(("year" = i32, Path, description = "year of the round")),
    responses((status = 200, body = Data<CollectionView>), (status = 403, body = Problem))
)]
async fn read_collection(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<CollectionView>, ApiError> {
    authz::permit(&reader.actor, Action::KeepTrackRecord)?;
    let tx = app.database.begin_read().await?;
    let known = collection_store::known(&*tx, year).await?;
    Ok(Data { data: track_record::preview(&app, &tx, (year, &known)).await? })
}

/// Collects the facts of a round from nominations, taskbooks, disclosures and annual checks. Doing it
/// again changes nothing.
#[utoipa::path(
    post, path = "/rounds/{year}/collection", tag = "track_record",
    params(("year" = i32, Path, description = "year of the round")),
    responses((status = 200, body = Data<CollectionView>), (status = 403, body = Problem))
)]
async fn collect_round(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<CollectionView>, ApiError> {
    authz::permit(&reader.actor, Action::KeepTrackRecord)?;
    let by = reader.actor.username.clone();
    let tx = app.database.begin_write().await?;
    let known = collection_store::known(&*tx, year).await?;
    Ok(Data { data: track_record::collect(&app, tx, &by, (year, &known)).await? })
}
