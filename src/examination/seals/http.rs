//! The routes of sealed and signed pages.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use entity::ids::DossierId;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{gallery, views::SealGalleryView};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    files::Attachment,
    web::{ApiError, Data, Problem, ProblemCode},
};

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(read_seals)).routes(routes!(read_seal_page))
}

/// The pages of a submitted dossier where a seal or a signature is due, with what looks like a seal on their
/// scans: evidence for an examiner, no verdict.
#[utoipa::path(
    get, path = "/dossiers/{id}/seals", tag = "examination",
    params(("id" = String, Path, description = "key of the dossier")),
    responses(
        (status = 200, body = Data<SealGalleryView>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_seals(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<SealGalleryView>, ApiError> {
    authz::permit(&reader.actor, Action::ReadExaminations)?;
    let found = gallery::gallery(&app, DossierId(id)).await?;
    found.map(|data| Data { data }).ok_or_else(|| ApiError::new(ProblemCode::NotFound))
}

/// A page of the gallery: as a picture, or the PDF in which it lies.
#[utoipa::path(
    get, path = "/dossiers/{id}/seals/{page}", tag = "examination",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("page" = String, Path, description = "number of the page in the gallery, with `.png` for its picture or `.pdf` for its file"),
    ),
    responses(
        (status = 200, description = "the picture or the file", content_type = "application/octet-stream"),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_seal_page(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, page)): Path<(Uuid, String)>,
) -> Result<Response, ApiError> {
    authz::permit(&reader.actor, Action::ReadExaminations)?;
    let not_found = || ApiError::new(ProblemCode::NotFound);
    let (number, ending) = page.split_once('.').ok_or_else(not_found)?;
    let number: u32 = number.parse().map_err(|_| not_found())?;
    let (media_type, found) = match ending {
        "png" => {
            let bytes = gallery::picture(&app, DossierId(id), number).await?;
            ("image/png", bytes.map(|bytes| (page.clone(), bytes)))
        }
        "pdf" => ("application/pdf", gallery::file(&app, DossierId(id), number).await?),
        _ => return Err(not_found()),
    };
    let (name, bytes) = found.ok_or_else(not_found)?;
    let file = Attachment { media_type: media_type.to_owned(), name };
    Ok((file.inline_headers(), bytes).into_response())
}
