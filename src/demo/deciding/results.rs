//! How do decisions become known? One officer drafts a release, another releases it; awards wait for two documents.

use anyhow::bail;
use chrono::NaiveDate;
use reqwest::Method;
use serde_json::{Value, json};

use super::visitor::{Visitor, text_of, version_of};

/// A release to be made: `first_review`, `committee` or `award`.
#[derive(Clone, Copy, Debug)]
pub struct NewRelease<'a> {
    /// Its stage.
    pub stage: &'a str,
    /// Codes of the categories that it decides.
    pub categories: &'a [&'a str],
    /// Its title.
    pub title: &'a str,
    /// The documents behind it.
    pub papers: &'a [NewPaper<'a>],
}

/// A document behind a release of awards.
#[derive(Clone, Copy, Debug)]
pub struct NewPaper<'a> {
    /// `ministry`, `approval` or `council_limits`.
    pub kind: &'a str,
    /// The number that it bears.
    pub number: &'a str,
    /// The day that it bears.
    pub dated: NaiveDate,
    /// What it says.
    pub text: &'a str,
}

/// Drafts a release as one officer, enters its documents as the one and confirms them as the other; says its key and how
/// many nominations it decides.
///
/// # Errors
/// The server refuses.
pub async fn draft_release(
    [first, second]: [&Visitor; 2],
    year: i32,
    new: NewRelease<'_>,
) -> anyhow::Result<(String, usize)> {
    if new.stage == "award" {
        // What was judged in spite of an interest is looked for before anybody receives anything.
        let path = format!("/rounds/{year}/recusal-scans");
        first.send(Method::POST, &path, &json!({})).await?;
    }
    let body = json!({ "stage": new.stage, "categories": new.categories, "title": new.title });
    let drafted = first.create(&format!("/rounds/{year}/result-releases"), &body).await?;
    let id = text_of(&drafted, "id")?.to_owned();
    for paper in new.papers {
        let path = format!("/result-releases/{id}/papers/{}", paper.kind);
        let body = json!({
            "document_number": paper.number, "dated": paper.dated, "text": paper.text,
        });
        let kept = first.change(Method::PUT, (&path, 0), &body).await?;
        let confirm = format!("{path}/confirm");
        second.step((&confirm, version_of(&kept)?), &json!({})).await?;
    }
    Ok((id, drafted["decisions"].as_array().map_or(0, Vec::len)))
}

/// Releases a draft as another officer than who made it; says the release.
///
/// # Errors
/// Something keeps it from being released, or the server refuses.
pub async fn release(second: &Visitor, id: &str) -> anyhow::Result<Value> {
    let seen = second.read(&format!("/result-releases/{id}")).await?;
    if seen["gaps"].as_array().is_some_and(|gaps| !gaps.is_empty()) {
        bail!("result_release/{id}: {}", seen["gaps"]);
    }
    let count = seen["decisions"].as_array().map_or(0, Vec::len);
    let path = format!("/result-releases/{id}/release");
    second.step((&path, version_of(&seen)?), &json!({ "confirmed_count": count })).await
}
