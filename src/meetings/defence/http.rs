//! The routes of defences.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    give::{self, Asker, DefenceOutcome, NotTaken},
    views::SocietyDefence,
};
use crate::{
    app::App,
    authz::Reader,
    classified::Sighting,
    files::{LIMITS, megabytes},
    idempotency,
    meetings::{
        MeetingError,
        sitting::{AgendaEntry, item_answer},
    },
    shared::hex_sha256,
    web::{ApiError, Data, IfMatch, Problem, ProblemCode, Tagged, ValidJson, refuse_marked},
};

/// The largest upload: somewhat more than the largest file, so that the file is told to be too large.
const UPLOAD_LIMIT_BYTES: usize = 8 * 1024 * 1024;

/// The routes of this inner room.
pub(in crate::meetings) fn routes() -> OpenApiRouter<Arc<App>> {
    let uploads = OpenApiRouter::new()
        .routes(routes!(give_defence_file))
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT_BYTES));
    OpenApiRouter::new()
        .routes(routes!(list_society_defences))
        .routes(routes!(read_own_defence_file))
        .routes(routes!(read_defence_file))
        .routes(routes!(read_my_defence_file))
        .routes(routes!(note_defence))
        .merge(uploads)
}

impl From<NotTaken> for ApiError {
    fn from(why: NotTaken) -> Self {
        match why {
            NotTaken::Other(error) => error.into(),
            NotTaken::TooLarge => {
                let most = megabytes(LIMITS.file.most_bytes);
                Self::new(ProblemCode::TooLarge).detail(
                    format!("文件不得大于 {most} MB"),
                    format!("a file has {most} MB at most"),
                )
            }
            NotTaken::File(refusal) => {
                let what = refusal.what();
                Self::new(ProblemCode::Invalid)
                    .detail(what.zh.clone(), what.en.clone())
                    .field("/file", refusal.code(), what)
                    .sighted(refusal.mark().map(|kind| Sighting::at("/file", kind)))
            }
        }
    }
}

/// The defences of the nominations of the reader's society.
#[utoipa::path(
    get, path = "/society-defences", tag = "meetings",
    responses(
        (status = 200, body = Data<Vec<SocietyDefence>>), (status = 401, body = Problem),
        (status = 403, body = Problem),
    )
)]
async fn list_society_defences(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<SocietyDefence>>, ApiError> {
    Ok(Data { data: give::list(&app, &reader.actor).await? })
}

/// What is said of a file beside its bytes.
#[derive(Clone, Debug, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DefenceFileParameters {
    /// Its name.
    name: String,
}

/// Hands a file in for a defence: of the kinds that attachments have; one that comes when the meeting has begun is marked
/// as late.
#[utoipa::path(
    post, path = "/society-defences/{id}/files", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the item"), DefenceFileParameters,
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 201, body = Data<SocietyDefence>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem),
    )
)]
async fn give_defence_file(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(told): Query<DefenceFileParameters>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<(StatusCode, Data<SocietyDefence>), ApiError> {
    refuse_marked(&[("/name", told.name.as_str())])?;
    let route = format!("society-defences/{id}/files");
    let body = (&told, hex_sha256(&bytes));
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let file = (told.name.as_str(), bytes.to_vec());
    match give::give(&app, &reader.actor, (id.into(), &key), file).await {
        Ok(_) => {}
        Err(NotTaken::Other(MeetingError::Repeated)) => {
            idempotency::recall(app.database.reader(), &key).await?;
        }
        Err(why) => return Err(why.into()),
    }
    let data = give::of_society(&app, &reader.actor, id.into()).await?;
    Ok((StatusCode::CREATED, Data { data }))
}

/// A file that the reader's society handed in, as a download.
#[utoipa::path(
    get, path = "/society-defences/{id}/files/{number}", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the item"),
        ("number" = i32, Path, description = "number of the file"),
    ),
    responses(
        (status = 200, description = "the file", content_type = "application/octet-stream"),
        (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem),
    )
)]
async fn read_own_defence_file(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, number)): Path<(Uuid, i32)>,
) -> Result<impl IntoResponse, ApiError> {
    let of = (id.into(), number);
    let (attachment, bytes) = give::file(&app, &reader.actor, Asker::Society, of).await?;
    Ok((attachment.headers(), bytes))
}

/// A file that was handed in for a defence, as a download.
#[utoipa::path(
    get, path = "/agenda-items/{id}/files/{number}", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the item"),
        ("number" = i32, Path, description = "number of the file"),
    ),
    responses(
        (status = 200, description = "the file", content_type = "application/octet-stream"),
        (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn read_defence_file(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, number)): Path<(Uuid, i32)>,
) -> Result<impl IntoResponse, ApiError> {
    let of = (id.into(), number);
    let (attachment, bytes) = give::file(&app, &reader.actor, Asker::Office, of).await?;
    Ok((attachment.headers(), bytes))
}

/// The same, for who has a seat in the meeting and does not keep out of the item, until it is over.
#[utoipa::path(
    get, path = "/my-meetings/{id}/items/{item}/files/{number}", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the meeting"),
        ("item" = String, Path, description = "key of the item"),
        ("number" = i32, Path, description = "number of the file"),
    ),
    responses(
        (status = 200, description = "the file", content_type = "application/octet-stream"),
        (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem),
    )
)]
async fn read_my_defence_file(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, item, number)): Path<(Uuid, Uuid, i32)>,
) -> Result<impl IntoResponse, ApiError> {
    let (from, of) = (Asker::Seat(id.into()), (item.into(), number));
    let (attachment, bytes) = give::file(&app, &reader.actor, from, of).await?;
    Ok((attachment.headers(), bytes))
}

/// The office says whether somebody came to his defence.
#[utoipa::path(
    put, path = "/agenda-items/{id}/defence", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the item"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = DefenceOutcome,
    responses(
        (status = 200, body = Data<AgendaEntry>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn note_defence(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<DefenceOutcome>,
) -> Result<Tagged<AgendaEntry>, ApiError> {
    let done = give::say(&app, &reader.actor, (id.into(), seen), body).await;
    item_answer(&app, &reader, id, done).await
}
