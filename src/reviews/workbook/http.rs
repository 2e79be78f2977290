//! The routes of the workbook.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{DefaultBodyLimit, Query, State},
    http::HeaderMap,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    read::{self, BackRow},
    take,
    views::{CheckView, TakenView},
    write::write,
};
use crate::{
    app::App,
    authz::{Action, Reader, permit},
    idempotency,
    reviews::ReviewError,
    shared::Bilingual,
    web::{ApiError, Data, Download, Problem, ProblemCode, refuse_marked},
};

/// The largest file that is taken.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// The routes of this inner room.
pub(in crate::reviews) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(read_sheet_workbook, take_sheet_workbook))
        .routes(routes!(check_sheet_workbook))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
}

/// Of which phase.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WorkbookOfPhase {
    /// Key of the phase.
    #[param(value_type = String)]
    phase: Uuid,
}

/// The light sheets of a phase as a workbook, to be filled in without a network and taken back.
#[utoipa::path(
    get, path = "/my-sheets/workbook", tag = "reviews",
    params(WorkbookOfPhase),
    responses(
        (status = 200, description = "the workbook", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 400, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_sheet_workbook(
    State(app): State<Arc<App>>,
    reader: Reader,
    Query(asked): Query<WorkbookOfPhase>,
) -> Result<Download, ApiError> {
    let (category, rule, lines) = take::lines(&app, &reader.actor, asked.phase).await?;
    let written = tokio::task::spawn_blocking(move || write(&rule, &lines)).await;
    let bytes = written
        .map_err(|error| ApiError::internal(&error))?
        .map_err(|error| ApiError::internal(&error))?;
    Ok(Download::xlsx(format!("网络评审评分表 {category}.xlsx"), bytes))
}

/// The rows of a workbook, none of which bears a mark of classification.
async fn rows(reader: &Reader, bytes: Bytes) -> Result<Vec<BackRow>, ApiError> {
    // Before the file is looked at: who judges nothing learns nothing by sending one.
    permit(&reader.actor, Action::ReviewDossiers)?;
    let read = tokio::task::spawn_blocking(move || read::rows(&bytes)).await;
    let wrong =
        |words: Bilingual| ApiError::new(ProblemCode::Invalid).field("/", "workbook", words);
    let rows = read.map_err(|error| ApiError::internal(&error))?.map_err(wrong)?;
    let mut texts: Vec<(String, &str)> = Vec::new();
    for row in &rows {
        texts.extend(row.cells.values().map(|cell| (format!("/rows/{}", row.line), cell.as_str())));
    }
    let texts: Vec<(&str, &str)> = texts.iter().map(|(at, text)| (at.as_str(), *text)).collect();
    refuse_marked(&texts)?;
    Ok(rows)
}

/// What a workbook that came back would change; nothing is kept.
#[utoipa::path(
    post, path = "/my-sheets/workbook/check", tag = "reviews",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = Data<CheckView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem),
    )
)]
async fn check_sheet_workbook(
    State(app): State<Arc<App>>,
    reader: Reader,
    bytes: Bytes,
) -> Result<Data<CheckView>, ApiError> {
    let rows = rows(&reader, bytes).await?;
    Ok(Data { data: take::check(&app, &reader.actor, &rows).await? })
}

/// Keeps what a workbook says, row by row as typing would; rows that are not in order are left out.
#[utoipa::path(
    post, path = "/my-sheets/workbook", tag = "reviews",
    params(("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = Data<TakenView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem),
    )
)]
async fn take_sheet_workbook(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Data<TakenView>, ApiError> {
    // A plain digest of a file with points could tell them.
    let told = app.sealer.fingerprint(&bytes);
    let key = idempotency::Key::of(&headers, reader.actor.account, "my-sheets/workbook", &told)?;
    let rows = rows(&reader, bytes).await?;
    let data = match take::take(&app, &reader.actor, &rows, &key).await {
        Err(ReviewError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            serde_json::from_str(&reply).map_err(|error| ApiError::internal(&error))?
        }
        taken => taken?,
    };
    Ok(Data { data })
}
