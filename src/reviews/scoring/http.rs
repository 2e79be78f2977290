//! The routes of a reviewer's queue and sheets.

use std::sync::Arc;

use axum::extract::{Path, State};
use entity::ids::ReviewAssignmentId;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    queue,
    save::{SheetText, save_sheet},
    submit::{reopen_sheet, submit_sheet},
    views::{OpenSheet, QueueView, SheetView},
};
use crate::{
    app::App,
    authz::Reader,
    reviews::ReviewError,
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson},
};

/// The routes of this inner room.
pub(in crate::reviews) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(read_my_sheets))
        .routes(routes!(read_my_sheet, save_my_sheet))
        .routes(routes!(submit_my_sheet))
        .routes(routes!(reopen_my_sheet))
}

/// The sheet after something was done with it; where another window was faster, the refusal carries what stands now.
async fn after(
    app: &App,
    reader: &Reader,
    id: Uuid,
    outcome: Result<SheetView, ReviewError>,
) -> Result<Tagged<SheetView>, ApiError> {
    match outcome {
        Ok(sheet) => Ok(Tagged::new(sheet.version, sheet)),
        Err(ReviewError::Stale) => {
            let found = queue::sheet(app, &reader.actor, ReviewAssignmentId(id)).await?;
            Err(ApiError::stale(found.sheet.version, &found.sheet))
        }
        Err(error) => Err(error.into()),
    }
}

/// What the reader has to judge now: his sheets in the phases that are open, and how far he is.
#[utoipa::path(
    get, path = "/my-sheets", tag = "reviews",
    responses(
        (status = 200, body = Data<QueueView>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_my_sheets(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<QueueView>, ApiError> {
    Ok(Data { data: queue::queue(&app, &reader.actor).await? })
}

/// One of the reader's sheets with what it asks for, while it may be judged.
#[utoipa::path(
    get, path = "/my-reviews/{id}/sheet", tag = "reviews",
    params(("id" = String, Path, description = "key of the assignment")),
    responses(
        (status = 200, body = Data<OpenSheet>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_my_sheet(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<OpenSheet>, ApiError> {
    let found = queue::sheet(&app, &reader.actor, ReviewAssignmentId(id)).await?;
    Ok(Tagged::new(found.sheet.version, found))
}

/// Keeps a sheet whole; version 0 is that of one that was never kept.
#[utoipa::path(
    put, path = "/my-reviews/{id}/sheet", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the assignment"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = SheetText,
    responses(
        (status = 200, body = Data<SheetView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn save_my_sheet(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<SheetText>,
) -> Result<Tagged<SheetView>, ApiError> {
    let done = save_sheet(&app, &reader.actor, (ReviewAssignmentId(id), seen), &body).await;
    after(&app, &reader, id, done).await
}

/// Submits a sheet that is whole; what is missing is told by its place.
#[utoipa::path(
    post, path = "/my-reviews/{id}/sheet/submit", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the assignment"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    responses(
        (status = 200, body = Data<SheetView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn submit_my_sheet(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
) -> Result<Tagged<SheetView>, ApiError> {
    let done = submit_sheet(&app, &reader.actor, (ReviewAssignmentId(id), seen)).await;
    after(&app, &reader, id, done).await
}

/// Opens a submitted sheet again while its phase is open.
#[utoipa::path(
    post, path = "/my-reviews/{id}/sheet/reopen", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the assignment"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    responses(
        (status = 200, body = Data<SheetView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
    )
)]
async fn reopen_my_sheet(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
) -> Result<Tagged<SheetView>, ApiError> {
    let done = reopen_sheet(&app, &reader.actor, (ReviewAssignmentId(id), seen)).await;
    after(&app, &reader, id, done).await
}
