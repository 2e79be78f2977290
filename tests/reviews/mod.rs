//! Are sheets kept, read and aggregated as the rules say, and does nobody see what is not his?

mod aggregates;
mod blind;
mod crashes;
mod desk;
mod documents;
mod outdated;
mod phases;
mod questions;
mod records;
mod redaction;
mod sheets;
mod workbooks;

use serde_json::Value;

/// What the paths of this room begin with, beside those below a round.
const OWN: &[&str] = &[
    "/review-phases/",
    "/my-sheets",
    "/review-questions/",
    "/society-questions/",
    "/review-books/",
    "/review-hints/",
];

/// Whether this room answers at a path below a review of the reader's own.
fn is_of_review(path: &str) -> bool {
    let own = path.strip_prefix("/my-reviews/{id}/").unwrap_or_default();
    ["sheet", "documents", "marks", "questions"].iter().any(|part| own.starts_with(part))
}

/// The path to try for an operation of this room, with things that are not there.
pub(crate) fn path(path: &str, nobody: &str) -> Option<String> {
    if !OWN.iter().any(|start| path.starts_with(start)) && !is_of_review(path) {
        return None;
    }
    let parts = path.split('/').map(|part| match part {
        "{number}" => "1",
        part if part.starts_with('{') => nobody,
        part => part,
    });
    Some(parts.collect::<Vec<_>>().join("/"))
}

/// A body that an operation of this room takes.
pub(crate) fn body(path: &str, nobody: &str) -> Option<Value> {
    phases::body(path, nobody)
        .or_else(|| blind::body(path, nobody))
        .or_else(|| aggregates::body(path, nobody))
}
