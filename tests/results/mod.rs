//! Is nothing known before it is released, and everything at once then?

mod awards;
mod bundle;
mod court;
mod falls;
mod letters;
mod public;
mod releases;

use serde_json::Value;

/// What the paths of this room begin with, beside those below a round.
const OWN: &[&str] = &["/result-releases/", "/result-decisions/", "/falls"];

/// The path to try for an operation of this room, with things that are not there.
pub(crate) fn path(path: &str, nobody: &str) -> Option<String> {
    if !OWN.iter().any(|start| path.starts_with(start)) {
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
    releases::body(path, nobody).or_else(|| falls::body(path, nobody))
}
