//! What this portal knows of a round, taken into the track record: looked at first, then collected. The
//! outcomes of nominations are kept in rooms that the track record does not know.

use std::sync::Arc;

use axum::extract::{Path, State};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::collection_store;
use crate::{
    app::App,
    authz::{self, Action, Reader},
    jobs::Claimed,
    results,
    track_record::{self, CollectionView, RecordError},
    web::{ApiError, Data, Problem},
};

/// The kind of job that collects the facts of a round, named by its `year`: a release of awards asks for it.
pub const COLLECT: &str = results::COLLECT;

/// Who collects when a job does.
const CLOCK: &str = "laurel";

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
    Ok(Data { data: collect_by(&app, &reader.actor.username, year).await? })
}

/// Takes what this portal knows of a round into the track record.
async fn collect_by(app: &App, by: &str, year: i32) -> Result<CollectionView, RecordError> {
    let tx = app.database.begin_write().await?;
    let known = collection_store::known(&*tx, year).await?;
    track_record::collect(app, tx, by, (year, &known)).await
}

/// Collects the facts of the round that a job names.
///
/// # Errors
/// The records failing.
pub async fn collect(app: &App, job: &Claimed) -> Result<(), RecordError> {
    let year = job.payload.get("year").and_then(serde_json::Value::as_i64);
    let Some(year) = year.and_then(|year| i32::try_from(year).ok()) else { return Ok(()) };
    collect_by(app, CLOCK, year).await.map(|_| ())
}
