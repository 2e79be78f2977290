//! The routes of supervision.

mod assessments;
mod meetings;
mod papers;
mod publications;
mod refusals;
mod taskbooks;

use std::sync::Arc;

use axum::http::HeaderMap;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

use super::errors::SupervisionError;
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    web::{ApiError, ProblemCode},
};

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(taskbooks::routes())
        .merge(papers::routes())
        .merge(meetings::routes())
        .merge(assessments::routes())
        .merge(publications::routes())
}

/// The key of a request that makes something.
fn key_of(
    headers: &HeaderMap,
    reader: &Reader,
    route: &str,
    body: &impl serde::Serialize,
) -> Result<idempotency::Key, ApiError> {
    idempotency::Key::of(headers, reader.actor.account, route, body)
}

/// The key of what was made: now, or when the same request came first.
async fn made(
    app: &App,
    key: &idempotency::Key,
    outcome: Result<Uuid, SupervisionError>,
) -> Result<Uuid, ApiError> {
    match outcome {
        Err(SupervisionError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), key).await?;
            Uuid::parse_str(&reply).map_err(|_| ApiError::new(ProblemCode::KeyReused))
        }
        other => Ok(other?),
    }
}
