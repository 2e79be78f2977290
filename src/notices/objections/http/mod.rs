//! The routes of objections.

mod bodies;
mod identities;
mod material;
mod office;
mod refusals;
mod society;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(office::routes())
        .merge(identities::routes())
        .merge(society::routes())
}
