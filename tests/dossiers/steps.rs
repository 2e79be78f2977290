//! Is a step taken on what was seen, and on nothing that was changed meanwhile?

use chrono::Duration;
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    begin, clerk, keep,
    process::{done, head, process, published},
    submission::{answer, approved, ask, nat, submitted},
    write,
};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        a_step_is_taken_on_what_was_seen,
        an_outcome_is_of_the_publicity_that_was_seen,
        a_withdrawal_is_asked_for_and_answered_on_what_was_seen,
    ],
}

/// Takes a step as somebody who saw `version`.
async fn step(visitor: &Visitor, path: &str, version: i64, body: &Value) -> Answer {
    let request = visitor.request(Method::POST, path).header("if-match", format!("\"{version}\""));
    Answer::of(request.header("idempotency-key", laurel::shared::random_token(12)).json(body)).await
}

async fn version(visitor: &Visitor, path: &str) -> i64 {
    visitor.data(path).await["version"].as_i64().unwrap()
}

/// Demands that a step was refused for what was changed, with what stands now.
fn is_stale(answer: &Answer, present: i64) {
    assert_eq!(answer.outcome(), (412, "stale".to_owned()));
    assert_eq!(answer.json()["present"]["version"], present, "{}", answer.text);
    assert_eq!(answer.json()["present"]["data"]["version"], present);
}

async fn a_step_is_taken_on_what_was_seen(app: &TestApp) {
    let (writer, head) = (clerk(app).await, head(app).await);
    let path = begin(&writer, "nat-1").await;
    keep(&writer, &path, &[write("project.title", "甲", 0)]).await;
    let review = format!("{path}/review");
    let without = writer.post(&review, &json!({})).await;
    assert_eq!(without.outcome(), (428, "precondition_required".to_owned()));
    is_stale(&step(&writer, &review, 1, &json!({})).await, 2);
    done(&writer, &review, &json!({})).await;
    let read = version(&head, &path).await;
    // Called off, written on and asked for anew while the head read.
    let back = json!({ "reason": "再改一处" });
    done(&writer, &format!("{path}/take-back"), &back).await;
    keep(&writer, &path, &[write("project.title", "乙", 9_999)]).await;
    done(&writer, &review, &json!({})).await;
    let now = version(&head, &path).await;
    for (deed, body) in
        [("review/pass", &json!({})), ("review/return", &back), ("take-back", &back)]
    {
        is_stale(&step(&head, &format!("{path}/{deed}"), read, body).await, now);
    }
    assert_eq!(process(&head, &path).await["state"], "internal_review", "nothing was done");
    let passed = step(&head, &format!("{path}/review/pass"), now, &json!({})).await;
    assert_eq!(passed.status, 200, "{}", passed.text);
}

async fn an_outcome_is_of_the_publicity_that_was_seen(app: &TestApp) {
    let path = published(app).await;
    app.clock.advance(Duration::days(7));
    let writer = clerk(app).await;
    let read = version(&writer, &path).await;
    let at = format!("{path}/publicity/end");
    let objections = json!({
        "outcome": "objections", "objections": [{ "text": "完成人排序有误", "settlement": "" }],
    });
    done(&writer, &at, &objections).await;
    let late = step(&writer, &at, read, &json!({ "outcome": "none" })).await;
    is_stale(&late, version(&writer, &path).await);
    assert_eq!(process(&writer, &path).await["publicity"]["outcome"], "objections");
}

async fn a_withdrawal_is_asked_for_and_answered_on_what_was_seen(app: &TestApp) {
    let (writer, head) = (clerk(app).await, head(app).await);
    let path = format!("/dossiers/{}", approved(app, &nat(49)).await);
    let said = submitted(&head, &path).await;
    let stands = version(&writer, &path).await;
    assert_eq!(said["version"], stands);
    let at = format!("{path}/withdrawals");
    let body = json!({ "reason": "排序需重新核对", "is_replacement": false });
    is_stale(&step(&writer, &at, stands - 1, &body).await, stands);
    let asked = ask(&writer, &path, false).await;
    let reply = json!({ "is_granted": true, "answer": "同意" });
    let at = format!("{at}/{}/answer", asked["id"].as_str().unwrap());
    is_stale(&step(&head, &at, stands, &reply).await, version(&head, &path).await);
    assert_eq!(head.data(&path).await["state"], "submitted");
    assert_eq!(answer(&head, &path, &asked).await.status, 200);
}
