//! The route by which a book of reviews is tried.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use validator::Validate;

use super::{Unblinds, check_book};
use crate::{
    app::App,
    authz::{Action, Reader, permit},
    reviews::ReviewError,
    web::{ApiError, Data, Problem, ValidJson},
};

/// What a book that is tried is called where it is told of.
const PLACE: &str = "toml";

/// The routes of this inner room.
pub(in crate::reviews) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(check_review_book))
}

/// A book of reviews to be tried.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct ReviewBookText {
    /// Its text.
    #[validate(length(min = 1, max = 100_000))]
    toml: String,
}

/// What is wrong with a book of reviews.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct ReviewBookFaults {
    /// What opens a way around what it hides, or hides for nothing.
    faults: Vec<Unblinds>,
}

/// Tries a book of reviews: whether it can be read, and whether anything in it tells what it hides. Keeps nothing.
#[utoipa::path(
    post, path = "/review-books/check", tag = "reviews",
    request_body = ReviewBookText,
    responses(
        (status = 200, body = Data<ReviewBookFaults>), (status = 403, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn check_review_book(
    reader: Reader,
    ValidJson(body): ValidJson<ReviewBookText>,
) -> Result<Data<ReviewBookFaults>, ApiError> {
    permit(&reader.actor, Action::ManageReviews)?;
    let faults = check_book(PLACE, &body.toml).map_err(|error| {
        let why = error.to_string();
        ReviewError::field("/toml", "book", &why, &why)
    })?;
    Ok(Data { data: ReviewBookFaults { faults } })
}
