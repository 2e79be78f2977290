//! Do taskbooks, stages, meetings, assessments and disclosure keep to the notice's rules?

mod assessments;
mod papers;
mod public_pages;
pub(crate) mod rights;
mod taskbooks;

use reqwest::Method;
use serde_json::Value;

use crate::harness::{Answer, TestApp, Visitor};

/// The society of the demonstration with most taskbooks, and one whose taskbook is suspended.
const SOCIETY: &str = "D-B-12";
const SUSPENDED: &str = "D-A-04";

/// Sends `body` with the headers that a change wants.
async fn send(visitor: &Visitor, method: Method, path: &str, seen: i64, body: &Value) -> Answer {
    let key = laurel::shared::random_token(12);
    let request = visitor.request(method, path);
    let request = request.header("if-match", format!("\"{seen}\"")).header("idempotency-key", key);
    Answer::of(request.json(body)).await
}

async fn post(visitor: &Visitor, path: &str, body: &Value) -> Answer {
    send(visitor, Method::POST, path, 1, body).await
}

/// The taskbook of that number, whole.
async fn taskbook(visitor: &Visitor, number: &str) -> Value {
    let all = visitor.data("/taskbooks").await;
    let found = all.as_array().unwrap().iter().find(|one| one["number"] == number);
    let id = found.unwrap_or_else(|| panic!("no {number} in {all}"))["id"].as_str().unwrap();
    visitor.data(&format!("/taskbooks/{id}")).await
}

fn address(taskbook: &Value) -> String {
    format!("/taskbooks/{}", taskbook["id"].as_str().unwrap())
}

fn version(taskbook: &Value) -> i64 {
    taskbook["version"].as_i64().unwrap()
}

async fn head_of(app: &TestApp, society: &str) -> Visitor {
    app.sign_in_of(entity::vocabulary::Role::SocietyHead, Some(society)).await
}
