//! Does the register hold what it should, show it to whom it should, and let nobody overwrite
//! another?

mod delegations;
mod qualifications;
mod register;

use reqwest::Method;
use serde_json::Value;

use crate::harness::{Answer, Visitor};

/// Puts `body` to `path` as seen at `version`.
async fn put(visitor: &Visitor, path: &str, version: i64, body: &Value) -> Answer {
    visitor.change(Method::PUT, path, version, body).await
}

/// The version of what stands at `path`.
async fn version(visitor: &Visitor, path: &str) -> i64 {
    visitor.data(path).await["version"].as_i64().unwrap()
}

/// The codes of the fields at fault.
fn faults(answer: &Answer) -> Vec<(String, String)> {
    let problem = answer.json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|error| (text(&error["pointer"]), text(&error["code"]))).collect()
}
