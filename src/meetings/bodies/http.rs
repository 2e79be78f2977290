//! The routes of bodies and seats.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    change::{self, NewReviewBody, ReviewBodyName, SeatDivision},
    seats::{self, NewReviewSeat, SeatEnd},
    show,
    views::{BodyView, SeatView},
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    meetings::{MeetingError, sitting::made},
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson},
};

/// The routes of this inner room.
pub(in crate::meetings) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_review_bodies, create_review_body))
        .routes(routes!(seat_division))
        .routes(routes!(read_review_body, rename_review_body))
        .routes(routes!(give_review_seat))
        .routes(routes!(change_review_seat, end_review_seat))
}

async fn present(app: &App, reader: &Reader, id: Uuid) -> Result<Tagged<BodyView>, ApiError> {
    let data = show::read(app, &reader.actor, id.into()).await?;
    Ok(Tagged::new(data.version, data))
}

/// A seat with what a check of its name says.
async fn present_seat(app: &App, reader: &Reader, id: Uuid) -> Result<Tagged<SeatView>, ApiError> {
    let mut data = show::seat(app, &reader.actor, id.into()).await?;
    data.check = show::check(app, &reader.actor, &data).await?;
    Ok(Tagged::new(data.version, data))
}

/// The bodies of a round with their seats.
#[utoipa::path(
    get, path = "/rounds/{year}/review-bodies", tag = "meetings",
    params(("year" = i32, Path, description = "year of the round")),
    responses(
        (status = 200, body = Data<Vec<BodyView>>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_review_bodies(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<Vec<BodyView>>, ApiError> {
    Ok(Data { data: show::list(&app, &reader.actor, year).await? })
}

/// Makes a body without seats.
#[utoipa::path(
    post, path = "/rounds/{year}/review-bodies", tag = "meetings",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewReviewBody,
    responses(
        (status = 201, body = Data<BodyView>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_review_body(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewReviewBody>,
) -> Result<Tagged<BodyView>, ApiError> {
    let route = format!("rounds/{year}/review-bodies");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let done = change::create(&app, &reader.actor, (year, &key), &body).await;
    let id = made(&app, done.map(|id| id.0), &key).await?;
    let mut answer = present(&app, &reader, id).await?;
    answer.status = StatusCode::CREATED;
    Ok(answer)
}

/// Makes a body of every panel of the division that stands, with its experts in their seats; the answer is all bodies.
#[utoipa::path(
    post, path = "/rounds/{year}/review-bodies/from-division", tag = "meetings",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = SeatDivision,
    responses(
        (status = 201, body = Data<Vec<BodyView>>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn seat_division(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<SeatDivision>,
) -> Result<(StatusCode, Data<Vec<BodyView>>), ApiError> {
    let route = format!("rounds/{year}/review-bodies/from-division");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    match change::from_division(&app, &reader.actor, (year, &key)).await {
        Ok(()) => {}
        Err(MeetingError::Repeated) => {
            idempotency::recall(app.database.reader(), &key).await?;
        }
        Err(error) => return Err(error.into()),
    }
    let data = show::list(&app, &reader.actor, year).await?;
    Ok((StatusCode::CREATED, Data { data }))
}

/// One body.
#[utoipa::path(
    get, path = "/review-bodies/{id}", tag = "meetings",
    params(("id" = String, Path, description = "key of the body")),
    responses(
        (status = 200, body = Data<BodyView>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_review_body(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<BodyView>, ApiError> {
    present(&app, &reader, id).await
}

/// Calls a body by another name.
#[utoipa::path(
    put, path = "/review-bodies/{id}", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the body"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = ReviewBodyName,
    responses(
        (status = 200, body = Data<BodyView>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn rename_review_body(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<ReviewBodyName>,
) -> Result<Tagged<BodyView>, ApiError> {
    let done = change::rename(&app, &reader.actor, (id.into(), seen), &body).await;
    Tagged::after(done, || present(&app, &reader, id)).await
}

/// Gives a seat, and says what a check of the name finds where no expert of the pool sits there.
#[utoipa::path(
    post, path = "/review-bodies/{id}/seats", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the body"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewReviewSeat,
    responses(
        (status = 201, body = Data<SeatView>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn give_review_seat(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewReviewSeat>,
) -> Result<Tagged<SeatView>, ApiError> {
    let route = format!("review-bodies/{id}/seats");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let done = seats::add(&app, &reader.actor, (id.into(), &key), &body).await;
    let seat = made(&app, done.map(|id| id.0), &key).await?;
    let mut answer = present_seat(&app, &reader, seat).await?;
    answer.status = StatusCode::CREATED;
    Ok(answer)
}

/// Changes who sits there and what he does, while no meeting goes on.
#[utoipa::path(
    put, path = "/review-seats/{id}", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the seat"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = NewReviewSeat,
    responses(
        (status = 200, body = Data<SeatView>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn change_review_seat(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<NewReviewSeat>,
) -> Result<Tagged<SeatView>, ApiError> {
    let done = seats::change(&app, &reader.actor, (id.into(), seen), &body).await;
    Tagged::after(done, || present_seat(&app, &reader, id)).await
}

/// Ends a seat, while no meeting goes on.
#[utoipa::path(
    delete, path = "/review-seats/{id}", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the seat"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = SeatEnd,
    responses(
        (status = 200, body = Data<SeatView>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn end_review_seat(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<SeatEnd>,
) -> Result<Tagged<SeatView>, ApiError> {
    let done = seats::end(&app, &reader.actor, (id.into(), seen), &body).await;
    let shown = || async {
        let data = show::seat(&app, &reader.actor, id.into()).await?;
        Ok::<_, ApiError>(Tagged::new(data.version, data))
    };
    Tagged::after(done, shown).await
}
