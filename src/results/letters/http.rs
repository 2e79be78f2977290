//! The routes of letters and certificates.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::gather::{self, Wanted};
use crate::{
    app::App,
    authz::Reader,
    exchange::pdf::{Inside, PressError},
    shared::Language,
    web::{ApiError, Download, Problem},
};

/// The routes of this inner room.
pub(in crate::results) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(print_result_letter))
        .routes(routes!(print_result_certificates))
}

/// In which language a document is made.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LetterQuery {
    /// `zh` or `en`; the reader's language unless given: a link carries no header of its own.
    lang: Option<String>,
}

impl LetterQuery {
    fn language(&self, reader: &Reader) -> Language {
        match self.lang.as_deref() {
            Some("en") => Language::English,
            Some("zh" | "zh-CN") => Language::Chinese,
            _ => reader.language,
        }
    }
}

async fn made(
    app: &App,
    inside: Inside,
    (wanted, name): (Wanted, &str),
) -> Result<Download, ApiError> {
    let Wanted { document, digest, number } = wanted;
    let work = move || document.render().map_err(PressError::from);
    let bytes = app.press.make(inside, Some(&digest), work).await?;
    Ok(Download::pdf(format!("{number} {name}.pdf"), bytes))
}

/// The letter that tells what was decided of a nomination, to be printed.
#[utoipa::path(
    get, path = "/result-decisions/{id}/letter.pdf", tag = "results",
    params(("id" = String, Path, description = "key of the decision"), LetterQuery),
    responses(
        (status = 200, description = "application/pdf", content_type = "application/pdf"),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 503, body = Problem),
    )
)]
async fn print_result_letter(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(query): Query<LetterQuery>,
) -> Result<Download, ApiError> {
    let inside = app.press.enter()?;
    let about = (id.into(), query.language(&reader));
    let wanted = gather::letter_of(&app, &reader.actor, about).await?;
    made(&app, inside, (wanted, "结果通知书")).await
}

/// The certificates of an award, one a page, to be printed.
#[utoipa::path(
    get, path = "/result-decisions/{id}/certificates.pdf", tag = "results",
    params(("id" = String, Path, description = "key of the decision"), LetterQuery),
    responses(
        (status = 200, description = "application/pdf", content_type = "application/pdf"),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 503, body = Problem),
    )
)]
async fn print_result_certificates(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(query): Query<LetterQuery>,
) -> Result<Download, ApiError> {
    let inside = app.press.enter()?;
    let about = (id.into(), query.language(&reader));
    let wanted = gather::certificates_of(&app, &reader.actor, about).await?;
    made(&app, inside, (wanted, "证书")).await
}
