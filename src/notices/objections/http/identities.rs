//! The routes by which two people see who objected.

use std::sync::Arc;

use axum::extract::{Path, State};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    bodies::{ObjectionIdentityAnswer, ObjectionReason},
    office::shown,
};
use crate::{
    app::App,
    authz::Reader,
    notices::objections::{opening, record::Identity, views::DetailView},
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson},
};

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(ask_objector_identity))
        .routes(routes!(answer_objector_identity))
        .routes(routes!(open_objector_identity))
}

/// One person asks to see who objected, with a reason; the supervision committee is told.
#[utoipa::path(
    post, path = "/objections/{id}/identity-requests", tag = "objections",
    params(
        ("id" = String, Path, description = "key of the objection"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = ObjectionReason,
    responses(
        (status = 200, body = Data<DetailView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn ask_objector_identity(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<ObjectionReason>,
) -> Result<Tagged<DetailView>, ApiError> {
    let done = opening::ask(&app, &reader.actor, (id.into(), seen.0), &body.reason).await;
    shown(&app, &reader, id, done.map(|_| ())).await
}

/// Another person grants it, or does not.
#[utoipa::path(
    post, path = "/objections/{id}/identity-requests/{request}/answer", tag = "objections",
    params(
        ("id" = String, Path, description = "key of the objection"),
        ("request" = String, Path, description = "key of the request"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = ObjectionIdentityAnswer,
    responses(
        (status = 200, body = Data<DetailView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn answer_objector_identity(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, request)): Path<(Uuid, Uuid)>,
    seen: IfMatch,
    ValidJson(body): ValidJson<ObjectionIdentityAnswer>,
) -> Result<Tagged<DetailView>, ApiError> {
    let said = (body.is_granted, body.reason.as_str());
    let asked = (id.into(), seen.0, request.into());
    let done = opening::answer(&app, &reader.actor, asked, said).await;
    shown(&app, &reader, id, done).await
}

/// Who objected: shown once, to the one who asked.
#[utoipa::path(
    post, path = "/objections/{id}/identity-requests/{request}/open", tag = "objections",
    params(
        ("id" = String, Path, description = "key of the objection"),
        ("request" = String, Path, description = "key of the request"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 200, body = Data<Identity>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn open_objector_identity(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, request)): Path<(Uuid, Uuid)>,
    seen: IfMatch,
) -> Result<Data<Identity>, ApiError> {
    let data = opening::open(&app, &reader.actor, (id.into(), seen.0, request.into())).await?;
    Ok(Data { data })
}
