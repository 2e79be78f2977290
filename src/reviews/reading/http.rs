//! The routes of documents and marks.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use entity::ids::{ReviewAssignmentId, ReviewMarkId};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    documents::{self, DocumentView},
    marks::{self, MarkText, MarkView},
};
use crate::{
    app::App,
    authz::Reader,
    files::Attachment,
    idempotency,
    reviews::ReviewError,
    web::{ApiError, Data, IfMatch, Problem, ProblemCode, Tagged, ValidJson},
};

/// The routes of this inner room.
pub(in crate::reviews) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_review_documents))
        .routes(routes!(read_review_document))
        .routes(routes!(list_review_marks, create_review_mark))
        .routes(routes!(change_review_mark, delete_review_mark))
}

/// The documents of a nomination that the reader reviews: none before a copy without names is there, where names are
/// hidden.
#[utoipa::path(
    get, path = "/my-reviews/{id}/documents", tag = "reviews",
    params(("id" = String, Path, description = "key of the assignment")),
    responses(
        (status = 200, body = Data<Vec<DocumentView>>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_review_documents(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<Vec<DocumentView>>, ApiError> {
    let copy = documents::of_review(&app, &reader.actor, ReviewAssignmentId(id)).await?;
    Ok(Data { data: documents::shown(&copy) })
}

/// One of them, to be shown within a page of ours.
#[utoipa::path(
    get, path = "/my-reviews/{id}/documents/{key}", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the assignment"),
        ("key" = String, Path, description = "key of the document"),
    ),
    responses(
        (status = 200, description = "the document", content_type = "application/pdf"),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 503, body = Problem),
    )
)]
async fn read_review_document(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, key)): Path<(Uuid, String)>,
) -> Result<Response, ApiError> {
    let id = ReviewAssignmentId(id);
    let copy = documents::of_review(&app, &reader.actor, id).await?;
    let absent = || ApiError::new(ProblemCode::NotFound);
    let found = copy.documents().find(|one| one.key == key).ok_or_else(absent)?;
    let attachment = Attachment { media_type: found.media_type.clone(), name: found.name.clone() };
    let seat = documents::seat(&app, id);
    let bytes = copy.bytes(&app, &key, &seat).await?.ok_or_else(absent)?;
    Ok((attachment.inline_headers(), bytes).into_response())
}

/// The reader's own marks in the documents of a review.
#[utoipa::path(
    get, path = "/my-reviews/{id}/marks", tag = "reviews",
    params(("id" = String, Path, description = "key of the assignment")),
    responses(
        (status = 200, body = Data<Vec<MarkView>>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_review_marks(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<Vec<MarkView>>, ApiError> {
    Ok(Data { data: marks::list(&app, &reader.actor, ReviewAssignmentId(id)).await? })
}

async fn present(
    app: &App,
    reader: &Reader,
    key: marks::MarkKey,
) -> Result<Tagged<MarkView>, ApiError> {
    let data = marks::one(app, &reader.actor, key).await?;
    Ok(Tagged::new(data.version, data))
}

/// Marks something in a document; nobody else ever reads it.
#[utoipa::path(
    post, path = "/my-reviews/{id}/marks", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the assignment"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = MarkText,
    responses(
        (status = 201, body = Data<MarkView>), (status = 400, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_review_mark(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<MarkText>,
) -> Result<Tagged<MarkView>, ApiError> {
    let route = format!("my-reviews/{id}/marks");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let id = ReviewAssignmentId(id);
    let mark = match marks::add(&app, &reader.actor, (id, &body), &key).await {
        Ok(mark) => mark,
        Err(ReviewError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            let mark = Uuid::parse_str(&reply).map_err(|error| ApiError::internal(&error))?;
            ReviewMarkId(mark)
        }
        Err(error) => return Err(error.into()),
    };
    let data = marks::one(&app, &reader.actor, (id, mark)).await?;
    Ok(Tagged::created(data.version, data))
}

/// Changes a mark.
#[utoipa::path(
    put, path = "/my-reviews/{id}/marks/{mark}", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the assignment"),
        ("mark" = String, Path, description = "key of the mark"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = MarkText,
    responses(
        (status = 200, body = Data<MarkView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn change_review_mark(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, mark)): Path<(Uuid, Uuid)>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<MarkText>,
) -> Result<Tagged<MarkView>, ApiError> {
    let key = (ReviewAssignmentId(id), ReviewMarkId(mark));
    let outcome = marks::change(&app, &reader.actor, (key, seen), &body).await;
    Tagged::after(outcome, || present(&app, &reader, key)).await
}

/// Takes a mark out.
#[utoipa::path(
    delete, path = "/my-reviews/{id}/marks/{mark}", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the assignment"),
        ("mark" = String, Path, description = "key of the mark"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    responses(
        (status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn delete_review_mark(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, mark)): Path<(Uuid, Uuid)>,
    IfMatch(seen): IfMatch,
) -> Result<StatusCode, ApiError> {
    let key = (ReviewAssignmentId(id), ReviewMarkId(mark));
    match marks::remove(&app, &reader.actor, (key, seen)).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(ReviewError::Stale) => {
            let now = present(&app, &reader, key).await?;
            Err(ApiError::stale(now.version, &now.data))
        }
        Err(error) => Err(error.into()),
    }
}
