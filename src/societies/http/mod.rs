//! The routes of the register and of the right to nominate.

mod charters;
pub mod delegations;
mod problems;
pub mod qualifications;
pub mod register;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(register::routes())
        .merge(charters::routes())
        .merge(delegations::routes())
        .merge(qualifications::routes())
}
