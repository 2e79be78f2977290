//! The routes of what nominations share: one nomination beside the others, comparisons of whole rounds.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use entity::ids::{NominationId, ReuseRunId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    one::of_nomination,
    run::{self, Carrier, RunError},
    store,
    views::{ReusePair, ReuseReport, ReuseRunView},
};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    awards, idempotency,
    web::{ApiError, Data, NoFacets, Page, Paging, Problem, ProblemCode},
};

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(read_reuse))
        .routes(routes!(list_reuse_runs, create_reuse_run))
        .routes(routes!(read_reuse_run))
        .routes(routes!(list_reuse_pairs))
}

impl From<RunError> for ApiError {
    fn from(error: RunError) -> Self {
        match error {
            RunError::NoRound(_) | RunError::NoRun => Self::new(ProblemCode::NotFound),
            RunError::Repeated => Self::new(ProblemCode::KeyReused),
            RunError::Store(error) => error.into(),
        }
    }
}

/// What a nomination shares with others of this round and of earlier ones, with both texts side by side:
/// evidence for an examiner, no verdict.
#[utoipa::path(
    get, path = "/nominations/{id}/reuse", tag = "examination",
    params(("id" = String, Path, description = "key of the nomination")),
    responses(
        (status = 200, body = Data<ReuseReport>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_reuse(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<ReuseReport>, ApiError> {
    authz::permit(&reader.actor, Action::ReadExaminations)?;
    let report = of_nomination(&app, NominationId(id)).await?;
    report.map(|data| Data { data }).ok_or_else(|| ApiError::new(ProblemCode::NotFound))
}

/// The comparisons of a round, newest first.
#[utoipa::path(
    get, path = "/rounds/{year}/reuse-runs", tag = "examination",
    params(("year" = i32, Path, description = "year of the round")),
    responses(
        (status = 200, body = Data<Vec<ReuseRunView>>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_reuse_runs(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<Vec<ReuseRunView>>, ApiError> {
    authz::permit(&reader.actor, Action::ReadExaminations)?;
    let database = app.database.reader();
    let round = awards::find_round(database, year)
        .await?
        .ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    Ok(Data { data: store::list_runs(database, (round.id, year)).await? })
}

/// Asks for a comparison of a whole round with itself and with earlier ones. A repetition under the same
/// `Idempotency-Key` asks for no second one.
#[utoipa::path(
    post, path = "/rounds/{year}/reuse-runs", tag = "examination",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    responses(
        (status = 202, body = Data<ReuseRunView>),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn create_reuse_run(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    authz::permit(&reader.actor, Action::Examine)?;
    let route = format!("rounds/{year}/reuse-runs");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &())?;
    let by = &reader.actor.username;
    let id = match run::request(&app, by, year, Carrier::Queue(&key)).await {
        Ok(id) => id,
        Err(RunError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            ReuseRunId(Uuid::parse_str(&reply).map_err(|error| ApiError::internal(&error))?)
        }
        Err(error) => return Err(error.into()),
    };
    let data = store::find_run(app.database.reader(), id)
        .await?
        .ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    let mut response = (StatusCode::ACCEPTED, Data { data }).into_response();
    if let Ok(location) = HeaderValue::from_str(&format!("/api/v1/reuse-runs/{id}")) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// One comparison of a round.
#[utoipa::path(
    get, path = "/reuse-runs/{id}", tag = "examination",
    params(("id" = String, Path, description = "key of the comparison")),
    responses(
        (status = 200, body = Data<ReuseRunView>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_reuse_run(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<ReuseRunView>, ApiError> {
    authz::permit(&reader.actor, Action::ReadExaminations)?;
    let run = store::find_run(app.database.reader(), ReuseRunId(id)).await?;
    run.map(|data| Data { data }).ok_or_else(|| ApiError::new(ProblemCode::NotFound))
}

/// Which page of a list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PairParameters {
    /// Rows on a page, 1 to 200.
    limit: Option<u64>,
    /// Where the page begins: a cursor that an earlier page returned.
    cursor: Option<String>,
}

/// The pairs that a comparison of a round found, the strongest first.
#[utoipa::path(
    get, path = "/reuse-runs/{id}/pairs", tag = "examination",
    params(("id" = String, Path, description = "key of the comparison"), PairParameters),
    responses(
        (status = 200, body = Page<ReusePair, NoFacets>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_reuse_pairs(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(asked): Query<PairParameters>,
) -> Result<Page<ReusePair, NoFacets>, ApiError> {
    authz::permit(&reader.actor, Action::ReadExaminations)?;
    let paging = Paging::parse(asked.limit, asked.cursor.as_deref())?;
    let database = app.database.reader();
    let id = ReuseRunId(id);
    let run = store::find_run(database, id).await?;
    let run = run.ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    let data = store::pairs_of(database, id, (paging.offset, paging.limit)).await?;
    Ok(Page { data, meta: paging.meta(run.found, NoFacets {}) })
}
