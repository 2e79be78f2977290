//! The routes of meetings, for the office and who leads them.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    attend::{self, SeatAttendance},
    call::{self, MeetingCall, MeetingCancel},
    finish, my, my_http,
    my_views::MyMeeting,
    recuse::{self, NewItemRecusal, RecusalWords},
    show,
    steer::{self, AgendaMove},
    views::{AgendaEntry, ItemRecusal, ReviewMeeting, ReviewMeetingRow},
};
use crate::{
    app::App,
    authz::Reader,
    idempotency, identity,
    meetings::{
        MeetingError,
        tracker::{self, MeetingTracker},
    },
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson},
};

/// The routes of this inner room.
pub(in crate::meetings) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_review_meetings))
        .routes(routes!(read_review_meeting))
        .routes(routes!(call_meeting))
        .routes(routes!(open_meeting))
        .routes(routes!(close_meeting))
        .routes(routes!(cancel_meeting))
        .routes(routes!(note_attendance))
        .routes(routes!(move_meeting))
        .routes(routes!(list_item_recusals, recuse_seat))
        .routes(routes!(lift_recusal))
        .merge(my_http::routes())
}

async fn present(app: &App, reader: &Reader, id: Uuid) -> Result<Tagged<ReviewMeeting>, ApiError> {
    let data = show::read(app, &reader.actor, id.into()).await?;
    Ok(Tagged::new(data.version, data))
}

/// The meeting after a deed; where somebody else was first, the refusal carries it.
///
/// # Errors
/// The deed was refused, or what stands now cannot be shown.
pub(in crate::meetings) async fn meeting_answer(
    app: &App,
    reader: &Reader,
    id: Uuid,
    done: Result<(), MeetingError>,
) -> Result<Tagged<ReviewMeeting>, ApiError> {
    Tagged::after(done, || present(app, reader, id)).await
}

async fn present_item(
    app: &App,
    reader: &Reader,
    id: Uuid,
) -> Result<Tagged<AgendaEntry>, ApiError> {
    let data = show::entry(app, &reader.actor, id.into()).await?;
    Ok(Tagged::new(data.version, data))
}

/// The item after a deed of the office; where somebody else was first, the refusal carries it.
///
/// # Errors
/// The deed was refused, or what stands now cannot be shown.
pub(in crate::meetings) async fn item_answer(
    app: &App,
    reader: &Reader,
    id: Uuid,
    done: Result<(), MeetingError>,
) -> Result<Tagged<AgendaEntry>, ApiError> {
    Tagged::after(done, || present_item(app, reader, id)).await
}

async fn present_own(app: &App, reader: &Reader, id: Uuid) -> Result<Tagged<MyMeeting>, ApiError> {
    let data = my::read(app, &reader.actor, id.into()).await?;
    Ok(Tagged::new(data.version, data))
}

/// The meeting after a deed of who has a seat in it; where somebody else was first, the refusal carries it.
///
/// # Errors
/// The deed was refused, or what stands now cannot be shown.
pub(in crate::meetings) async fn own_answer(
    app: &App,
    reader: &Reader,
    id: Uuid,
    done: Result<(), MeetingError>,
) -> Result<Tagged<MyMeeting>, ApiError> {
    Tagged::after(done, || present_own(app, reader, id)).await
}

/// The key of what was made, or was made before by the same request.
///
/// # Errors
/// It was refused; the word of the request was used for another.
pub(in crate::meetings) async fn made(
    app: &App,
    outcome: Result<Uuid, MeetingError>,
    key: &idempotency::Key,
) -> Result<Uuid, ApiError> {
    match outcome {
        Err(MeetingError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), key).await?;
            Uuid::parse_str(&reply).map_err(|error| ApiError::internal(&error))
        }
        other => Ok(other?),
    }
}

/// The meetings of a round, in the order in which they begin.
#[utoipa::path(
    get, path = "/rounds/{year}/meetings", tag = "meetings",
    params(("year" = i32, Path, description = "year of the round")),
    responses(
        (status = 200, body = Data<Vec<ReviewMeetingRow>>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_review_meetings(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<Vec<ReviewMeetingRow>>, ApiError> {
    Ok(Data { data: show::list(&app, &reader.actor, year).await? })
}

/// One meeting: agenda, seats, who is there, who keeps out.
#[utoipa::path(
    get, path = "/meetings/{id}", tag = "meetings",
    params(("id" = String, Path, description = "key of the meeting")),
    responses(
        (status = 200, body = Data<ReviewMeeting>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_review_meeting(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<ReviewMeeting>, ApiError> {
    present(&app, &reader, id).await
}

/// Calls a meeting: its nominations come to the point at which it decides, and everybody is told.
#[utoipa::path(
    post, path = "/meetings/{id}/call", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the meeting"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = MeetingCall,
    responses(
        (status = 200, body = Data<ReviewMeeting>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn call_meeting(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<MeetingCall>,
) -> Result<Tagged<ReviewMeeting>, ApiError> {
    let done = call::call(&app, &reader.actor, (id.into(), seen), &body).await;
    meeting_answer(&app, &reader, id, done).await
}

/// Opens a meeting, once enough are there.
#[utoipa::path(
    post, path = "/meetings/{id}/open", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the meeting"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    responses(
        (status = 200, body = Data<ReviewMeeting>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn open_meeting(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
) -> Result<Tagged<ReviewMeeting>, ApiError> {
    let done = finish::open(&app, &reader.actor, (id.into(), seen)).await;
    meeting_answer(&app, &reader, id, done).await
}

/// Closes a meeting whose agenda is through.
#[utoipa::path(
    post, path = "/meetings/{id}/close", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the meeting"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    responses(
        (status = 200, body = Data<ReviewMeeting>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn close_meeting(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
) -> Result<Tagged<ReviewMeeting>, ApiError> {
    let done = finish::close(&app, &reader.actor, (id.into(), seen)).await;
    meeting_answer(&app, &reader, id, done).await
}

/// Calls a meeting off.
#[utoipa::path(
    post, path = "/meetings/{id}/cancel", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the meeting"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = MeetingCancel,
    responses(
        (status = 200, body = Data<ReviewMeeting>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn cancel_meeting(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<MeetingCancel>,
) -> Result<Tagged<ReviewMeeting>, ApiError> {
    let done = call::cancel(&app, &reader.actor, (id.into(), seen), &body).await;
    meeting_answer(&app, &reader, id, done).await
}

/// The office notes who is there.
#[utoipa::path(
    post, path = "/meetings/{id}/attendance", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the meeting"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = SeatAttendance,
    responses(
        (status = 200, body = Data<ReviewMeeting>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn note_attendance(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<SeatAttendance>,
) -> Result<Tagged<ReviewMeeting>, ApiError> {
    let done = attend::note(&app, &reader.actor, (id.into(), seen), body).await;
    meeting_answer(&app, &reader, id, done).await
}

async fn tracked(app: &App, reader: &Reader, id: Uuid) -> Result<Tagged<MeetingTracker>, ApiError> {
    let data = tracker::look(app, &reader.actor, id.into()).await?;
    Ok(Tagged::new(data.version, data))
}

/// Leads a meeting to an item: the office, or the head of the body.
#[utoipa::path(
    post, path = "/meetings/{id}/current", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the meeting"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = AgendaMove,
    responses(
        (status = 200, body = Data<MeetingTracker>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn move_meeting(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<AgendaMove>,
) -> Result<Tagged<MeetingTracker>, ApiError> {
    let done = steer::go(&app, &reader.actor, (id.into(), seen), body).await;
    Tagged::after(done, || tracked(&app, &reader, id)).await
}

/// Why the list of recusals is read.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RecusalListParameters {
    /// Why a supervisor reads it, in 2 to 500 characters.
    reason: Option<String>,
}

/// Who keeps out of an item, or did, with the reasons; a supervisor says why he reads them.
#[utoipa::path(
    get, path = "/agenda-items/{id}/recusals", tag = "meetings",
    params(("id" = String, Path, description = "key of the item"), RecusalListParameters),
    responses(
        (status = 200, body = Data<Vec<ItemRecusal>>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn list_item_recusals(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(asked): Query<RecusalListParameters>,
) -> Result<Data<Vec<ItemRecusal>>, ApiError> {
    let reason = asked.reason.as_deref();
    let mut data = recuse::list(&app, &reader.actor, id.into(), reason).await?;
    identity::name_actors(app.database.reader(), &mut data).await?;
    Ok(Data { data })
}

/// The office keeps a seat out of an item.
#[utoipa::path(
    post, path = "/agenda-items/{id}/recusals", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the item"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = NewItemRecusal,
    responses(
        (status = 200, body = Data<AgendaEntry>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn recuse_seat(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<NewItemRecusal>,
) -> Result<Tagged<AgendaEntry>, ApiError> {
    let done = recuse::by_office(&app, &reader.actor, (id.into(), seen), &body).await;
    item_answer(&app, &reader, id, done).await
}

/// An administrator who did not decide it lets a seat back to an item.
#[utoipa::path(
    post, path = "/item-recusals/{id}/lift", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the recusal"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = RecusalWords,
    responses(
        (status = 200, body = Data<AgendaEntry>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn lift_recusal(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<RecusalWords>,
) -> Result<Tagged<AgendaEntry>, ApiError> {
    let item = recuse::lift(&app, &reader.actor, (id.into(), seen), &body).await?;
    item_answer(&app, &reader, item.0, Ok(())).await
}
