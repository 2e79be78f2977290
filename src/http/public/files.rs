//! What stands in the files beside the public pages?

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::pages::Made;
use crate::{
    app::App,
    exchange::{self, Format, Sheet, Style},
    notices::publicity::{
        Archive, Head, Line, PublicEntry,
        sheet::{LineRow, value_rows},
    },
    web::ApiError,
};

const CSV: &str = "text/csv; charset=utf-8";
const JSON: &str = "application/json";

fn address(head: &Head, position: i32) -> String {
    format!("/public/publicities/{}/{position}", head.number)
}

/// Rows as the bytes of a CSV file in which no cell is run as a formula.
pub(super) async fn csv<S: Sheet + Send + 'static>(
    app: &App,
    rows: Vec<S>,
    name: String,
) -> Result<Made, ApiError> {
    let key: Uuid = app.ids.next();
    let folder = app.config.data_dir.join("work").join(key.to_string());
    let written = tokio::task::spawn_blocking(move || -> Result<Vec<u8>, String> {
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let file = folder.join("rows.csv");
        let bytes = exchange::write_all(&file, Style::for_people(Format::Csv), &rows)
            .map_err(|error| error.to_string())
            .and_then(|_| std::fs::read(&file).map_err(|error| error.to_string()));
        std::fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
        bytes
    });
    let bytes = written.await.map_err(|error| ApiError::internal(&error))?;
    let bytes = bytes.map_err(|error| ApiError::internal(&error))?;
    Ok(Made { bytes, media_type: CSV, name: Some(name) })
}

pub(super) fn json_file(value: &impl Serialize) -> Result<Made, ApiError> {
    let bytes = serde_json::to_vec(value).map_err(|error| ApiError::internal(&error))?;
    Ok(Made { bytes, media_type: JSON, name: None })
}

/// What a file says of its publicity.
fn about(head: &Head, now: DateTime<Utc>) -> serde_json::Value {
    json!({
        "number": head.number,
        "round": head.year,
        "kind": head.kind,
        "title": head.title,
        "notice": head.notice,
        "opens_at": head.opens_at,
        "closes_at": head.closes_at,
        "standing": head.standing(now).as_str(),
        "count": head.count,
        "policy": head.policy,
        "digest": head.digest,
    })
}

/// Why something is withheld, in both languages; null where nothing is.
fn withheld(words: Option<&Archive>) -> serde_json::Value {
    words.map_or(
        serde_json::Value::Null,
        |words| json!({ "notice": words.notice, "basis": words.basis }),
    )
}

/// The lines of a publicity as CSV.
pub(super) async fn list_csv(app: &App, head: &Head, lines: &[Line]) -> Result<Made, ApiError> {
    let row =
        |line: &Line| LineRow { address: address(head, line.position), line: Some(line.clone()) };
    csv(app, lines.iter().map(row).collect(), format!("{}.csv", head.number)).await
}

/// The lines of a publicity as JSON.
pub(super) fn list_json(
    (head, now): (&Head, DateTime<Utc>),
    lines: &[Line],
) -> Result<Made, ApiError> {
    let corrections: Vec<serde_json::Value> = head
        .corrections
        .iter()
        .map(|one| {
            let text = head.said(one, now);
            json!({ "number": one.number, "text": text, "released_at": one.released_at })
        })
        .collect();
    let entries: Vec<serde_json::Value> = lines
        .iter()
        .map(|line| {
            json!({
                "position": line.position, "number": line.number, "category": line.category,
                "title": line.title, "nominator": line.nominator, "completers": line.people,
                "units": line.units, "is_corrected": line.is_corrected, "digest": line.digest,
                "is_withheld": line.withheld.is_some(), "address": address(head, line.position),
            })
        })
        .collect();
    json_file(&json!({
        "publicity": about(head, now), "corrections": corrections, "entries": entries,
        "withheld": withheld(lines.iter().find_map(|line| line.withheld)),
    }))
}

/// An entry as it stands now, as CSV.
pub(super) async fn entry_csv(
    app: &App,
    head: &Head,
    entry: &PublicEntry,
) -> Result<Made, ApiError> {
    let name = format!("{}-{}.csv", head.number, entry.position);
    csv(app, value_rows(&entry.content), name).await
}

/// An entry as JSON: what it says now, and what was released, of whose text the digest is; that is withheld with
/// what is personal.
pub(super) fn entry_json(
    (head, now): (&Head, DateTime<Utc>),
    entry: &PublicEntry,
) -> Result<Made, ApiError> {
    let corrections: Vec<serde_json::Value> = entry
        .corrections
        .iter()
        .map(|one| {
            json!({
                "number": one.number, "text": one.text, "released_at": one.released_at,
                "before": one.before,
            })
        })
        .collect();
    json_file(&json!({
        "publicity": about(head, now),
        "position": entry.position,
        "content": entry.content,
        "corrections": corrections,
        "released": entry.released,
        "digest": entry.digest,
        "withheld": withheld(entry.withheld),
    }))
}
