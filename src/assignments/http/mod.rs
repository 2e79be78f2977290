//! The routes of assignments.

mod columns;
mod mine;
mod plans;
mod refusals;
mod reviews;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(plans::routes())
        .merge(columns::routes())
        .merge(reviews::routes())
        .merge(mine::routes())
}
