//! The routes of a round's timetable and of extensions.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::super::{
    errors::ProcessError,
    show,
    timetable::{self, NewDeadlineExtension, RoundTimetableBody},
    views::TimetableView,
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
        .routes(routes!(read_round_timetable, set_round_timetable))
        .routes(routes!(ask_deadline_extension))
        .routes(routes!(confirm_deadline_extension))
}

async fn shown(app: &App, reader: &Reader, year: i32) -> Result<Tagged<TimetableView>, ApiError> {
    let view = show::timetable(app, &reader.actor, year).await?;
    Ok(Tagged::new(view.version, view))
}

/// The timetable of a round beside the server's clock, with the extensions that the reader may know of.
#[utoipa::path(
    get, path = "/rounds/{year}/timetable", tag = "awards",
    params(("year" = i32, Path, description = "year of the round")),
    responses((status = 200, body = Data<TimetableView>), (status = 404, body = Problem))
)]
async fn read_round_timetable(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Tagged<TimetableView>, ApiError> {
    shown(&app, &reader, year).await
}

/// Sets the timetable of a round, over the version seen (`If-Match: "0"` where there is none).
#[utoipa::path(
    put, path = "/rounds/{year}/timetable", tag = "awards",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("If-Match" = String, Header, description = "the version seen, such as \"1\""),
    ),
    request_body = RoundTimetableBody,
    responses(
        (status = 200, body = Data<TimetableView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn set_round_timetable(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    seen: IfMatch,
    ValidJson(body): ValidJson<RoundTimetableBody>,
) -> Result<Tagged<TimetableView>, ApiError> {
    timetable::set_timetable(&app, &reader.actor, (year, seen.0), body).await?;
    shown(&app, &reader, year).await
}

/// Asks for the end of nominating to be put off, for all, a society or one dossier; another person
/// confirms it.
#[utoipa::path(
    post, path = "/rounds/{year}/extensions", tag = "awards",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewDeadlineExtension,
    responses(
        (status = 201, body = Data<TimetableView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn ask_deadline_extension(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewDeadlineExtension>,
) -> Result<Tagged<TimetableView>, ApiError> {
    let route = format!("rounds/{year}/extensions");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    match timetable::ask_extension(&app, &reader.actor, year, body, Some(&key)).await {
        Err(ProcessError::Dossier(DossierError::Repeated)) => {
            idempotency::recall(app.database.reader(), &key).await?;
        }
        asked => {
            asked?;
        }
    }
    let mut answer = shown(&app, &reader, year).await?;
    answer.status = StatusCode::CREATED;
    Ok(answer)
}

/// Confirms an extension that somebody else asked for.
#[utoipa::path(
    post, path = "/deadline-extensions/{id}/confirm", tag = "awards",
    params(("id" = String, Path, description = "key of the extension")),
    responses(
        (status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem),
    )
)]
async fn confirm_deadline_extension(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, ApiError> {
    timetable::confirm_extension(&app, &reader.actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
