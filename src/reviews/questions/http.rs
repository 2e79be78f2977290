//! The routes of questions.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use entity::ids::{ReviewAssignmentId, ReviewQuestionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::{
    answer, ask,
    screen::{self, Screening},
    views::{OfficeView, ReviewerView, SocietyView},
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    reviews::ReviewError,
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson},
};

/// The routes of this inner room.
pub(in crate::reviews) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_own_review_questions, ask_review_question))
        .routes(routes!(list_review_questions))
        .routes(routes!(screen_review_question))
        .routes(routes!(release_review_answer))
        .routes(routes!(list_society_questions))
        .routes(routes!(answer_society_question))
}

/// Words of a question or an answer.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct ReviewQuestionText {
    /// The words, 4 to 2000 characters.
    #[validate(length(max = 8_000))]
    text: String,
}

/// What the reader may read of the questions on a nomination that he reviews: his own, and of the others what was
/// passed on.
#[utoipa::path(
    get, path = "/my-reviews/{id}/questions", tag = "reviews",
    params(("id" = String, Path, description = "key of the assignment")),
    responses(
        (status = 200, body = Data<Vec<ReviewerView>>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_own_review_questions(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<Vec<ReviewerView>>, ApiError> {
    Ok(Data { data: ask::list(&app, &reader.actor, ReviewAssignmentId(id)).await? })
}

/// Asks the nominator something, by way of the office.
#[utoipa::path(
    post, path = "/my-reviews/{id}/questions", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the assignment"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = ReviewQuestionText,
    responses(
        (status = 201, body = Data<Vec<ReviewerView>>), (status = 400, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn ask_review_question(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<ReviewQuestionText>,
) -> Result<Response, ApiError> {
    let route = format!("my-reviews/{id}/questions");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let id = ReviewAssignmentId(id);
    match ask::ask(&app, &reader.actor, (id, &body.text), &key).await {
        Ok(_) => {}
        Err(ReviewError::Repeated) => {
            idempotency::recall(app.database.reader(), &key).await?;
        }
        Err(error) => return Err(error.into()),
    }
    let data = ask::list(&app, &reader.actor, id).await?;
    Ok((StatusCode::CREATED, Data { data }).into_response())
}

/// The questions of a round, those first that wait for the office; without who asked.
#[utoipa::path(
    get, path = "/rounds/{year}/review-questions", tag = "reviews",
    params(("year" = i32, Path, description = "year of the round")),
    responses(
        (status = 200, body = Data<Vec<OfficeView>>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_review_questions(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<Vec<OfficeView>>, ApiError> {
    Ok(Data { data: screen::list(&app, &reader.actor, year).await? })
}

async fn of_office(
    app: &App,
    reader: &Reader,
    id: ReviewQuestionId,
) -> Result<Tagged<OfficeView>, ApiError> {
    let data = screen::one(app, &reader.actor, id).await?;
    Ok(Tagged::new(data.version, data))
}

/// Sends a question on to the society that nominated, in words that do not show who asked; or not, and why.
#[utoipa::path(
    post, path = "/review-questions/{id}/screen", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the question"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = Screening,
    responses(
        (status = 200, body = Data<OfficeView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn screen_review_question(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<Screening>,
) -> Result<Tagged<OfficeView>, ApiError> {
    let id = ReviewQuestionId(id);
    let outcome = screen::screen(&app, &reader.actor, (id, seen), &body).await;
    Tagged::after(outcome, || of_office(&app, &reader, id)).await
}

/// Passes an answer on to everybody who judges the nomination; or, once its time is over, that there is none.
#[utoipa::path(
    post, path = "/review-questions/{id}/release", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the question"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = ReviewQuestionText,
    responses(
        (status = 200, body = Data<OfficeView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn release_review_answer(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<ReviewQuestionText>,
) -> Result<Tagged<OfficeView>, ApiError> {
    let id = ReviewQuestionId(id);
    let outcome = screen::release(&app, &reader.actor, (id, seen), &body.text).await;
    Tagged::after(outcome, || of_office(&app, &reader, id)).await
}

/// What the reader's society is asked about its nominations, what waits for it first.
#[utoipa::path(
    get, path = "/society-questions", tag = "reviews",
    responses((status = 200, body = Data<Vec<SocietyView>>), (status = 403, body = Problem))
)]
async fn list_society_questions(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<SocietyView>>, ApiError> {
    Ok(Data { data: answer::list(&app, &reader.actor).await? })
}

async fn of_society(
    app: &App,
    reader: &Reader,
    id: ReviewQuestionId,
) -> Result<Tagged<SocietyView>, ApiError> {
    let data = answer::one(app, &reader.actor, id).await?;
    Ok(Tagged::new(data.version, data))
}

/// The society answers, within the time.
#[utoipa::path(
    post, path = "/society-questions/{id}/answer", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the question"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = ReviewQuestionText,
    responses(
        (status = 200, body = Data<SocietyView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn answer_society_question(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<ReviewQuestionText>,
) -> Result<Tagged<SocietyView>, ApiError> {
    let id = ReviewQuestionId(id);
    let outcome = answer::answer(&app, &reader.actor, (id, seen), &body.text).await;
    Tagged::after(outcome, || of_society(&app, &reader, id)).await
}
