//! The routes of notices: one's own, and the outbox of the award office.

mod office;
mod personal;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().merge(personal::routes()).merge(office::routes())
}
