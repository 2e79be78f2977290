//! The routes of quotas.

mod appeals;
mod judging;
mod ledger;
mod policies;
mod proposals;
mod refusals;
mod trials;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use crate::{
    app::App,
    authz::{self, Action, Denied, Reader, Scope},
};

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(ledger::routes())
        .merge(policies::routes())
        .merge(trials::routes())
        .merge(judging::routes())
        .merge(proposals::routes())
        .merge(appeals::routes())
}

/// Lets those pass who see the quotas of every society.
fn reads_all(reader: &Reader) -> Result<(), Denied> {
    let permit = authz::permit(&reader.actor, Action::ReadQuotas)?;
    if permit.scope == Scope::All { Ok(()) } else { Err(Denied) }
}
