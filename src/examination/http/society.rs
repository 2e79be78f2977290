//! The routes of the society whose nomination is examined.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    super::{
        correct, document,
        errors::ExaminationError,
        society::{SocietyExamination, examination_of, of_dossier},
    },
    examiner::NoticeQuery,
};
use crate::{
    app::App,
    authz::Reader,
    web::{ApiError, Data, Download, IfMatch, Problem},
};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(read_dossier_examination))
        .routes(routes!(answer_nomination_correction))
        .routes(routes!(print_dossier_examination_notice))
}

/// What became of a dossier in the formal examination, as its society learns it.
#[utoipa::path(
    get, path = "/dossiers/{id}/examination", tag = "examination",
    params(("id" = String, Path, description = "key of the dossier")),
    responses(
        (status = 200, body = Data<SocietyExamination>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_dossier_examination(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<SocietyExamination>, ApiError> {
    Ok(Data { data: of_dossier(&app, &reader.actor, id.into()).await? })
}

/// Hands a corrected dossier in again: the head of the society, in time.
#[utoipa::path(
    post, path = "/dossiers/{id}/correction", tag = "examination",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("If-Match" = String, Header, description = "the version of the dossier that was read"),
    ),
    responses(
        (status = 204, description = "handed in"),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn answer_nomination_correction(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<StatusCode, ApiError> {
    correct::answer_correction(&app, &reader.actor, (id.into(), seen.0)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The notice of acceptance or of refusal, for the society that nominated.
#[utoipa::path(
    get, path = "/dossiers/{id}/examination-notice.pdf", tag = "examination",
    params(("id" = String, Path, description = "key of the dossier"), NoticeQuery),
    responses(
        (status = 200, description = "application/pdf", content_type = "application/pdf"),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn print_dossier_examination_notice(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(query): Query<NoticeQuery>,
) -> Result<Download, ApiError> {
    let (number, examination) = examination_of(&app, &reader.actor, id.into()).await?;
    let examination = examination.ok_or(ExaminationError::NotFound)?;
    let bytes = document::notice(&app, (examination, query.language(&reader))).await?;
    Ok(Download::pdf(format!("{number} 形式审查通知书.pdf"), bytes))
}
