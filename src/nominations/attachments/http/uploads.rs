//! The routes of uploads: tus 1.0.0, so that any client of the protocol can speak to them.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use entity::ids::UploadId;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::super::{
    read,
    tus::{self, BadHeader, EXTENSIONS, PART, VERSION},
    uploads::{self, AttachmentError},
    views::{UploadState, UploadView},
};
use crate::{
    app::App,
    authz::Reader,
    files::LIMITS,
    idempotency,
    web::{ApiError, Data, Problem, ProblemCode},
};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(create_upload, describe_uploads)).routes(routes!(
        read_upload,
        read_upload_offset,
        append_to_upload,
        delete_upload
    ))
}

impl From<BadHeader> for ApiError {
    fn from(bad: BadHeader) -> Self {
        let name = bad.name;
        Self::new(ProblemCode::BadParameter)
            .detail(format!("{name}：{}", bad.why.zh), format!("{name}: {}", bad.why.en))
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Lets pass who speaks the version that is spoken here.
fn speaks(headers: &HeaderMap) -> Result<(), ApiError> {
    if text(headers, "tus-resumable") == Some(VERSION) {
        return Ok(());
    }
    Err(ApiError::new(ProblemCode::UploadVersion).detail(
        format!("请求头 Tus-Resumable 须为 {VERSION}"),
        format!("the header Tus-Resumable must be {VERSION}"),
    ))
}

/// The headers of an answer about an upload.
fn told(expires_at: chrono::DateTime<chrono::Utc>) -> [(&'static str, String); 2] {
    let expires = expires_at.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    [("tus-resumable", VERSION.to_owned()), ("upload-expires", expires)]
}

/// What of tus is spoken, and how large a file may be.
#[utoipa::path(
    options, path = "/dossiers/{id}/uploads", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier")),
    responses((status = 204, description = "in the headers Tus-Version, Tus-Extension, Tus-Max-Size"))
)]
async fn describe_uploads(_reader: Reader, Path(_id): Path<Uuid>) -> Response {
    let headers = [
        ("tus-resumable", VERSION.to_owned()),
        ("tus-version", VERSION.to_owned()),
        ("tus-extension", EXTENSIONS.to_owned()),
        ("tus-max-size", LIMITS.file.most_bytes.to_string()),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Begins an upload (tus creation). `Upload-Metadata` may name `filename`, `filetype`, `sha256`, and with
/// `replaces` the number of the attachment whose place the file takes, with `proves` (`publicity`, `minutes`)
/// what it proves: without that word nothing comes once the text is locked.
#[utoipa::path(
    post, path = "/dossiers/{id}/uploads", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Upload-Length" = i64, Header, description = "bytes of the whole file"),
        ("Upload-Metadata" = Option<String>, Header, description = "keys with the base64 of their values"),
        ("Idempotency-Key" = Option<String>, Header, description = "a word of the caller's, new for each file"),
    ),
    responses(
        (status = 201, description = "begun; its address stands in Location"),
        (status = 400, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_upload(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    speaks(&headers)?;
    let announced =
        tus::announced(text(&headers, "upload-length"), text(&headers, "upload-metadata"))?;
    let route = format!("dossiers/{id}/uploads");
    // Clients that know nothing but tus send no key.
    let key = if headers.contains_key("idempotency-key") {
        Some(idempotency::Key::of(&headers, reader.actor.account, &route, &announced)?)
    } else {
        None
    };
    let begun = uploads::begin(&app, &reader.actor, id.into(), announced, key.as_ref()).await;
    let upload = match (begun, &key) {
        (Err(AttachmentError::Repeated), Some(key)) => {
            let reply = idempotency::recall(app.database.reader(), key).await?;
            UploadId(reply.parse().map_err(|error| ApiError::internal(&error))?)
        }
        (begun, _) => begun?,
    };
    let shown = read::upload(&app, &reader.actor, upload).await?;
    let location = [("location", format!("/api/v1/uploads/{upload}"))];
    Ok((StatusCode::CREATED, location, told(shown.expires_at)).into_response())
}

/// How far an upload is, and what became of it.
#[utoipa::path(
    get, path = "/uploads/{id}", tag = "dossiers",
    params(("id" = String, Path, description = "key of the upload")),
    responses((status = 200, body = Data<UploadView>), (status = 404, body = Problem))
)]
async fn read_upload(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<UploadView>, ApiError> {
    Ok(Data { data: read::upload(&app, &reader.actor, id.into()).await? })
}

/// How far an upload is (tus core).
#[utoipa::path(
    head, path = "/uploads/{id}", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the upload"),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
    ),
    responses(
        (status = 200, description = "in the headers Upload-Offset and Upload-Length"),
        (status = 404), (status = 412),
    )
)]
async fn read_upload_offset(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    speaks(&headers)?;
    let shown = read::upload(&app, &reader.actor, id.into()).await?;
    if matches!(shown.state, UploadState::Refused) {
        return Err(ApiError::new(ProblemCode::NotFound));
    }
    let far = [
        ("upload-offset", shown.offset.to_string()),
        ("upload-length", shown.length.to_string()),
        ("cache-control", "no-store".to_owned()),
    ];
    Ok((StatusCode::OK, far, told(shown.expires_at)).into_response())
}

/// Takes a part of a file in (tus core). With the last part the file is checked and becomes an
/// attachment, or is refused and forgotten.
#[utoipa::path(
    patch, path = "/uploads/{id}", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the upload"),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Upload-Offset" = i64, Header, description = "where the part begins, bytes"),
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses(
        (status = 204, description = "kept; how far it is stands in Upload-Offset"),
        (status = 400, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem),
    )
)]
async fn append_to_upload(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    speaks(&headers)?;
    if text(&headers, header::CONTENT_TYPE.as_str()) != Some(PART) {
        return Err(ApiError::new(ProblemCode::BadParameter)
            .detail(format!("Content-Type 须为 {PART}"), format!("Content-Type must be {PART}")));
    }
    let at = tus::bytes("Upload-Offset", text(&headers, "upload-offset"))?;
    let body = body.into_data_stream();
    let received = async move { uploads::receive(&app, &reader.actor, id.into(), at, body).await };
    // The line may drop at any byte, and the request with it: what arrived is kept all the same.
    #[expect(clippy::disallowed_methods, reason = "outlives its request, and no more than that")]
    let received = tokio::spawn(received);
    let progress = received.await.map_err(|error| ApiError::internal(&error))??;
    let far = [("upload-offset", progress.offset.to_string())];
    Ok((StatusCode::NO_CONTENT, far, told(progress.expires_at)).into_response())
}

/// Ends an upload and forgets its bytes (tus termination).
#[utoipa::path(
    delete, path = "/uploads/{id}", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the upload"),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
    ),
    responses((status = 204, description = "forgotten"), (status = 404, body = Problem), (status = 412, body = Problem))
)]
async fn delete_upload(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    speaks(&headers)?;
    uploads::cancel(&app, &reader.actor, id.into()).await?;
    Ok((StatusCode::NO_CONTENT, [("tus-resumable", VERSION)]).into_response())
}
