//! The draw and what is found.

use entity::vocabulary::Role;
use serde_json::{Value, json};

use super::{SOCIETY, SUSPENDED, head_of, post};
use crate::harness::{TestApp, keys};

db_tests! {
    round: [
        a_year_is_drawn_once_and_anyone_can_repeat_it,
        findings_are_seen_and_answered_by_their_society,
    ],
}

fn texts(list: &Value, key: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one[key].as_str().unwrap().to_owned()).collect()
}

async fn a_year_is_drawn_once_and_anyone_can_repeat_it(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let body = json!({ "year": 2031, "assessor": "示范评估所", "seed": "公开号码 0917" });
    let drawn = post(&cast, "/assessments", &body).await;
    assert_eq!(drawn.status, 201, "{}", drawn.text);
    let drawn = drawn.json()["data"].clone();
    // By the rule as docs/supervision.md says it, with nothing of the program's.
    let frame = texts(&drawn["frame"], "society_id");
    let mut numbered: Vec<(String, String)> = frame
        .iter()
        .map(|code| {
            (laurel::shared::hex_sha256(format!("公开号码 0917:{code}").as_bytes()), code.clone())
        })
        .collect();
    numbered.sort();
    let wanted = frame.len().div_ceil(5);
    let mut expected: Vec<String> =
        numbered.into_iter().take(wanted).map(|(_, code)| code).collect();
    if !expected.iter().any(|code| code == SUSPENDED) {
        expected.push(SUSPENDED.to_owned());
    }
    expected.sort();
    assert_eq!(texts(&drawn["sample"], "society_id"), expected);
    assert_eq!(drawn["is_repeatable"], true);
    let second = post(&cast, "/assessments", &body).await;
    assert_eq!(second.outcome(), (409, "conflict".to_owned()), "one draw a year");
    let chain = laurel::audit::read_all(app.app.database.reader()).await.unwrap();
    let (link, _) =
        chain.iter().rfind(|(link, _)| link.entry.action == "supervision.draw_assessment").unwrap();
    assert_eq!(link.entry.before_digest.as_deref(), drawn["frame_digest"].as_str());
    assert_eq!(link.entry.after_digest.as_deref(), drawn["sample_digest"].as_str());
    assert!(link.entry.reason.as_deref().unwrap().contains("公开号码 0917"));
    let stranger = post(
        &cast,
        &format!("/assessments/{}/findings", drawn["id"].as_str().unwrap()),
        &json!({
            "society_id": frame.iter().find(|code| !expected.contains(code)).unwrap(),
            "aspect": "process", "grade": "sound", "text": "无",
        }),
    )
    .await;
    assert_eq!(stranger.outcome(), (422, "invalid".to_owned()), "only who was drawn is assessed");
}

async fn findings_are_seen_and_answered_by_their_society(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let all = cast.data("/assessments").await[0].clone();
    assert_eq!(all["findings"].as_array().unwrap().len(), 5);
    let other = head_of(app, SUSPENDED).await;
    let own = other.data("/assessments").await[0].clone();
    assert_eq!(keys(&own["findings"], "society_id"), [SUSPENDED, SUSPENDED]);
    assert_eq!(own["sample"].as_array().unwrap().len(), all["sample"].as_array().unwrap().len());
    let head = head_of(app, SOCIETY).await;
    let path = format!("/assessment-findings/{}/reply", own["findings"][0]["id"].as_str().unwrap());
    let reply = json!({ "text": "已整改" });
    assert_eq!(post(&head, &path, &reply).await.outcome(), (404, "not_found".to_owned()));
    assert_eq!(post(&cast, &path, &reply).await.outcome(), (403, "forbidden".to_owned()));
    assert_eq!(post(&other, &path, &reply).await.status, 200);
    assert_eq!(post(&other, &path, &reply).await.outcome(), (409, "conflict".to_owned()), "once");
    let report = format!("/assessments/{}/report", all["id"].as_str().unwrap());
    let text = json!({ "report": "评估总体情况。" });
    let written = super::send(&cast, reqwest::Method::PUT, &report, 1, &text).await;
    assert_eq!(written.status, 200, "{}", written.text);
    let stale = super::send(&cast, reqwest::Method::PUT, &report, 1, &text).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    assert_eq!(
        other.data("/assessments").await[0]["report"],
        Value::Null,
        "it is CAST's to hand on"
    );
    let late = post(
        &cast,
        &format!("/assessments/{}/findings", all["id"].as_str().unwrap()),
        &json!({
            "society_id": SOCIETY, "aspect": "process", "grade": "sound", "text": "无",
        }),
    )
    .await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()), "the report is written");
}
