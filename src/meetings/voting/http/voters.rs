//! The route by which a member votes.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{bodies::MarksBody, once};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    meetings::voting::{cast, views::ReceiptView},
    web::{ApiError, Data, Problem, ValidJson},
};

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(cast_ballot))
}

/// Casts the reader's paper. It is cast once and stays.
#[utoipa::path(
    post, path = "/ballots/{id}/papers", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the ballot"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = MarksBody,
    responses(
        (status = 201, body = Data<ReceiptView>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn cast_ballot(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<MarksBody>,
) -> Result<(StatusCode, Data<ReceiptView>), ApiError> {
    let route = format!("ballots/{id}/papers");
    // A digest of the marks beside the account would tell them to whoever tries all of few: they are no part of the key.
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &())?;
    let outcome = cast::cast(&app, &reader.actor, (id.into(), &body.marks), &key).await;
    once(&app, (outcome, &key)).await?;
    let data = cast::receipt(&app, &reader.actor, id.into()).await?;
    Ok((StatusCode::CREATED, Data { data }))
}
