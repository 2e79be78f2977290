//! The routes of who has a seat in a meeting.

use std::sync::Arc;

use axum::extract::{Path, State};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    attend::{self, OwnAttendance},
    http::own_answer,
    my,
    my_views::{MyMeeting, MyMeetingRow},
    recuse::{self, RecusalWords},
};
use crate::{
    app::App,
    authz::Reader,
    nominations::NominationDetail,
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson},
};

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_my_meetings))
        .routes(routes!(read_my_meeting))
        .routes(routes!(note_own_attendance))
        .routes(routes!(recuse_from_item))
        .routes(routes!(read_my_item_dossier))
}

/// The meetings in which the reader has a seat, in the order in which they begin.
#[utoipa::path(
    get, path = "/my-meetings", tag = "meetings",
    responses(
        (status = 200, body = Data<Vec<MyMeetingRow>>), (status = 401, body = Problem),
        (status = 403, body = Problem),
    )
)]
async fn list_my_meetings(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<MyMeetingRow>>, ApiError> {
    Ok(Data { data: my::list(&app, &reader.actor).await? })
}

/// One of them: of the items out of which he keeps he is told nothing.
#[utoipa::path(
    get, path = "/my-meetings/{id}", tag = "meetings",
    params(("id" = String, Path, description = "key of the meeting")),
    responses(
        (status = 200, body = Data<MyMeeting>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_my_meeting(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<MyMeeting>, ApiError> {
    own_answer(&app, &reader, id, Ok(())).await
}

/// The reader says that he is there, or that he goes.
#[utoipa::path(
    post, path = "/my-meetings/{id}/attendance", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the meeting"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = OwnAttendance,
    responses(
        (status = 200, body = Data<MyMeeting>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn note_own_attendance(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<OwnAttendance>,
) -> Result<Tagged<MyMeeting>, ApiError> {
    let done = attend::note_own(&app, &reader.actor, (id.into(), seen), body).await;
    own_answer(&app, &reader, id, done).await
}

/// The reader keeps out of an item, by its version.
#[utoipa::path(
    post, path = "/my-meetings/{id}/items/{item}/recuse", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the meeting"),
        ("item" = String, Path, description = "key of the item"),
        ("If-Match" = String, Header, description = "the version of the item that the caller saw"),
    ),
    request_body = RecusalWords,
    responses(
        (status = 200, body = Data<MyMeeting>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn recuse_from_item(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, item)): Path<(Uuid, Uuid)>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<RecusalWords>,
) -> Result<Tagged<MyMeeting>, ApiError> {
    let of = (id.into(), item.into(), seen);
    let done = recuse::own(&app, &reader.actor, of, &body).await;
    own_answer(&app, &reader, id, done).await
}

/// The dossier of an item, until the meeting is over; none in a round that hides whose a nomination is.
#[utoipa::path(
    get, path = "/my-meetings/{id}/items/{item}/dossier", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the meeting"),
        ("item" = String, Path, description = "key of the item"),
    ),
    responses(
        (status = 200, body = Data<NominationDetail>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_my_item_dossier(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, item)): Path<(Uuid, Uuid)>,
) -> Result<Data<NominationDetail>, ApiError> {
    let of = (id.into(), item.into());
    Ok(Data { data: my::dossier(&app, &reader.actor, of).await? })
}
