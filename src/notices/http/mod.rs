//! The routes of what the award office makes public.

mod corrections;
mod publicities;
mod refusals;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().merge(publicities::routes()).merge(corrections::routes())
}
