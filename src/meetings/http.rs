//! The routes of meetings.

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use super::{agenda, bodies, defence, opinion, sitting, tracker, voting};
use crate::app::App;

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(bodies::http::routes())
        .merge(agenda::http::routes())
        .merge(sitting::http::routes())
        .merge(tracker::http::routes())
        .merge(defence::http::routes())
        .merge(opinion::http::routes())
        .merge(voting::http::routes())
}
