//! The routes of the files of a dossier: the list, downloads, previews, removing.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use entity::ids::DossierId;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::super::{read, remove, views::AttachmentList};
use crate::{
    app::App,
    authz::Reader,
    files::Attachment,
    web::{ApiError, Data, Problem},
};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_attachments))
        .routes(routes!(delete_attachment))
        .routes(routes!(read_attachment_file))
        .routes(routes!(read_attachment_preview))
}

/// The files of a dossier, with what was found in them and which fields name them.
#[utoipa::path(
    get, path = "/dossiers/{id}/attachments", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier")),
    responses((status = 200, body = Data<AttachmentList>), (status = 404, body = Problem))
)]
async fn list_attachments(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<AttachmentList>, ApiError> {
    Ok(Data { data: read::list(&app, &reader.actor, id.into()).await? })
}

/// Removes a file from a dossier; its number is not given again. One that a field names is not removed.
#[utoipa::path(
    delete, path = "/dossiers/{id}/attachments/{number}", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("number" = u32, Path, description = "number of the attachment"),
    ),
    responses(
        (status = 204, description = "removed"),
        (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn delete_attachment(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, number)): Path<(Uuid, u32)>,
) -> Result<StatusCode, ApiError> {
    remove::remove(&app, &reader.actor, DossierId(id), number).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A file, as a download; one that was removed too.
#[utoipa::path(
    get, path = "/dossiers/{id}/attachments/{number}/file", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("number" = u32, Path, description = "number of the attachment"),
    ),
    responses(
        (status = 200, description = "the file", content_type = "application/octet-stream"),
        (status = 404, body = Problem),
    )
)]
async fn read_attachment_file(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, number)): Path<(Uuid, u32)>,
) -> Result<Response, ApiError> {
    let place = (DossierId(id), number);
    let (file, bytes) = read::file(&app, &reader.actor, place, true).await?;
    let attachment = Attachment { media_type: file.media_type, name: file.name };
    Ok((attachment.headers(), bytes).into_response())
}

/// A file, to be shown within a page of ours.
#[utoipa::path(
    get, path = "/dossiers/{id}/attachments/{number}/preview", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("number" = u32, Path, description = "number of the attachment"),
    ),
    responses(
        (status = 200, description = "the file", content_type = "application/octet-stream"),
        (status = 404, body = Problem),
    )
)]
async fn read_attachment_preview(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, number)): Path<(Uuid, u32)>,
) -> Result<Response, ApiError> {
    let place = (DossierId(id), number);
    let (file, bytes) = read::file(&app, &reader.actor, place, false).await?;
    let attachment = Attachment { media_type: file.media_type, name: file.name };
    Ok((attachment.inline_headers(), bytes).into_response())
}
