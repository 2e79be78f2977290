//! The routes of recusals.

mod alerts;
mod bodies;
mod declarations;
mod findings;
mod refusals;

use std::sync::Arc;

use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;

use super::RecusalError;
use crate::{
    app::App,
    web::{ApiError, Tagged},
};

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(findings::routes())
        .merge(declarations::routes())
        .merge(alerts::routes())
}

/// What stands after a deed, with its version; where somebody else was first, the refusal carries it.
async fn shown<View: Serialize, Reading>(
    done: Result<(), RecusalError>,
    read: impl FnOnce() -> Reading,
    version: impl FnOnce(&View) -> i64,
) -> Result<Tagged<View>, ApiError>
where
    Reading: Future<Output = Result<View, RecusalError>>,
{
    let now = || async move {
        let data = read().await?;
        Ok::<_, ApiError>(Tagged::new(version(&data), data))
    };
    Tagged::after(done, now).await
}
