//! What do reviewers do in a whole round? They sign, declare, accept and judge, each with a severity of his own.

use std::collections::BTreeSet;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use laurel::{demo::deciding, shared::hex_sha256};
use serde_json::Value;

use super::course::{AT_ONCE, Course, World, YEAR};

/// A number below `most` that hangs on a text alone.
pub(crate) fn drawn(text: &str, most: u32) -> u32 {
    let digest = hex_sha256(text.as_bytes());
    let word = u32::from_str_radix(digest.get(..8).unwrap_or("0"), 16).unwrap_or_default();
    word % most
}

/// The points of a nomination by its quality, as a reviewer of some severity sees it.
fn level(reviewer: &str, row: &Value) -> u32 {
    let nomination = row["nomination_id"].as_str().or(row["alias"].as_str()).unwrap_or_default();
    let quality = 62 + drawn(nomination, 34);
    let severity = drawn(reviewer, 15);
    let mood = drawn(&format!("{reviewer} {nomination}"), 8);
    (quality + mood).saturating_sub(severity)
}

/// Lets everybody whom the plan asks accept and judge; says how many sheets were submitted.
pub(crate) async fn judge<W: World>(course: &Course<W>, plan: &str) -> anyhow::Result<usize> {
    let office = course.visitor("office").await?;
    let path = format!("/rounds/{YEAR}/review-assignments?plan={plan}");
    let asked = office.list(&path).await?;
    let is_asked = |row: &&Value| row["state"] == "invited" || row["state"] == "accepted";
    let reviewers: BTreeSet<&str> =
        asked.iter().filter(is_asked).filter_map(|row| row["account"].as_str()).collect();
    let work = reviewers.into_iter().map(|username| async move {
        let reviewer = course.visitor(username).await?;
        deciding::accept_all(&reviewer, YEAR).await?;
        let judge = |row: &Value| Some(level(username, row));
        deciding::score(&reviewer, YEAR, &judge).await
    });
    let done: Vec<usize> = stream::iter(work).buffer_unordered(AT_ONCE).try_collect().await?;
    Ok(done.into_iter().sum())
}
