//! The routes of falls.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use entity::ids::ResultFallId;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    answer, ask, show,
    views::{AnswerFallRequest, FallRequest, NewFallRequest},
};
use crate::{
    app::App,
    authz::Reader,
    idempotency::{self, Key},
    results::ResultError,
    web::{ApiError, Data, IfMatch, Problem, ProblemCode, Tagged, ValidJson},
};

/// The routes of this inner room.
pub(in crate::results) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_fall_requests, create_fall_request))
        .routes(routes!(answer_fall_request))
}

async fn shown(
    app: &App,
    reader: &Reader,
    id: ResultFallId,
) -> Result<Tagged<FallRequest>, ApiError> {
    let fall = show::one(app, &reader.actor, id).await?;
    Ok(Tagged::new(fall.version, fall))
}

/// What takes nominations out of review or awards back, and what corrects decisions: first what waits for a second
/// person, then the newest 200.
#[utoipa::path(
    get, path = "/falls", tag = "results",
    responses((status = 200, body = Data<Vec<FallRequest>>), (status = 403, body = Problem))
)]
async fn list_fall_requests(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<FallRequest>>, ApiError> {
    Ok(Data { data: show::list(&app, &reader.actor).await? })
}

/// Asks that a nomination fall out of review (X25 arts. 66, 74, 92), that its award be taken back (art. 94), or that a
/// decision against it be corrected.
#[utoipa::path(
    post, path = "/falls", tag = "results",
    params(
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewFallRequest,
    responses(
        (status = 201, body = Data<FallRequest>), (status = 400, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_fall_request(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewFallRequest>,
) -> Result<Tagged<FallRequest>, ApiError> {
    let key = Key::of(&headers, reader.actor.account, "falls", &body)?;
    let id = match ask::ask(&app, &reader.actor, &body, &key).await {
        Ok(id) => id,
        Err(ResultError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            let id = Uuid::parse_str(&reply).map_err(|_| ApiError::new(ProblemCode::KeyReused))?;
            ResultFallId(id)
        }
        Err(error) => return Err(error.into()),
    };
    let mut made = shown(&app, &reader, id).await?;
    made.status = StatusCode::CREATED;
    Ok(made)
}

/// Answers what was asked: another person than the one who asked agrees or refuses; who asked may take it back.
#[utoipa::path(
    post, path = "/falls/{id}/answer", tag = "results",
    params(
        ("id" = String, Path, description = "key of what was asked"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = AnswerFallRequest,
    responses(
        (status = 200, body = Data<FallRequest>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn answer_fall_request(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<AnswerFallRequest>,
) -> Result<Tagged<FallRequest>, ApiError> {
    let id = ResultFallId(id);
    let done = answer::answer(&app, &reader.actor, (id, seen), &body).await;
    Tagged::after(done, || shown(&app, &reader, id)).await
}
