//! The routes of the nominating society.

use std::sync::Arc;

use axum::extract::{Path, State};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::bodies::{ObjectionMoreTime, ObjectionText};
use crate::{
    app::App,
    authz::Reader,
    notices::objections::{
        held::ObjectionError,
        read::{self, Said},
        views::SocietyView,
    },
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson},
};

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_society_objections))
        .routes(routes!(read_society_objection))
        .routes(routes!(answer_society_objection))
        .routes(routes!(ask_society_objection_time))
}

async fn shown(
    app: &App,
    reader: &Reader,
    id: Uuid,
    outcome: Result<(), ObjectionError>,
) -> Result<Tagged<SocietyView>, ApiError> {
    match outcome {
        Ok(()) => {}
        Err(ObjectionError::Stale) => {
            let now = read::read_of_society(app, &reader.actor, id.into()).await?;
            return Err(ApiError::stale(now.version, &now));
        }
        Err(error) => return Err(error.into()),
    }
    let data = read::read_of_society(app, &reader.actor, id.into()).await?;
    Ok(Tagged::new(data.version, data))
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
    shown(&app, &reader, id, Ok(())).await
}

/// The society answers what is asked of it or of its nominees.
#[utoipa::path(
    post, path = "/society-objections/{id}/tasks/{task}/answer", tag = "objections",
    params(
        ("id" = String, Path, description = "key of the objection"),
        ("task" = String, Path, description = "key of the task"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = ObjectionText,
    responses(
        (status = 200, body = Data<SocietyView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn answer_society_objection(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, task)): Path<(Uuid, Uuid)>,
    seen: IfMatch,
    ValidJson(body): ValidJson<ObjectionText>,
) -> Result<Tagged<SocietyView>, ApiError> {
    let said = Said::Answer(&body.text);
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
