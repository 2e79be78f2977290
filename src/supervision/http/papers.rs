//! The routes of papers: the taskbook and the performance report as files.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use entity::ids::TaskbookId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::super::print;
use crate::{
    app::App,
    authz::Reader,
    shared::Language,
    web::{ApiError, Problem},
};

const PDF: &str = "application/pdf";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(print_taskbook))
        .routes(routes!(print_performance))
        .routes(routes!(export_performance))
}

/// In which language a paper is made.
#[derive(Clone, Debug, Deserialize, IntoParams)]
struct PaperQuery {
    /// `zh` or `en`; the reader's language unless given: a link carries no header of its own.
    lang: Option<String>,
}

impl PaperQuery {
    fn language(&self, reader: &Reader) -> Language {
        match self.lang.as_deref() {
            Some("en") => Language::English,
            Some("zh" | "zh-CN") => Language::Chinese,
            _ => reader.language,
        }
    }
}

fn file(bytes: Vec<u8>, kind: &'static str, name: &str) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// The taskbook to be printed.
#[utoipa::path(
    get, path = "/taskbooks/{id}/taskbook.pdf", tag = "supervision",
    params(("id" = String, Path, description = "key of the taskbook"), PaperQuery),
    responses((status = 200, description = "application/pdf"), (status = 404, body = Problem))
)]
async fn print_taskbook(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(query): Query<PaperQuery>,
) -> Result<Response, ApiError> {
    let language = query.language(&reader);
    let bytes = print::taskbook_pdf(&app, &reader.actor, language, TaskbookId(id)).await?;
    Ok(file(bytes, PDF, "taskbook.pdf"))
}

/// The performance report, made from the record, to be printed.
#[utoipa::path(
    get, path = "/taskbooks/{id}/performance.pdf", tag = "supervision",
    params(("id" = String, Path, description = "key of the taskbook"), PaperQuery),
    responses((status = 200, description = "application/pdf"), (status = 404, body = Problem))
)]
async fn print_performance(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(query): Query<PaperQuery>,
) -> Result<Response, ApiError> {
    let language = query.language(&reader);
    let bytes = print::performance_pdf(&app, &reader.actor, language, TaskbookId(id)).await?;
    Ok(file(bytes, PDF, "performance.pdf"))
}

/// The performance report as a workbook.
#[utoipa::path(
    get, path = "/taskbooks/{id}/performance.xlsx", tag = "supervision",
    params(("id" = String, Path, description = "key of the taskbook"), PaperQuery),
    responses((status = 200, description = "a workbook"), (status = 404, body = Problem))
)]
async fn export_performance(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(query): Query<PaperQuery>,
) -> Result<Response, ApiError> {
    let language = query.language(&reader);
    let bytes = print::performance_xlsx(&app, &reader.actor, language, TaskbookId(id)).await?;
    Ok(file(bytes, XLSX, "performance.xlsx"))
}
