//! The public pages: rendered here, readable without scripts, to be printed and kept.

mod frame;
mod nominee;
mod nominee_form;
mod quotas;
mod societies;

use std::sync::Arc;

use axum::{Router, routing::get};

use crate::app::App;

/// `/public/…`, and the pages of personal links.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/public/quotas", get(quotas::newest))
        .route("/public/quotas/{year}", get(quotas::of_year))
        .route("/public/societies", get(societies::index))
        .route("/public/societies/{code}", get(societies::society))
        .merge(nominee::routes())
}
