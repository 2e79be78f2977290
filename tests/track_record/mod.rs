//! Does the record tell what became of nominations, and of whom may it be told?

mod collection;
mod disputes;
mod events;
mod files;
mod least_sight;
mod nominators;
mod record;

use entity::vocabulary::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, TestApp, Visitor};

/// Two societies of a group, both fictional.
const SOCIETIES: &str = "society_id,name,name_en,group\n\
    X-01,示范测绘学会,Demonstration Society of Surveying,工科\n\
    X-02,示范冶炼学会,Demonstration Society of Smelting,工科\n";

/// The cases of X-01 in two rounds and of X-02 in one: three nominations in 2025 of which two were
/// accepted and one passed the first review.
const FACTS: &str = "society_id,round,case_ref,case_title,measure,value,source\n\
    X-01,2023,F23-1,岩土监测,submitted,1,奖励办\n\
    X-01,2023,F23-1,岩土监测,form_passed,1,奖励办\n\
    X-01,2023,F23-1,岩土监测,accepted,1,奖励办\n\
    X-01,2023,F23-1,岩土监测,first_review_passed,0,奖励办\n\
    X-01,2023,,,quota,2,奖励办\n\
    X-01,2025,F25-1,卫星测高,submitted,1,奖励办\n\
    X-01,2025,F25-1,卫星测高,form_passed,1,奖励办\n\
    X-01,2025,F25-1,卫星测高,accepted,1,奖励办\n\
    X-01,2025,F25-1,卫星测高,first_review_passed,1,奖励办\n\
    X-01,2025,F25-2,海底地形,submitted,1,奖励办\n\
    X-01,2025,F25-2,海底地形,form_passed,1,奖励办\n\
    X-01,2025,F25-2,海底地形,accepted,1,奖励办\n\
    X-01,2025,F25-2,海底地形,first_review_passed,0,奖励办\n\
    X-01,2025,F25-3,重力场模型,submitted,1,奖励办\n\
    X-01,2025,F25-3,重力场模型,form_passed,0,奖励办\n\
    X-01,2025,F25-3,重力场模型,accepted,0,奖励办\n\
    X-01,2025,F25-3,重力场模型,first_review_passed,0,奖励办\n\
    X-01,2025,,,quota,4,奖励办\n\
    X-02,2025,G25-1,秘密的高炉,submitted,1,奖励办\n\
    X-02,2025,G25-1,秘密的高炉,form_passed,1,奖励办\n\
    X-02,2025,G25-1,秘密的高炉,accepted,1,奖励办\n\
    X-02,2025,G25-1,秘密的高炉,first_review_passed,1,奖励办\n";

/// Imports `text` as a file of `kind` and says what came of it.
fn import(app: &TestApp, kind: &str, text: &str) -> crate::harness::Said {
    let file = app.folder().join(format!("{kind}.csv"));
    std::fs::write(&file, text).unwrap();
    app.laurel(["import", kind, file.to_str().unwrap()])
}

/// The two societies with their facts.
fn fill(app: &TestApp) {
    import(app, "societies", SOCIETIES).done();
    import(app, "facts", FACTS).done();
}

/// The figure of an indicator among figures.
fn figure(figures: &Value, indicator: &str) -> Value {
    let found = figures.as_array().unwrap().iter().find(|one| one["indicator"] == indicator);
    found.cloned().unwrap_or(Value::Null)
}

async fn head(app: &TestApp, society: &str) -> Visitor {
    app.sign_in_of(Role::SocietyHead, Some(society)).await
}

async fn cast(app: &TestApp) -> Visitor {
    app.sign_in(Role::Cast).await
}

/// Another person of CAST.
async fn second_cast(app: &TestApp) -> Visitor {
    app.add_account("test.second", Role::Cast, None).await;
    let visitor = app.anyone();
    let body = json!({ "username": "test.second", "password": crate::harness::PASSWORD });
    assert_eq!(visitor.post("/session", &body).await.status, 200);
    visitor
}

/// Sends `body` to `path` under a key.
async fn make(visitor: &Visitor, path: &str, key: &str, body: &Value) -> Answer {
    let request = visitor.request(Method::POST, path).header("idempotency-key", key);
    Answer::of(request.json(body)).await
}

/// Sends `body` to `path` for the version `seen`.
async fn change(
    visitor: &Visitor,
    (method, path): (Method, &str),
    seen: &Value,
    body: &Value,
) -> Answer {
    let tag = format!("\"{seen}\"");
    Answer::of(visitor.request(method, path).header("if-match", tag).json(body)).await
}
