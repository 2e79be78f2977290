//! The routes of supervision meetings and their action items.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use entity::ids::{ActionItemId, SupervisionMeetingId};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    super::{
        errors::SupervisionError,
        meet::{self, Done, MeetingText, NewActionItem},
        show_work,
        views::MeetingView,
    },
    key_of, made,
};
use crate::{
    app::App,
    authz::Reader,
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson},
};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_supervision_meetings, hold_supervision_meeting))
        .routes(routes!(read_supervision_meeting, change_supervision_meeting))
        .routes(routes!(ask_action_item))
        .routes(routes!(finish_action_item))
}

async fn answer(
    app: &App,
    reader: &Reader,
    id: Uuid,
    outcome: Result<(), SupervisionError>,
) -> Result<Tagged<MeetingView>, ApiError> {
    Tagged::after(outcome, || shown(app, reader, id)).await
}

async fn shown(app: &App, reader: &Reader, id: Uuid) -> Result<Tagged<MeetingView>, ApiError> {
    let id = SupervisionMeetingId(id);
    let meeting = show_work::meeting(app, &reader.actor, reader.language, id).await?;
    Ok(Tagged::new(meeting.version, meeting))
}

/// The meetings that the reader may see, newest first, with what they asked of whom.
#[utoipa::path(
    get, path = "/supervision-meetings", tag = "supervision",
    responses((status = 200, body = Data<Vec<MeetingView>>), (status = 403, body = Problem))
)]
async fn list_supervision_meetings(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<MeetingView>>, ApiError> {
    Ok(Data { data: show_work::meetings(&app, &reader.actor, reader.language).await? })
}

/// Writes a meeting down. CAST alone.
#[utoipa::path(
    post, path = "/supervision-meetings", tag = "supervision",
    params(("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request")),
    request_body = MeetingText,
    responses(
        (status = 201, body = Data<MeetingView>),
        (status = 403, body = Problem), (status = 422, body = Problem),
    )
)]
async fn hold_supervision_meeting(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    ValidJson(body): ValidJson<MeetingText>,
) -> Result<Tagged<MeetingView>, ApiError> {
    let key = key_of(&headers, &reader, "supervision-meetings", &body)?;
    let outcome = meet::hold(&app, &reader.actor, body, Some(&key)).await;
    let id = made(&app, &key, outcome.map(|id| id.0)).await?;
    let mut answer = shown(&app, &reader, id).await?;
    answer.status = StatusCode::CREATED;
    Ok(answer)
}

/// A meeting.
#[utoipa::path(
    get, path = "/supervision-meetings/{id}", tag = "supervision",
    params(("id" = String, Path, description = "key of the meeting")),
    responses((status = 200, body = Data<MeetingView>), (status = 404, body = Problem))
)]
async fn read_supervision_meeting(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<MeetingView>, ApiError> {
    shown(&app, &reader, id).await
}

/// Changes a meeting, its minutes above all. CAST alone.
#[utoipa::path(
    put, path = "/supervision-meetings/{id}", tag = "supervision",
    params(
        ("id" = String, Path, description = "key of the meeting"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = MeetingText,
    responses(
        (status = 200, body = Data<MeetingView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn change_supervision_meeting(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<MeetingText>,
) -> Result<Tagged<MeetingView>, ApiError> {
    let outcome = meet::rewrite(&app, &reader.actor, SupervisionMeetingId(id), seen, body).await;
    answer(&app, &reader, id, outcome).await
}

/// Adds an action item to a meeting. CAST alone.
#[utoipa::path(
    post, path = "/supervision-meetings/{id}/action-items", tag = "supervision",
    params(
        ("id" = String, Path, description = "key of the meeting"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewActionItem,
    responses(
        (status = 200, body = Data<MeetingView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem),
    )
)]
async fn ask_action_item(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewActionItem>,
) -> Result<Tagged<MeetingView>, ApiError> {
    let key = key_of(&headers, &reader, &format!("supervision-meetings/{id}/action-items"), &body)?;
    let meeting = SupervisionMeetingId(id);
    let outcome = meet::ask(&app, &reader.actor, meeting, body, Some(&key)).await;
    made(&app, &key, outcome.map(|item| item.0)).await?;
    shown(&app, &reader, id).await
}

/// Marks an action item as done: the society that is to do it, or CAST.
#[utoipa::path(
    post, path = "/action-items/{id}/done", tag = "supervision",
    params(
        ("id" = String, Path, description = "key of the action item"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = Done,
    responses(
        (status = 200, body = Data<MeetingView>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem),
    )
)]
async fn finish_action_item(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<Done>,
) -> Result<Tagged<MeetingView>, ApiError> {
    let item = ActionItemId(id);
    match meet::finish(&app, &reader.actor, item, seen, body).await {
        Ok(meeting) => shown(&app, &reader, meeting.0).await,
        Err(SupervisionError::Stale) => {
            let meetings = show_work::meetings(&app, &reader.actor, reader.language).await?;
            let found = meetings.into_iter().flat_map(|one| one.action_items);
            let found = found.into_iter().find(|one| one.id == id);
            Err(found.map_or_else(
                || SupervisionError::NotFound.into(),
                |one| ApiError::stale(one.version, &one),
            ))
        }
        Err(error) => Err(error.into()),
    }
}
