//! The routes of what is done with many nominations at once.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use entity::ids::ExaminationBatchId;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::super::{
    batch::{self, BatchRequest, Outlook},
    errors::ExaminationError,
    read,
    views::BatchView,
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    web::{ApiError, Data, Problem, ProblemCode, ValidJson},
};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_examination_batches))
        .routes(routes!(preview_examination_batch))
        .routes(routes!(create_examination_batch))
        .routes(routes!(undo_examination_batch))
}

/// The newest batches of a round.
#[utoipa::path(
    get, path = "/rounds/{year}/examination-batches", tag = "examination",
    params(("year" = i32, Path, description = "year of the round")),
    responses(
        (status = 200, body = Data<Vec<BatchView>>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_examination_batches(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<Vec<BatchView>>, ApiError> {
    Ok(Data { data: read::batches(&app, &reader.actor, year).await? })
}

/// What would become of each nomination; nothing is done.
#[utoipa::path(
    post, path = "/rounds/{year}/examination-batches/preview", tag = "examination",
    params(("year" = i32, Path, description = "year of the round")),
    request_body = BatchRequest,
    responses(
        (status = 200, body = Data<Vec<Outlook>>),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem),
    )
)]
async fn preview_examination_batch(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    ValidJson(body): ValidJson<BatchRequest>,
) -> Result<Data<Vec<Outlook>>, ApiError> {
    Ok(Data { data: batch::preview(&app, &reader.actor, (year, &body)).await? })
}

/// Asks for it: carried out after the time in which it can be undone.
#[utoipa::path(
    post, path = "/rounds/{year}/examination-batches", tag = "examination",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = BatchRequest,
    responses(
        (status = 201, body = Data<BatchView>),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_examination_batch(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<BatchRequest>,
) -> Result<Response, ApiError> {
    let route = format!("rounds/{year}/examination-batches");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let id = match batch::ask_batch(&app, &reader.actor, (year, &body), Some(&key)).await {
        Ok(id) => id,
        Err(ExaminationError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            let id = Uuid::parse_str(&reply).map_err(|error| ApiError::internal(&error))?;
            ExaminationBatchId(id)
        }
        Err(error) => return Err(error.into()),
    };
    let all = read::batches(&app, &reader.actor, year).await?;
    let data = all.into_iter().find(|one| one.id == id.0);
    let data = data.ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    Ok((StatusCode::CREATED, Data { data }).into_response())
}

/// Undoes a batch before it is carried out.
#[utoipa::path(
    post, path = "/examination-batches/{id}/undo", tag = "examination",
    params(("id" = String, Path, description = "key of the batch")),
    responses(
        (status = 204, description = "undone"),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn undo_examination_batch(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, ApiError> {
    batch::undo(&app, &reader.actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
