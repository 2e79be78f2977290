//! Is what the office makes public right, shown to the second, and known to nobody before?

mod archive;
mod corrections;
mod drafting;
mod maintenance;
mod pages;
mod societies;
mod verifying;

use chrono::{DateTime, Duration, Utc};
use entity::{
    nomination,
    vocabulary::{NominationState, Role},
};
use reqwest::Method;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::Expr,
};
use serde_json::{Value, json};

use crate::harness::{Answer, TestApp, Visitor};

const YEAR: i32 = laurel::demo::DEMO_ROUND;

/// Nominations that passed the first review, by number.
async fn pass(app: &TestApp, count: u64) -> Vec<nomination::Model> {
    let reader = app.app.database.reader();
    let found = nomination::Entity::find()
        .filter(nomination::Column::State.eq(NominationState::Accepted))
        .filter(nomination::Column::Category.is_in(["NAT", "INV", "PRO"]))
        .order_by_asc(nomination::Column::Number)
        .limit(count)
        .all(reader)
        .await
        .unwrap();
    assert_eq!(found.len(), usize::try_from(count).unwrap());
    nomination::Entity::update_many()
        .col_expr(nomination::Column::State, Expr::value(NominationState::FirstReviewPassed))
        .filter(nomination::Column::Id.is_in(found.iter().map(|one| one.id)))
        .exec(reader)
        .await
        .unwrap();
    found
}

/// How many of the nominations stand in a state.
async fn count(app: &TestApp, of: &[nomination::Model], state: NominationState) -> usize {
    nomination::Entity::find()
        .filter(nomination::Column::Id.is_in(of.iter().map(|one| one.id)))
        .filter(nomination::Column::State.eq(state))
        .all(app.app.database.reader())
        .await
        .unwrap()
        .len()
}

pub(crate) async fn office(app: &TestApp) -> Visitor {
    app.sign_in_as("test.office.one", Role::AwardOffice, None).await
}

async fn colleague(app: &TestApp) -> Visitor {
    app.sign_in_as("test.office.two", Role::AwardAdmin, None).await
}

/// The next midnight in Beijing.
pub(crate) fn midnight(app: &TestApp) -> DateTime<Utc> {
    laurel::notices::publicity::next_midnight(app.app.clock.now())
}

fn new(app: &TestApp, confirmed: Option<u64>) -> Value {
    json!({
        "kind": "first_review", "title": "初评结果公示（试）", "notice": "请在公示期内提出异议。",
        "opens_at": midnight(app), "confirmed_count": confirmed,
    })
}

async fn send(
    visitor: &Visitor,
    (method, path): (Method, &str),
    seen: i64,
    body: &Value,
) -> Answer {
    let key = laurel::shared::random_token(12);
    let request = visitor.request(method, path).header("if-match", format!("\"{seen}\""));
    Answer::of(request.header("idempotency-key", key).json(body)).await
}

async fn draft(by: &Visitor, body: &Value) -> Value {
    let path = format!("/rounds/{YEAR}/publicities");
    let answer = send(by, (Method::POST, &path), 0, body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["data"].take()
}

fn path(publicity: &Value) -> String {
    format!("/publicities/{}", publicity["id"].as_str().unwrap())
}

fn version(publicity: &Value) -> i64 {
    publicity["version"].as_i64().unwrap()
}

pub(crate) fn instant(publicity: &Value, name: &str) -> DateTime<Utc> {
    publicity[name].as_str().unwrap().parse().unwrap()
}

/// Drafts as one person and releases as the other.
pub(crate) async fn released(app: &TestApp, body: &Value) -> Value {
    let drafted = draft(&office(app).await, body).await;
    let count = &drafted["count"];
    let to = format!("{}/release", path(&drafted));
    let body = json!({ "confirmed_count": count });
    let second = colleague(app).await;
    let answer = send(&second, (Method::POST, &to), version(&drafted), &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["data"].take()
}

/// Moves the clock to an instant.
pub(crate) fn set(app: &TestApp, to: DateTime<Utc>) {
    app.clock.advance(to - app.app.clock.now());
}

/// A public page as somebody without an account gets it.
pub(crate) async fn page(app: &TestApp, path: &str) -> Answer {
    Answer::of(app.anyone().bare(Method::GET, path).header("accept-language", "zh-CN")).await
}

const SECOND: Duration = Duration::seconds(1);
