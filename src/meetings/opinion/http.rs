//! The routes of opinions.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::HeaderMap,
};
use entity::ids::ReviewMeetingId;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    sign::{self, AgreedOpinions, NewOpinionSignature},
    views::{self, GroupOpinion},
    write::{self, OpinionWords},
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    meetings::{
        MeetingError,
        sitting::{MyMeeting, own_answer},
    },
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson},
};

/// The routes of this inner room.
pub(in crate::meetings) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(read_opinion, write_opinion))
        .routes(routes!(lock_opinion))
        .routes(routes!(sign_opinion))
        .routes(routes!(agree_with_opinions))
}

/// The opinion on an item, with who signed it and who dissents.
#[utoipa::path(
    get, path = "/agenda-items/{id}/opinion", tag = "meetings",
    params(("id" = String, Path, description = "key of the item")),
    responses(
        (status = 200, body = Data<GroupOpinion>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem),
    )
)]
async fn read_opinion(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<GroupOpinion>, ApiError> {
    let data = views::read(&app, &reader.actor, id.into()).await?;
    Ok(Tagged::new(data.version, data))
}

/// The meeting of who wrote, after he did.
async fn written(
    app: &App,
    reader: &Reader,
    done: Result<ReviewMeetingId, MeetingError>,
) -> Result<Tagged<MyMeeting>, ApiError> {
    let meeting = done?;
    own_answer(app, reader, meeting.0, Ok(())).await
}

/// Writes the opinion on an item, or writes it anew until it is locked: who has a duty in the body. Version 0 is that of
/// none.
#[utoipa::path(
    put, path = "/agenda-items/{id}/opinion", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the item"),
        ("If-Match" = String, Header, description = "the version of the opinion that the caller saw"),
    ),
    request_body = OpinionWords,
    responses(
        (status = 200, body = Data<MyMeeting>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn write_opinion(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<OpinionWords>,
) -> Result<Tagged<MyMeeting>, ApiError> {
    let done = write::write(&app, &reader.actor, (id.into(), seen), &body).await;
    written(&app, &reader, done).await
}

/// Locks the opinion on an item: its text does not change any more, and is signed.
#[utoipa::path(
    post, path = "/agenda-items/{id}/opinion/lock", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the item"),
        ("If-Match" = String, Header, description = "the version of the opinion that the caller saw"),
    ),
    responses(
        (status = 200, body = Data<MyMeeting>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn lock_opinion(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
) -> Result<Tagged<MyMeeting>, ApiError> {
    let done = write::lock(&app, &reader.actor, (id.into(), seen)).await;
    written(&app, &reader, done).await
}

/// Signs an opinion that was locked, or dissents from it, by the version at which it was locked.
#[utoipa::path(
    post, path = "/my-meetings/{id}/opinions/{opinion}/sign", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the meeting"),
        ("opinion" = String, Path, description = "key of the opinion"),
        ("If-Match" = String, Header, description = "the version of the opinion that the caller saw"),
    ),
    request_body = NewOpinionSignature,
    responses(
        (status = 200, body = Data<MyMeeting>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn sign_opinion(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, opinion)): Path<(Uuid, Uuid)>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<NewOpinionSignature>,
) -> Result<Tagged<MyMeeting>, ApiError> {
    let of = (id.into(), opinion.into(), seen);
    let done = sign::sign(&app, &reader.actor, of, &body).await;
    own_answer(&app, &reader, id, done).await
}

/// Signs several opinions that were locked in one act, in agreement with each: all of them, or none.
#[utoipa::path(
    post, path = "/my-meetings/{id}/opinions/agree", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the meeting"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = AgreedOpinions,
    responses(
        (status = 200, body = Data<MyMeeting>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn agree_with_opinions(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<AgreedOpinions>,
) -> Result<Tagged<MyMeeting>, ApiError> {
    let route = format!("my-meetings/{id}/opinions/agree");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let done = match sign::agree(&app, &reader.actor, (id.into(), &key), &body).await {
        Err(MeetingError::Repeated) => {
            idempotency::recall(app.database.reader(), &key).await?;
            Ok(())
        }
        done => done,
    };
    own_answer(&app, &reader, id, done).await
}
