//! The routes of copies without names.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use entity::ids::NominationId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    copies::{self, NewRedactedCopy},
    files, show,
    views::{RedactionFacets, RedactionRow, RedactionSight},
};
use crate::{
    app::App,
    authz::Reader,
    files::Attachment,
    idempotency,
    reviews::ReviewError,
    web::{ApiError, Data, IfMatch, Page, Paging, Problem, Tagged, ValidJson},
};

/// The largest upload: somewhat more than the largest file, so that the file is told to be too large.
const UPLOAD_LIMIT_BYTES: usize = 21 * 1024 * 1024;

/// The routes of this inner room.
pub(in crate::reviews) fn routes() -> OpenApiRouter<Arc<App>> {
    let uploads = OpenApiRouter::new()
        .routes(routes!(read_redacted_file, put_redacted_file))
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT_BYTES));
    OpenApiRouter::new()
        .routes(routes!(list_redactions))
        .routes(routes!(read_redaction, create_redaction))
        .routes(routes!(change_redaction))
        .routes(routes!(check_redaction))
        .routes(routes!(release_redaction))
        .merge(uploads)
}

async fn present(app: &App, reader: &Reader, id: Uuid) -> Result<Tagged<RedactionSight>, ApiError> {
    let data = show::one(app, &reader.actor, NominationId(id)).await?;
    Ok(Tagged::new(data.version(), data))
}

async fn after(
    app: &App,
    reader: &Reader,
    id: Uuid,
    outcome: Result<(), ReviewError>,
) -> Result<Tagged<RedactionSight>, ApiError> {
    Tagged::after(outcome, || present(app, reader, id)).await
}

/// The parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RedactionListParameters {
    /// Code of a category.
    category: Option<String>,
    /// Rows on a page, 1 to 200; 50 unless given.
    limit: Option<u64>,
    /// Where the page begins: a cursor that an earlier page returned.
    cursor: Option<String>,
}

/// The nominations of a round that are accepted and not judged yet, with where their copies without names stand.
#[utoipa::path(
    get, path = "/rounds/{year}/redactions", tag = "reviews",
    params(("year" = i32, Path, description = "year of the round"), RedactionListParameters),
    responses(
        (status = 200, body = Page<RedactionRow, RedactionFacets>), (status = 400, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_redactions(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    Query(query): Query<RedactionListParameters>,
) -> Result<Page<RedactionRow, RedactionFacets>, ApiError> {
    let paging = Paging::parse(query.limit, query.cursor.as_deref())?;
    let category = query.category.as_deref().filter(|code| !code.is_empty());
    let (data, total, facets) = show::list(&app, &reader.actor, (year, category), paging).await?;
    Ok(Page { data, meta: paging.meta(total, facets) })
}

/// The texts and attachments of a nomination, what may name somebody in them, and its newest copy without names.
#[utoipa::path(
    get, path = "/nominations/{id}/redactions", tag = "reviews",
    params(("id" = String, Path, description = "key of the nomination")),
    responses(
        (status = 200, body = Data<RedactionSight>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn read_redaction(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<RedactionSight>, ApiError> {
    present(&app, &reader, id).await
}

/// Drafts a copy without names.
#[utoipa::path(
    post, path = "/nominations/{id}/redactions", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the nomination"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewRedactedCopy,
    responses(
        (status = 201, body = Data<RedactionSight>), (status = 400, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn create_redaction(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewRedactedCopy>,
) -> Result<Tagged<RedactionSight>, ApiError> {
    let route = format!("nominations/{id}/redactions");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    match copies::draft(&app, &reader.actor, (NominationId(id), body), &key).await {
        Ok(_) => {}
        Err(ReviewError::Repeated) => {
            idempotency::recall(app.database.reader(), &key).await?;
        }
        Err(error) => return Err(error.into()),
    }
    let data = show::one(&app, &reader.actor, NominationId(id)).await?;
    Ok(Tagged::created(data.version(), data))
}

/// Changes what a copy leaves out.
#[utoipa::path(
    put, path = "/nominations/{id}/redactions/{number}", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the nomination"),
        ("number" = i32, Path, description = "number of the copy"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = NewRedactedCopy,
    responses(
        (status = 200, body = Data<RedactionSight>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn change_redaction(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, number)): Path<(Uuid, i32)>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<NewRedactedCopy>,
) -> Result<Tagged<RedactionSight>, ApiError> {
    let of = ((NominationId(id), number), seen);
    let outcome = copies::change(&app, &reader.actor, of, body).await;
    after(&app, &reader, id, outcome).await
}

/// A second officer finds that a copy names nobody; what still does is told by its place.
#[utoipa::path(
    post, path = "/nominations/{id}/redactions/{number}/check", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the nomination"),
        ("number" = i32, Path, description = "number of the copy"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    responses(
        (status = 200, body = Data<RedactionSight>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn check_redaction(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, number)): Path<(Uuid, i32)>,
    IfMatch(seen): IfMatch,
) -> Result<Tagged<RedactionSight>, ApiError> {
    let of = ((NominationId(id), number), seen);
    let outcome = copies::check(&app, &reader.actor, of).await;
    after(&app, &reader, id, outcome).await
}

/// Gives reviewers a copy that was checked.
#[utoipa::path(
    post, path = "/nominations/{id}/redactions/{number}/release", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the nomination"),
        ("number" = i32, Path, description = "number of the copy"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    responses(
        (status = 200, body = Data<RedactionSight>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn release_redaction(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, number)): Path<(Uuid, i32)>,
    IfMatch(seen): IfMatch,
) -> Result<Tagged<RedactionSight>, ApiError> {
    let of = ((NominationId(id), number), seen);
    let outcome = copies::release(&app, &reader.actor, of).await;
    after(&app, &reader, id, outcome).await
}

/// The number of an attachment; what is none is 0, which no attachment has.
fn numbered(file: &str) -> u32 {
    file.parse().unwrap_or_default()
}

/// A file of a copy, to be shown within a page of ours.
#[utoipa::path(
    get, path = "/nominations/{id}/redactions/{number}/files/{file}", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the nomination"),
        ("number" = i32, Path, description = "number of the copy"),
        ("file" = String, Path, description = "number of the attachment in whose place it stands"),
    ),
    responses(
        (status = 200, description = "application/pdf", content_type = "application/pdf"),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn read_redacted_file(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, number, file)): Path<(Uuid, i32, String)>,
) -> Result<Response, ApiError> {
    let file = numbered(&file);
    let of = ((NominationId(id), number), file);
    let bytes = files::read(&app, &reader.actor, of).await?;
    let name = format!("附件 {file}.pdf");
    let attachment = Attachment { media_type: "application/pdf".to_owned(), name };
    Ok((attachment.inline_headers(), bytes).into_response())
}

/// Puts a PDF without names in the place of an attachment. What it says beside its pages is taken out; a name on a page
/// is told by the page, and then nothing is kept.
#[utoipa::path(
    put, path = "/nominations/{id}/redactions/{number}/files/{file}", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the nomination"),
        ("number" = i32, Path, description = "number of the copy"),
        ("file" = String, Path, description = "number of the attachment in whose place it stands"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = Data<RedactionSight>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn put_redacted_file(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, number, file)): Path<(Uuid, i32, String)>,
    IfMatch(seen): IfMatch,
    bytes: Bytes,
) -> Result<Tagged<RedactionSight>, ApiError> {
    let of = ((NominationId(id), number), seen);
    let given = (numbered(&file), bytes.to_vec());
    let outcome = files::put(&app, &reader.actor, of, given).await;
    after(&app, &reader, id, outcome).await
}
