//! The routes of the record of reviewers.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use entity::ids::{ExpertId, ReviewAssignmentId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    rate, show,
    views::{RatingText, ReviewerRating, ReviewerRecord, ReviewerRecordRow},
};
use crate::{
    app::App,
    authz::Reader,
    web::{ApiError, Data, IfMatch, NoFacets, Page, Paging, Problem, Tagged, ValidJson},
};

/// The routes of this inner room.
pub(in crate::reviews) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_reviewer_records))
        .routes(routes!(read_reviewer_record))
        .routes(routes!(rate_reviewer))
}

/// The parameters of the list of reviewers.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RecordParameters {
    /// Rows on a page, 1 to 200.
    limit: Option<u64>,
    /// Where the page begins: a cursor that an earlier page returned.
    cursor: Option<String>,
}

/// What the reviewers of a round did; first those who did not answer or were late, or who lie far from the others.
#[utoipa::path(
    get, path = "/rounds/{year}/reviewer-records", tag = "reviews",
    params(("year" = i32, Path, description = "year of the round"), RecordParameters),
    responses(
        (status = 200, body = Page<ReviewerRecordRow, NoFacets>),
        (status = 400, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_reviewer_records(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    Query(asked): Query<RecordParameters>,
) -> Result<Page<ReviewerRecordRow, NoFacets>, ApiError> {
    let paging = Paging::parse(asked.limit, asked.cursor.as_deref())?;
    let (data, total) = show::of_round(&app, &reader.actor, (year, paging)).await?;
    Ok(Page { data, meta: paging.meta(total, NoFacets {}) })
}

/// What an expert did as a reviewer, round by round and review by review; no points.
#[utoipa::path(
    get, path = "/experts/{id}/review-record", tag = "reviews",
    params(("id" = String, Path, description = "key of the expert")),
    responses(
        (status = 200, body = Data<ReviewerRecord>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_reviewer_record(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<ReviewerRecord>, ApiError> {
    Ok(Data { data: show::of_expert(&app, &reader.actor, ExpertId(id)).await? })
}

/// Rates the sheet of an assignment, once its phase is closed.
#[utoipa::path(
    put, path = "/review-assignments/{id}/rating", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the assignment"),
        ("If-Match" = String, Header, description = "the version that the caller saw; 0 for the first rating"),
    ),
    request_body = RatingText,
    responses(
        (status = 200, body = Data<ReviewerRating>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn rate_reviewer(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<RatingText>,
) -> Result<Tagged<ReviewerRating>, ApiError> {
    let id = ReviewAssignmentId(id);
    let done = rate::rate(&app, &reader.actor, (id, seen), &body).await;
    Tagged::after(done, || async {
        let rating = show::rating_of(&app, &reader.actor, id).await?;
        Ok(Tagged::new(rating.version, rating))
    })
    .await
}
