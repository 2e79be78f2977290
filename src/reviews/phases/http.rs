//! The routes of phases.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use entity::ids::ReviewPhaseId;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    close::close,
    draft::{NewPhase, PhaseText, change, draft},
    extend::{LaterEnd, extend},
    open::open,
    show,
    views::{LeftBehind, MovedPhase, PhaseView},
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    reviews::ReviewError,
    web::{ApiError, Data, IfMatch, Problem, ProblemCode, Tagged, ValidJson},
};

/// The routes of this inner room.
pub(in crate::reviews) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_review_phases, draft_review_phase))
        .routes(routes!(change_review_phase))
        .routes(routes!(open_review_phase))
        .routes(routes!(close_review_phase))
        .routes(routes!(extend_review_phase))
}

/// The phase after something was done with it, or why that was refused; where somebody was faster, with what stands now.
async fn after(
    app: &App,
    reader: &Reader,
    id: Uuid,
    outcome: Result<Vec<LeftBehind>, ReviewError>,
) -> Result<Tagged<MovedPhase>, ApiError> {
    let (left_behind, is_stale) = match outcome {
        Ok(left_behind) => (left_behind, false),
        Err(ReviewError::Stale) => (Vec::new(), true),
        Err(error) => return Err(error.into()),
    };
    let phase = show::one(app, &reader.actor, ReviewPhaseId(id)).await?;
    if is_stale {
        return Err(ApiError::stale(phase.version, &phase));
    }
    Ok(Tagged::new(phase.version, MovedPhase { phase, left_behind }))
}

/// The phases of the remote review of a round, one for each category that has one.
#[utoipa::path(
    get, path = "/rounds/{year}/review-phases", tag = "reviews",
    params(("year" = i32, Path, description = "year of the round")),
    responses(
        (status = 200, body = Data<Vec<PhaseView>>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_review_phases(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<Vec<PhaseView>>, ApiError> {
    Ok(Data { data: show::list(&app, &reader.actor, year).await? })
}

/// Drafts the phase of a category.
#[utoipa::path(
    post, path = "/rounds/{year}/review-phases", tag = "reviews",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewPhase,
    responses(
        (status = 201, body = Data<PhaseView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn draft_review_phase(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewPhase>,
) -> Result<Tagged<PhaseView>, ApiError> {
    let route = format!("rounds/{year}/review-phases");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let id = match draft(&app, &reader.actor, (year, &body), Some(&key)).await {
        Err(ReviewError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            let kept = Uuid::parse_str(&reply);
            ReviewPhaseId(kept.map_err(|_| ApiError::new(ProblemCode::KeyReused))?)
        }
        made => made?,
    };
    let view = show::one(&app, &reader.actor, id).await?;
    let mut made = Tagged::new(view.version, view);
    made.status = StatusCode::CREATED;
    Ok(made)
}

/// Changes the draft of a phase.
#[utoipa::path(
    put, path = "/review-phases/{id}", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the phase"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = PhaseText,
    responses(
        (status = 200, body = Data<MovedPhase>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn change_review_phase(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<PhaseText>,
) -> Result<Tagged<MovedPhase>, ApiError> {
    let done = change(&app, &reader.actor, (ReviewPhaseId(id), seen), &body).await;
    after(&app, &reader, id, done.map(|()| Vec::new())).await
}

/// Opens a phase: every nomination of its category that may go on goes on, and who stays behind is told with the
/// reason. Asked of an open phase, it takes in those of them who may go on by then.
#[utoipa::path(
    post, path = "/review-phases/{id}/open", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the phase"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    responses(
        (status = 200, body = Data<MovedPhase>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn open_review_phase(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
) -> Result<Tagged<MovedPhase>, ApiError> {
    let done = open(&app, &reader.actor, (ReviewPhaseId(id), seen)).await;
    after(&app, &reader, id, done).await
}

/// Closes a phase before its time, once every sheet is submitted and every invitation answered.
#[utoipa::path(
    post, path = "/review-phases/{id}/close", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the phase"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    responses(
        (status = 200, body = Data<MovedPhase>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
    )
)]
async fn close_review_phase(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
) -> Result<Tagged<MovedPhase>, ApiError> {
    let done = close(&app, &reader.actor, (ReviewPhaseId(id), seen)).await;
    after(&app, &reader, id, done.map(|()| Vec::new())).await
}

/// Puts the end of an open phase off.
#[utoipa::path(
    post, path = "/review-phases/{id}/extend", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the phase"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = LaterEnd,
    responses(
        (status = 200, body = Data<MovedPhase>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn extend_review_phase(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<LaterEnd>,
) -> Result<Tagged<MovedPhase>, ApiError> {
    let done = extend(&app, &reader.actor, (ReviewPhaseId(id), seen), &body).await;
    after(&app, &reader, id, done.map(|()| Vec::new())).await
}
