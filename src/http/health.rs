//! Is this process alive, and may it be sent requests?

use std::sync::Arc;

use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use serde_json::json;

use crate::{app::App, jobs};

/// `/healthz` and `/readyz`.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/healthz", get(|| async { "ok" })).route("/readyz", get(is_ready))
}

/// Ready when the database answers; says too how many jobs wait.
async fn is_ready(State(app): State<Arc<App>>) -> (StatusCode, Json<serde_json::Value>) {
    match app.database.ping().await {
        Ok(()) => {
            let waiting = jobs::pending(app.database.reader()).await.ok();
            (StatusCode::OK, Json(json!({ "database": "ok", "jobs_waiting": waiting })))
        }
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "database": "unreachable" })))
        }
    }
}
