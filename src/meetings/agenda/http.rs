//! The routes of the agenda.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    draft::{self, NewReviewMeeting, ReviewMeetingChange},
    ordering::{self, AgendaOrder, AgendaPins},
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    meetings::{
        MeetingError,
        sitting::{ReviewMeeting, made, meeting_answer},
    },
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson},
};

/// The routes of this inner room.
pub(in crate::meetings) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(draft_review_meeting))
        .routes(routes!(change_review_meeting))
        .routes(routes!(preview_agenda_order))
}

/// Drafts a meeting of a body with every nomination that it may take up, or with those that are named, in the order that
/// moves the fewest people.
#[utoipa::path(
    post, path = "/rounds/{year}/meetings", tag = "meetings",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewReviewMeeting,
    responses(
        (status = 201, body = Data<ReviewMeeting>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn draft_review_meeting(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewReviewMeeting>,
) -> Result<Tagged<ReviewMeeting>, ApiError> {
    let route = format!("rounds/{year}/meetings");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let done = draft::create(&app, &reader.actor, (year, &key), &body).await;
    let id = made(&app, done.map(|id| id.0), &key).await?;
    let mut answer = meeting_answer(&app, &reader, id, Ok(())).await?;
    answer.status = StatusCode::CREATED;
    Ok(answer)
}

/// Changes a meeting before it is opened: time, place, and the whole agenda in its order.
#[utoipa::path(
    put, path = "/meetings/{id}", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the meeting"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = ReviewMeetingChange,
    responses(
        (status = 200, body = Data<ReviewMeeting>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn change_review_meeting(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<ReviewMeetingChange>,
) -> Result<Tagged<ReviewMeeting>, ApiError> {
    let done: Result<(), MeetingError> =
        draft::change(&app, &reader.actor, (id.into(), seen), &body).await;
    meeting_answer(&app, &reader, id, done).await
}

/// The order in which the fewest people would move, with some items at fixed places. Nothing is kept.
#[utoipa::path(
    post, path = "/meetings/{id}/order-preview", tag = "meetings",
    params(("id" = String, Path, description = "key of the meeting")),
    request_body = AgendaPins,
    responses(
        (status = 200, body = Data<AgendaOrder>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn preview_agenda_order(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    ValidJson(body): ValidJson<AgendaPins>,
) -> Result<Data<AgendaOrder>, ApiError> {
    Ok(Data { data: ordering::preview(&app, &reader.actor, id.into(), &body).await? })
}
