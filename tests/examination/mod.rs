//! Is a nomination accepted, refused or corrected by the rules, by as many people as it takes, and does its
//! society learn what it may?

mod corrections;
mod many;
mod verdicts;

use entity::{ids::DossierId, vocabulary::Role};
use laurel::{
    demo::journey::{Complete, Journey},
    shared::{Clock as _, random_token},
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, TestApp, Visitor};

/// The society whose nominations are examined.
const SOCIETY: &str = "D-B-12";

/// Takes a complete dossier of other people to its submission.
pub(crate) async fn handed_in(app: &TestApp, (category, mark): (&str, u32)) -> DossierId {
    let set_clock = |instant| app.clock.advance(instant - app.clock.now());
    let journey = Journey {
        app: &app.app,
        year: 2027,
        society: SOCIETY,
        set_clock: &set_clock,
        today: app.clock.now(),
    };
    let complete = Complete::of(category).unwrap().apart(mark);
    let id = journey.write(&complete).await.unwrap();
    journey.confirm(id, &complete).await.unwrap();
    journey.approve(id, &complete).await.unwrap();
    journey.submit(id).await.unwrap();
    id
}

/// An examiner of the office, one of many.
pub(crate) async fn examiner(app: &TestApp, name: &str) -> Visitor {
    app.sign_in_as(&format!("examiner.{name}"), Role::AwardOffice, None).await
}

/// Posts under the version that was seen.
async fn deed(visitor: &Visitor, path: &str, version: i64, body: &Value) -> Answer {
    let request = visitor.request(Method::POST, path).header("if-match", format!("\"{version}\""));
    Answer::of(request.json(body)).await
}

/// Does what is allowed, by the version that stands.
pub(crate) async fn done(visitor: &Visitor, id: &str, deed_name: &str, body: &Value) -> Value {
    let path = format!("/examinations/{id}");
    let version = visitor.data(&path).await["version"].as_i64().unwrap();
    let answer = deed(visitor, &format!("{path}/{deed_name}"), version, body).await;
    assert_eq!(answer.status, 200, "{deed_name}: {}", answer.text);
    answer.json()["data"].clone()
}

/// Opens the examination and says its key.
pub(crate) async fn opened(examiner: &Visitor, dossier: DossierId) -> String {
    let answer = examiner.post(&format!("/nominations/{dossier}/examination"), &json!({})).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["data"]["id"].as_str().unwrap().to_owned()
}

fn verdict(rule: &str, ruling: &str) -> Value {
    match ruling {
        "fail" => json!({
            "rule": rule, "ruling": ruling, "reason": "公章不清晰", "fix": "重新盖章", "address": "project.title",
        }),
        _ => json!({ "rule": rule, "ruling": ruling }),
    }
}

/// Passes every rule that is open, but one.
pub(crate) async fn pass_all_but(examiner: &Visitor, id: &str, spared: &str) {
    let detail = examiner.data(&format!("/examinations/{id}")).await;
    let open = detail["items"].as_array().unwrap().iter();
    let open = open.filter(|item| item["standing"] == "open" && item["rule"] != spared);
    let verdicts: Vec<Value> =
        open.map(|item| verdict(item["rule"].as_str().unwrap(), "pass")).collect();
    if !verdicts.is_empty() {
        done(examiner, id, "verdicts", &json!({ "verdicts": verdicts })).await;
    }
}

pub(crate) async fn say(examiner: &Visitor, id: &str, rule: &str, ruling: &str) -> Value {
    done(examiner, id, "verdicts", &json!({ "verdicts": [verdict(rule, ruling)] })).await
}

/// A word that no request used before.
fn key() -> String {
    random_token(12)
}
