//! The stream by which a meeting is followed.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::{Path, State},
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::Stream;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    follow::{follow, look},
    view::MeetingTracker,
};
use crate::{
    app::App,
    authz::Reader,
    web::{ApiError, Data, Problem},
};

/// The routes of this inner room.
pub(in crate::meetings) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(read_meeting_tracker)).routes(routes!(watch_meeting))
}

/// Where a meeting is, for who does not follow the stream.
#[utoipa::path(
    get, path = "/meetings/{id}/tracker", tag = "meetings",
    params(("id" = String, Path, description = "key of the meeting")),
    responses(
        (status = 200, body = Data<MeetingTracker>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_meeting_tracker(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<MeetingTracker>, ApiError> {
    Ok(Data { data: look(&app, &reader.actor, id.into()).await? })
}

/// Follows a meeting: an event `tracker` with the whole view at once and after each change.
#[utoipa::path(
    get, path = "/meetings/{id}/events", tag = "meetings",
    params(("id" = String, Path, description = "key of the meeting")),
    responses(
        (status = 200, description = "text/event-stream"), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn watch_meeting(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    // Whoever may not follow it is told so, and not by a stream that is empty.
    look(&app, &reader.actor, id.into()).await?;
    Ok(Sse::new(follow(app, reader.actor, id.into())).keep_alive(KeepAlive::default()))
}
