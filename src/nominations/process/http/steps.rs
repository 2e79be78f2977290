//! The routes of a dossier's steps: review, publicity, resolution, back to the draft.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::super::{
    errors::ProcessError,
    publish::{self, NewPublicity, PublicityEnd},
    resolve::{self, NewDossierResolution, ResolutionOutcome},
    review, show,
    views::ProcessView,
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    nominations::dossier::DossierError,
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson},
};

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(read_dossier_process))
        .routes(routes!(request_dossier_review))
        .routes(routes!(pass_dossier_review))
        .routes(routes!(return_dossier))
        .routes(routes!(take_back_dossier))
        .routes(routes!(begin_dossier_publicity))
        .routes(routes!(end_dossier_publicity))
        .routes(routes!(create_dossier_resolution))
}

async fn shown(app: &App, reader: &Reader, id: Uuid) -> Result<Tagged<ProcessView>, ApiError> {
    let view = show::process(app, &reader.actor, id.into()).await?;
    Ok(Tagged::new(view.version, view))
}

/// The way of a dossier after a step. Where it has moved on since it was seen, the step is not taken and the
/// present way is told.
async fn stepped(
    app: &App,
    reader: &Reader,
    id: Uuid,
    taken: Result<(), ProcessError>,
) -> Result<Tagged<ProcessView>, ApiError> {
    Tagged::after(taken, || shown(app, reader, id)).await
}

/// The way of a dossier through its society: what was done, what stands, what comes next and by whom.
#[utoipa::path(
    get, path = "/dossiers/{id}/process", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier")),
    responses((status = 200, body = Data<ProcessView>), (status = 404, body = Problem))
)]
async fn read_dossier_process(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<ProcessView>, ApiError> {
    shown(&app, &reader, id).await
}

/// A word to whoever reviews.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct ReviewRequest {
    /// What the approver should know; may be left out.
    #[serde(default)]
    #[validate(length(max = 2000))]
    note: Option<String>,
}

/// Asks for the internal review: from then on nobody writes in the dossier.
#[utoipa::path(
    post, path = "/dossiers/{id}/review", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("If-Match" = String, Header, description = "the version that was read"),
    ),
    request_body = ReviewRequest,
    responses(
        (status = 200, body = Data<ProcessView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem),
    )
)]
async fn request_dossier_review(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<ReviewRequest>,
) -> Result<Tagged<ProcessView>, ApiError> {
    let place = (id.into(), Some(seen));
    let taken = review::request_review(&app, &reader.actor, place, body.note.as_deref()).await;
    stepped(&app, &reader, id, taken).await
}

/// Passes the review; not for whoever asked for it.
#[utoipa::path(
    post, path = "/dossiers/{id}/review/pass", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("If-Match" = String, Header, description = "the version that was read"),
    ),
    responses(
        (status = 200, body = Data<ProcessView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem),
    )
)]
async fn pass_dossier_review(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
) -> Result<Tagged<ProcessView>, ApiError> {
    let taken = review::pass_review(&app, &reader.actor, (id.into(), Some(seen))).await;
    stepped(&app, &reader, id, taken).await
}

/// Why a dossier goes back.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct ReturnReason {
    /// The reason.
    #[validate(length(min = 1, max = 4000))]
    reason: String,
}

/// Returns a dossier under review to its clerks, with reasons.
#[utoipa::path(
    post, path = "/dossiers/{id}/review/return", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("If-Match" = String, Header, description = "the version that was read"),
    ),
    request_body = ReturnReason,
    responses(
        (status = 200, body = Data<ProcessView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn return_dossier(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<ReturnReason>,
) -> Result<Tagged<ProcessView>, ApiError> {
    let place = (id.into(), Some(seen));
    let taken = review::return_to_draft(&app, &reader.actor, place, &body.reason).await;
    stepped(&app, &reader, id, taken).await
}

/// Takes a dossier back to the draft, a head also one that waits for CAST's answer; its publicity and its resolution
/// count no longer.
#[utoipa::path(
    post, path = "/dossiers/{id}/take-back", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("If-Match" = String, Header, description = "the version that was read"),
    ),
    request_body = ReturnReason,
    responses(
        (status = 200, body = Data<ProcessView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn take_back_dossier(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<ReturnReason>,
) -> Result<Tagged<ProcessView>, ApiError> {
    let place = (id.into(), Some(seen));
    let taken = review::take_back(&app, &reader.actor, place, &body.reason).await;
    stepped(&app, &reader, id, taken).await
}

/// Writes down the society's own publicity of a dossier.
#[utoipa::path(
    post, path = "/dossiers/{id}/publicity", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewPublicity,
    responses(
        (status = 201, body = Data<ProcessView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn begin_dossier_publicity(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewPublicity>,
) -> Result<Tagged<ProcessView>, ApiError> {
    let route = format!("dossiers/{id}/publicity");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    match publish::begin_publicity(&app, &reader.actor, id.into(), body, Some(&key)).await {
        Err(ProcessError::Dossier(DossierError::Repeated)) => {
            idempotency::recall(app.database.reader(), &key).await?;
        }
        begun => {
            begun?;
        }
    }
    let mut answer = shown(&app, &reader, id).await?;
    answer.status = StatusCode::CREATED;
    Ok(answer)
}

/// Says what came of the publicity, after its last day.
#[utoipa::path(
    post, path = "/dossiers/{id}/publicity/end", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("If-Match" = String, Header, description = "the version that was read"),
    ),
    request_body = PublicityEnd,
    responses(
        (status = 200, body = Data<ProcessView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn end_dossier_publicity(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<PublicityEnd>,
) -> Result<Tagged<ProcessView>, ApiError> {
    let place = (id.into(), Some(seen));
    let taken = publish::end_publicity(&app, &reader.actor, place, body).await;
    stepped(&app, &reader, id, taken).await
}

/// Records a resolution of the society's council on one or several dossiers.
#[utoipa::path(
    post, path = "/rounds/{year}/dossier-resolutions", tag = "dossiers",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewDossierResolution,
    responses(
        (status = 200, body = Data<ResolutionOutcome>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_dossier_resolution(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewDossierResolution>,
) -> Result<Data<ResolutionOutcome>, ApiError> {
    let route = format!("rounds/{year}/dossier-resolutions");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let data = match resolve::resolve(&app, &reader.actor, year, body, Some(&key)).await {
        Err(ProcessError::Dossier(DossierError::Repeated)) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            serde_json::from_str(&reply).map_err(|error| ApiError::internal(&error))?
        }
        resolved => resolved?,
    };
    Ok(Data { data })
}
