//! The routes of results.

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use super::{bundle, decide, falls, letters, release};
use crate::app::App;

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(release::http::routes())
        .merge(decide::http::routes())
        .merge(letters::http::routes())
        .merge(bundle::http::routes())
        .merge(falls::http::routes())
}
