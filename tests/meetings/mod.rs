//! Do bodies meet, keep out, sign and vote as the rules say, and is every count repeatable?

mod agenda;
mod attendance;
mod ballots;
mod bodies;
mod counted;
mod hall;
mod opinions;
mod papers;
mod races;
mod scene;
mod secret;
mod tracker;

use serde_json::Value;

/// What the paths of this room begin with, beside those below a round.
const OWN: &[&str] = &[
    "/review-bodies/",
    "/review-seats/",
    "/meetings/",
    "/my-meetings",
    "/agenda-items/",
    "/item-recusals/",
    "/ballots/",
    "/society-defences",
];

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
    let named = if path == "/society-defences/{id}/files" { "?name=x" } else { "" };
    Some(format!("{}{named}", parts.collect::<Vec<_>>().join("/")))
}

/// A body that an operation of this room takes.
pub(crate) fn body(path: &str, nobody: &str) -> Option<Value> {
    bodies::body(path, nobody).or_else(|| ballots::body(path, nobody))
}
