//! The routes of documents: the form, the bundle, the publicity, and lists.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    cover::Kind,
    lists::COLUMNS,
    make::{self, OutputError},
    publicity::Publicity,
    review_copy::CopyError,
};
use crate::{
    app::App,
    authz::Reader,
    exchange::Format,
    files::Attachment,
    shared::Bilingual,
    web::{ApiError, Data, Download, Problem, ProblemCode},
};

const PDF: &str = "application/pdf";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const CSV: &str = "text/csv; charset=utf-8";

/// The routes of documents.
pub(in super::super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(print_dossier_form))
        .routes(routes!(print_dossier_bundle))
        .routes(routes!(read_dossier_publicity))
        .routes(routes!(print_dossier_publicity))
        .routes(routes!(export_dossiers_xlsx))
        .routes(routes!(export_dossiers_csv))
}

impl From<OutputError> for ApiError {
    fn from(error: OutputError) -> Self {
        match error {
            OutputError::Dossier(error) => error.into(),
            OutputError::NoColumn(name) => {
                let allowed: Vec<&str> = COLUMNS.iter().map(|(code, _)| *code).collect();
                let allowed = allowed.join(", ");
                Self::new(ProblemCode::BadParameter).field(
                    "columns",
                    "unknown",
                    Bilingual::new(
                        format!("没有列 {name}；可选：{allowed}"),
                        format!("there is no column {name}; allowed: {allowed}"),
                    ),
                )
            }
            OutputError::Press(error) => error.into(),
            OutputError::List(_) => Self::internal(&error),
        }
    }
}

impl From<CopyError> for ApiError {
    fn from(error: CopyError) -> Self {
        match error {
            CopyError::Press(error) => error.into(),
            CopyError::Files(error) => Self::internal(&error),
        }
    }
}

/// A file as a download; with a tag, the reader's copy is good as long as the tag is.
fn download(bytes: Vec<u8>, media_type: &str, name: String, tag: Option<&str>) -> Response {
    let attachment = Attachment { media_type: media_type.to_owned(), name };
    let mut response = Download { attachment, bytes }.into_response();
    tagged(response.headers_mut(), tag);
    response
}

fn tagged(headers: &mut HeaderMap, tag: Option<&str>) {
    if let Some(Ok(tag)) = tag.map(|tag| HeaderValue::from_str(&format!("\"{tag}\""))) {
        headers.insert(header::ETAG, tag);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
}

/// Whether the caller has the copy of this tag (RFC 9110 §13.1.2).
fn has(headers: &HeaderMap, tag: &str) -> bool {
    let seen = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    seen.is_some_and(|seen| {
        let tags = seen.split(',').map(|seen| seen.trim().trim_start_matches("W/"));
        tags.into_iter().any(|seen| seen.trim_matches('"') == tag)
    })
}

/// The document of a dossier as a PDF, or 304 where the caller has it.
async fn document(
    app: &App,
    reader: &Reader,
    (id, kind): (Uuid, Kind),
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    let inside = app.press.enter()?;
    let sources = make::sources(app, &reader.actor, id.into()).await?;
    let key = sources.key(kind);
    if has(headers, &key) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        tagged(response.headers_mut(), Some(&key));
        return Ok(response);
    }
    let what = match kind {
        Kind::Form => "提名书",
        Kind::Bundle => "提名书及附件",
        Kind::Publicity => "公示内容",
    };
    let name = format!("{} {what}.pdf", sources.number());
    let bytes = sources.pdf(app, inside, kind).await?;
    Ok(download(bytes, PDF, name, Some(&key)))
}

/// The nomination form of a dossier to be printed; personal data show their ends only.
#[utoipa::path(
    get, path = "/dossiers/{id}/form.pdf", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier")),
    responses(
        (status = 200, description = "application/pdf", content_type = "application/pdf"),
        (status = 304, description = "the caller has it"), (status = 404, body = Problem),
        (status = 503, body = Problem),
    )
)]
async fn print_dossier_form(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    document(&app, &reader, (id, Kind::Form), &headers).await
}

/// The nomination form with its attachments as one file, each named in its outline.
#[utoipa::path(
    get, path = "/dossiers/{id}/bundle.pdf", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier")),
    responses(
        (status = 200, description = "application/pdf", content_type = "application/pdf"),
        (status = 304, description = "the caller has it"), (status = 404, body = Problem),
        (status = 503, body = Problem),
    )
)]
async fn print_dossier_bundle(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    document(&app, &reader, (id, Kind::Bundle), &headers).await
}

/// What of a dossier is made public: the fields that its form marks so, and never a personal datum.
#[utoipa::path(
    get, path = "/dossiers/{id}/publicity", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier")),
    responses((status = 200, body = Data<Publicity>), (status = 404, body = Problem))
)]
async fn read_dossier_publicity(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<Publicity>, ApiError> {
    let sources = make::sources(&app, &reader.actor, id.into()).await?;
    Ok(Data { data: sources.publicity() })
}

/// The contents of the publicity to be printed, under the same digest.
#[utoipa::path(
    get, path = "/dossiers/{id}/publicity.pdf", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier")),
    responses(
        (status = 200, description = "application/pdf", content_type = "application/pdf"),
        (status = 304, description = "the caller has it"), (status = 404, body = Problem),
        (status = 503, body = Problem),
    )
)]
async fn print_dossier_publicity(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    document(&app, &reader, (id, Kind::Publicity), &headers).await
}

/// Which columns a list has.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Names of columns in their order, such as `number,title,state`; all unless given. There are
    /// `number`, `title`, `category`, `form`, `grade`, `society_id`, `society`, `state`, `version`,
    /// `updated_at`.
    columns: Option<String>,
}

/// The dossiers of a round that the reader may read, as a workbook.
#[utoipa::path(
    get, path = "/rounds/{year}/dossiers.xlsx", tag = "dossiers",
    params(("year" = i32, Path, description = "year of the round"), ListQuery),
    responses(
        (status = 200, description = "a workbook"),
        (status = 400, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn export_dossiers_xlsx(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    Query(query): Query<ListQuery>,
) -> Result<Response, ApiError> {
    let asked = query.columns.unwrap_or_default();
    let bytes = make::list(&app, &reader.actor, year, (Format::Xlsx, &asked)).await?;
    Ok(download(bytes, XLSX, format!("{year} 提名材料清单.xlsx"), None))
}

/// The dossiers of a round that the reader may read, as comma separated values.
#[utoipa::path(
    get, path = "/rounds/{year}/dossiers.csv", tag = "dossiers",
    params(("year" = i32, Path, description = "year of the round"), ListQuery),
    responses(
        (status = 200, description = "text/csv"),
        (status = 400, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn export_dossiers_csv(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    Query(query): Query<ListQuery>,
) -> Result<Response, ApiError> {
    let asked = query.columns.unwrap_or_default();
    let bytes = make::list(&app, &reader.actor, year, (Format::Csv, &asked)).await?;
    Ok(download(bytes, CSV, format!("{year} 提名材料清单.csv"), None))
}
