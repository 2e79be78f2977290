//! Do plans, invitations and answers go their whole way, and is nothing told to whom it is not to be told?

mod beginnings;
mod certificates;
mod course;
mod draws;
mod imports;
mod named;
mod panels;
mod rechecks;
mod settled;
mod sight;

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, TestApp, Visitor};

/// The year of the round.
const YEAR: i32 = laurel::demo::DEMO_ROUND;

/// The path to try for an operation of this room, with things that are not there.
pub(crate) fn path(path: &str, nobody: &str) -> Option<String> {
    let is_own = ["/assignment-plans/", "/review-assignments/", "/my-reviews/"];
    is_own.iter().any(|start| path.starts_with(start)).then(|| {
        ["{id}", "{other}", "{nomination}", "{expert}"]
            .iter()
            .fold(path.to_owned(), |path, name| path.replace(name, nobody))
    })
}

/// A body that an operation of this room takes.
pub(crate) fn body(path: &str, nobody: &str) -> Option<Value> {
    let last = path.rsplit('/').next()?;
    let is_own = ["/assignment-plans/", "/review-assignments/", "/my-reviews/"];
    if path.ends_with("/assignment-plans") {
        return Some(json!({ "name": "示例方案" }));
    }
    if path == "/review-commitment" {
        return Some(json!({ "version": "0", "digest": "0".repeat(64) }));
    }
    if path.starts_with("/experts/") && last == "account" {
        return Some(json!({ "username": "nobody" }));
    }
    is_own.iter().any(|start| path.starts_with(start)).then(|| match last {
        "preview" | "changes" => json!({ "changes": [], "reason": "一段说明" }),
        "undo" if path.ends_with("/changes/undo") => json!({}),
        "undo" | "freeze" | "unfreeze" => json!({ "reason": "一段说明" }),
        "invitations" => json!({ "due_at": "2099-01-01T00:00:00Z" }),
        "replace" => json!({ "expert": nobody, "due_at": "2099-01-01T00:00:00Z" }),
        "repair" => json!({ "digest": "0".repeat(64), "due_at": "2099-01-01T00:00:00Z" }),
        "interest" => json!({ "declared": false }),
        "decline" => json!({ "reason": "no_time" }),
        "recuse" => json!({ "kind": "kin" }),
        _ => json!({}),
    })
}

/// Takes the plan of the demonstration back, so that another can be applied.
async fn take_demonstration_back(office: &Visitor) {
    let plans = office.data(&format!("/rounds/{YEAR}/assignment-plans")).await;
    let applied = plans.as_array().unwrap().iter().find(|plan| plan["state"] == "applied").unwrap();
    let path = format!("/assignment-plans/{}/undo", applied["id"].as_str().unwrap());
    let reason = json!({ "reason": "重新编制指派方案" });
    let undone =
        office.change(Method::POST, &path, applied["version"].as_i64().unwrap(), &reason).await;
    assert_eq!(undone.status, 200, "{}", undone.text);
    assert_eq!(undone.json()["data"]["state"], "undone");
}

/// A new draft from the newest run.
async fn draft(office: &Visitor, key: &str) -> Value {
    let path = format!("/rounds/{YEAR}/assignment-plans");
    let made = office.create(&path, key, &json!({ "name": "试用方案" })).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["data"].take()
}

/// The address of a plan.
fn address(plan: &Value) -> String {
    format!("/assignment-plans/{}", plan["id"].as_str().unwrap())
}

/// Sends `body` to a part of something seen at its version.
async fn act(who: &Visitor, path: &str, seen: &Value, body: &Value) -> Answer {
    who.change(Method::POST, path, seen["version"].as_i64().unwrap(), body).await
}

/// As [`act`], which must succeed; what stands then.
async fn done(who: &Visitor, path: &str, seen: &Value, body: &Value) -> Value {
    let answer = act(who, path, seen, body).await;
    assert!(answer.status < 300, "{path}: {}", answer.text);
    answer.json()["data"].take()
}

/// Ties an account to an expert and signs it in.
async fn reviewer(app: &TestApp, office: &Visitor, username: &str, expert: &str) -> Visitor {
    let visitor = app.sign_in_as(username, entity::vocabulary::Role::Reviewer, None).await;
    let path = format!("/experts/{expert}/account");
    // The demonstration may have given him one.
    let freed = Answer::of(office.request(Method::DELETE, &path)).await.status;
    assert!([204, 404].contains(&freed), "{freed}");
    let request = office.request(Method::POST, &path);
    let tied = Answer::of(request.json(&json!({ "username": username }))).await;
    assert_eq!(tied.status, 200, "{}", tied.text);
    visitor
}

/// Invites to the assignments of an expert under a plan, and says which.
async fn invite(app: &TestApp, office: &Visitor, plan: &Value, expert: &str) -> Vec<Value> {
    let list = format!(
        "/rounds/{YEAR}/review-assignments?plan={}&expert={expert}",
        plan["id"].as_str().unwrap()
    );
    let own = office.data(&list).await;
    let ids: Vec<&Value> = own.as_array().unwrap().iter().map(|one| &one["id"]).collect();
    let due_at = laurel::shared::Clock::now(&app.clock) + chrono::Duration::days(10);
    let body = json!({ "assignments": ids, "due_at": due_at });
    let path = format!("{}/invitations", address(plan));
    let sent = office.create(&path, &format!("invite-{expert}"), &body).await;
    assert_eq!(sent.status, 200, "{}", sent.text);
    assert_eq!(sent.json()["data"]["invited"], ids.len());
    own.as_array().unwrap().clone()
}
