//! The routes of corrections.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    super::publicity::{self, NewCorrection, PublicityError, PublicityView},
    publicities::{done, shown},
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson},
};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(draft_correction))
        .routes(routes!(discard_correction))
        .routes(routes!(release_correction))
}

/// Drafts a correction of a released publicity.
#[utoipa::path(
    post, path = "/publicities/{id}/corrections", tag = "notices",
    params(
        ("id" = String, Path, description = "key of the publicity"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewCorrection,
    responses(
        (status = 201, body = Data<PublicityView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn draft_correction(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewCorrection>,
) -> Result<Tagged<PublicityView>, ApiError> {
    let route = format!("publicities/{id}/corrections");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let id = id.into();
    let deed = publicity::draft_correction(&app, &reader.actor, (id, seen.0), &body, Some(&key));
    let mut answer = match deed.await {
        Err(PublicityError::Repeated) => {
            idempotency::recall(app.database.reader(), &key).await?;
            shown(&app, &reader, id).await?
        }
        outcome => done(&app, &reader, id, outcome).await?,
    };
    answer.status = StatusCode::CREATED;
    Ok(answer)
}

/// Somebody who did not draft it releases a correction: it is public at once, beside what it corrects.
#[utoipa::path(
    post, path = "/publicities/{id}/corrections/{number}/release", tag = "notices",
    params(
        ("id" = String, Path, description = "key of the publicity"),
        ("number" = i32, Path, description = "number of the correction"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 200, body = Data<PublicityView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn release_correction(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, number)): Path<(Uuid, i32)>,
    seen: IfMatch,
) -> Result<Tagged<PublicityView>, ApiError> {
    let id = id.into();
    let outcome = publicity::release_correction(&app, &reader.actor, (id, seen.0), number).await;
    done(&app, &reader, id, outcome).await
}

/// Throws the draft of a correction away.
#[utoipa::path(
    delete, path = "/publicities/{id}/corrections/{number}", tag = "notices",
    params(
        ("id" = String, Path, description = "key of the publicity"),
        ("number" = i32, Path, description = "number of the correction"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 200, body = Data<PublicityView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn discard_correction(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, number)): Path<(Uuid, i32)>,
    seen: IfMatch,
) -> Result<Tagged<PublicityView>, ApiError> {
    let id = id.into();
    let outcome = publicity::discard_correction(&app, &reader.actor, (id, seen.0), number).await;
    done(&app, &reader, id, outcome).await
}
