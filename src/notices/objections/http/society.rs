//! The routes of the nominating society.

use std::sync::Arc;

use axum::{
    extract::{DefaultBodyLimit, Path, State},
    response::IntoResponse,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    bodies::{ObjectionMoreTime, ObjectionText},
    material::ObjectionMaterial,
};
use crate::{
    app::App,
    authz::Reader,
    notices::objections::{
        held::ObjectionError,
        read::{self, Said},
        society_view::SocietyView,
    },
    web::{ApiError, Data, IfMatch, LARGEST_FORM, Problem, Tagged, ValidJson},
};

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    let uploads = OpenApiRouter::new()
        .routes(routes!(answer_society_objection))
        .layer(DefaultBodyLimit::max(LARGEST_FORM));
    OpenApiRouter::new()
        .routes(routes!(list_society_objections))
        .routes(routes!(read_society_objection))
        .routes(routes!(read_society_objection_file))
        .routes(routes!(ask_society_objection_time))
        .merge(uploads)
}

async fn present(app: &App, reader: &Reader, id: Uuid) -> Result<Tagged<SocietyView>, ApiError> {
    let data = read::read_of_society(app, &reader.actor, id.into()).await?;
    Ok(Tagged::new(data.version, data))
}

async fn shown(
    app: &App,
    reader: &Reader,
    id: Uuid,
    outcome: Result<(), ObjectionError>,
) -> Result<Tagged<SocietyView>, ApiError> {
    Tagged::after(outcome, || present(app, reader, id)).await
}

/// The objections to the society's nominations, as the office released them.
#[utoipa::path(
    get, path = "/society-objections", tag = "objections",
    responses((status = 200, body = Data<Vec<SocietyView>>), (status = 403, body = Problem))
)]
async fn list_society_objections(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<SocietyView>>, ApiError> {
    Ok(Data { data: read::list_of_society(&app, &reader.actor).await? })
}

/// One of them.
#[utoipa::path(
    get, path = "/society-objections/{id}", tag = "objections",
    params(("id" = String, Path, description = "key of the objection")),
    responses((status = 200, body = Data<SocietyView>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
async fn read_society_objection(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<SocietyView>, ApiError> {
    present(&app, &reader, id).await
}

/// A file that the society handed in.
#[utoipa::path(
    get, path = "/society-objections/{id}/files/{number}", tag = "objections",
    params(
        ("id" = String, Path, description = "key of the objection"),
        ("number" = i32, Path, description = "number of the file"),
    ),
    responses(
        (status = 200, content_type = "application/octet-stream", body = Vec<u8>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_society_objection_file(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, number)): Path<(Uuid, i32)>,
) -> Result<impl IntoResponse, ApiError> {
    let (attachment, bytes) = read::material(&app, &reader.actor, (id.into(), number)).await?;
    Ok((attachment.headers(), bytes))
}

/// The society answers what is asked of it or of its nominees: a text, or a form of `text` and `files`.
#[utoipa::path(
    post, path = "/society-objections/{id}/tasks/{task}/answer", tag = "objections",
    params(
        ("id" = String, Path, description = "key of the objection"),
        ("task" = String, Path, description = "key of the task"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body(content(
        (ObjectionText = "application/json"), (ObjectionMaterial = "multipart/form-data"),
    )),
    responses(
        (status = 200, body = Data<SocietyView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn answer_society_objection(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, task)): Path<(Uuid, Uuid)>,
    seen: IfMatch,
    body: ObjectionMaterial,
) -> Result<Tagged<SocietyView>, ApiError> {
    let said = Said::Answer(&body.text, &body.files);
    let done = read::say(&app, &reader.actor, (id.into(), seen.0, task.into()), said).await;
    shown(&app, &reader, id, done).await
}

/// The society asks for more time, before the time is over.
#[utoipa::path(
    post, path = "/society-objections/{id}/tasks/{task}/extension", tag = "objections",
    params(
        ("id" = String, Path, description = "key of the objection"),
        ("task" = String, Path, description = "key of the task"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = ObjectionMoreTime,
    responses(
        (status = 200, body = Data<SocietyView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn ask_society_objection_time(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, task)): Path<(Uuid, Uuid)>,
    seen: IfMatch,
    ValidJson(body): ValidJson<ObjectionMoreTime>,
) -> Result<Tagged<SocietyView>, ApiError> {
    let said = Said::MoreTime(body.days, &body.reason);
    let done = read::say(&app, &reader.actor, (id.into(), seen.0, task.into()), said).await;
    shown(&app, &reader, id, done).await
}
