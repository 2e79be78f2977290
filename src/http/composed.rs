//! The pages of one nomination and one expert: what their own room knows, with what the matching
//! found for those who may see it. The rooms below do not know each other this way round.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    app::App,
    authz::{self, Action, Reader},
    experts,
    matching::{self, AssignmentView, NominationMatch},
    nominations,
    web::{ApiError, Data, Problem, ProblemCode},
};

/// A nomination with whom the latest run matched to it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct NominationDetail {
    /// The nomination.
    #[serde(flatten)]
    pub nomination: nominations::NominationDetail,
    /// The match, for those who may see it and have no interest in the nomination, once a run is done.
    #[serde(rename = "match")]
    pub matched: Option<NominationMatch>,
}

/// An expert with the nominations of the latest run.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ExpertDetail {
    /// The expert.
    #[serde(flatten)]
    pub expert: experts::ExpertDetail,
    /// Nominations of the latest run.
    pub assignments: Vec<AssignmentView>,
    /// Nominations of that run from which the expert is barred, or on which a person must decide.
    pub conflicts_count: u64,
}

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(read_nomination)).routes(routes!(read_expert))
}

/// A body with the version of what it shows as its entity tag.
fn tagged<T: Serialize>(data: T, version: i64, run: Option<Uuid>) -> Response {
    let tag = match run {
        Some(run) => format!("\"{version}-{run}\""),
        None => format!("\"{version}\""),
    };
    let mut response = Data { data }.into_response();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// One nomination: people, units, texts; and whom the latest run matched to it, with the reasons.
#[utoipa::path(
    get, path = "/nominations/{id}", tag = "nominations",
    params(("id" = String, Path, description = "key of the nomination")),
    responses(
        (status = 200, body = Data<NominationDetail>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_nomination(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Response, ApiError> {
    let permit = authz::permit(&reader.actor, Action::ReadNominations)?;
    let sees_matches = authz::permit(&reader.actor, Action::ReadMatches).is_ok();
    let database = app.database.reader();
    let wall = authz::wall_of(database, &reader.actor).await?;
    let sees_matches = sees_matches && !wall.hides(id.into());
    let nomination = nominations::detail(database, id.into(), &permit.scope, sees_matches)
        .await?
        .ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    let matched = if sees_matches {
        matching::of_nomination(database, id.into(), &wall).await?
    } else {
        None
    };
    let version = nomination.version;
    let run = matched.as_ref().map(|matched| matched.run_id);
    Ok(tagged(NominationDetail { nomination, matched }, version, run))
}

/// One expert: profile, publications, and the nominations of the latest run.
#[utoipa::path(
    get, path = "/experts/{id}", tag = "experts",
    params(("id" = String, Path, description = "key of the expert")),
    responses(
        (status = 200, body = Data<ExpertDetail>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_expert(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Response, ApiError> {
    authz::permit(&reader.actor, Action::ReadExperts)?;
    authz::permit(&reader.actor, Action::ReadMatches)?;
    let database = app.database.reader();
    let wall = authz::wall_of(database, &reader.actor).await?;
    let expert = experts::detail(database, id.into(), &wall)
        .await?
        .ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    let (run, assignments, conflicts_count) =
        matching::of_expert(database, id.into(), &wall).await?;
    let version = expert.version;
    Ok(tagged(ExpertDetail { expert, assignments, conflicts_count }, version, run))
}
