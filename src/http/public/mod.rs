//! The public pages: rendered here, readable without scripts, to be printed and kept.

mod files;
mod frame;
mod nominee;
mod nominee_form;
mod objection_follow;
mod objections;
mod pages;
mod publicities;
mod publicity_pages;
mod quotas;
mod results;
mod selection_expert;
mod societies;
mod societies_parts;
mod verify;

use std::sync::Arc;

use axum::{Extension, Router, routing::get};

use crate::app::App;

pub(super) use frame::{STYLE, shared_policy};
use pages::Pages;

/// `/public/…`, and the pages of personal links.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/public", get(publicities::home))
        .route("/public/", get(publicities::home))
        .route("/public/how-to-object", get(publicities::how_to_object))
        .route("/public/publicities", get(publicities::archive))
        .route("/public/publicities/{name}", get(publicities::publicity))
        .route("/public/publicities/{number}/corrections", get(publicities::corrections))
        .route("/public/publicities/{number}/{name}", get(publicities::entry))
        .merge(verify::routes())
        .route("/public/quotas", get(quotas::newest))
        .route("/public/quotas/{year}", get(quotas::of_year))
        .route("/public/results", get(results::newest))
        .route("/public/results/{name}", get(results::of_year))
        .route("/public/results/{name}/bundle.json", get(results::bundle))
        .route("/public/results/{name}/{number}", get(results::award))
        .route("/public/societies", get(societies::index))
        .route("/public/societies/{code}", get(societies::society))
        .merge(nominee::routes())
        .merge(selection_expert::routes())
        .merge(objections::routes())
        // What was made is kept for one server.
        .layer(Extension(Arc::new(Pages::default())))
}
