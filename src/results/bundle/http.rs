//! The routes of bundles.

use std::sync::Arc;

use axum::extract::{Path, State};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    authz::{Action, Reader, Scope, permit},
    awards,
    results::published::newest_bundle,
    web::{ApiError, Download, Problem, ProblemCode},
};

/// The routes of this inner room.
pub(in crate::results) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(download_results_bundle))
}

/// The newest bundle of a round, from which anyone computes its results anew (`laurel verify`).
#[utoipa::path(
    get, path = "/rounds/{year}/bundle", tag = "results",
    params(("year" = i32, Path, description = "year of the round")),
    responses(
        (status = 200, description = "a bundle", content_type = "application/json"),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn download_results_bundle(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Download, ApiError> {
    if permit(&reader.actor, Action::ReadResults)?.scope != Scope::All {
        return Err(ApiError::new(ProblemCode::Forbidden));
    }
    let database = app.database.reader();
    let absent = || ApiError::new(ProblemCode::NotFound);
    let round = awards::find_round(database, year).await?.ok_or_else(absent)?;
    let bundle = newest_bundle(database, round.id).await?.ok_or_else(absent)?;
    let bytes = app.files.get(&bundle.file_digest).await;
    let bytes = bytes.map_err(|error| ApiError::internal(&error))?;
    Ok(Download::json(format!("laurel-results-{year}-{}.json", bundle.number), bytes))
}
