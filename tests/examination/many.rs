//! Are many nominations dealt with as the preview says, after the time to undo it, and once?

use chrono::Duration;
use serde_json::{Value, json};

use super::{examiner, handed_in, key, opened, pass_all_but};
use crate::harness::TestApp;

db_tests! {
    round: [
        a_batch_is_carried_out_after_its_time_and_once,
        what_was_undone_is_not_carried_out,
    ],
}

const BATCHES: &str = "/rounds/2027/examination-batches";

async fn a_batch_is_carried_out_after_its_time_and_once(app: &TestApp) {
    let (ready, other) = (handed_in(app, ("NAT", 71)).await, handed_in(app, ("INV", 72)).await);
    let first = examiner(app, "first").await;
    let (one, _) = (opened(&first, ready).await, opened(&first, other).await);
    pass_all_but(&first, &one, "").await;
    let mut body =
        json!({ "action": "accept", "nominations": [ready.to_string(), other.to_string()] });
    let seen = first.post(&format!("{BATCHES}/preview"), &body).await;
    let rows = seen.json()["data"].clone();
    assert_eq!(rows[0]["obstacle"], Value::Null);
    assert!(rows[1]["obstacle"]["zh"].as_str().unwrap().contains("未审定"), "{rows}");
    body["expected"] = json!(2);
    let wrong = first.create(BATCHES, &key(), &body).await;
    assert_eq!(wrong.status, 422, "another number than was seen");
    body["expected"] = json!(1);
    let asked = first.create(BATCHES, "one-key-for-it", &body).await;
    assert_eq!(asked.status, 201, "{}", asked.text);
    let again = first.create(BATCHES, "one-key-for-it", &body).await;
    assert_eq!(again.json()["data"]["id"], asked.json()["data"]["id"]);
    app.clock.advance(Duration::seconds(599));
    app.tick().await;
    let standing = |id: String| {
        let first = &first;
        async move { first.data(&format!("/examinations/{id}")).await["standing"].clone() }
    };
    assert_eq!(standing(one.clone()).await, "acceptable", "not before its time");
    app.clock.advance(Duration::seconds(1));
    app.tick().await;
    app.tick().await;
    assert_eq!(standing(one).await, "accepted");
    let id = asked.json()["data"]["id"].clone();
    let batches = first.data(BATCHES).await;
    let batch = batches.as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
    assert_eq!((&batch["state"], &batch["left_out"]), (&json!("done"), &json!([])));
}

async fn what_was_undone_is_not_carried_out(app: &TestApp) {
    let dossier = handed_in(app, ("PRO", 73)).await;
    let first = examiner(app, "first").await;
    let body = json!({ "action": "open", "nominations": [dossier.to_string()], "expected": 1 });
    let asked = first.create(BATCHES, &key(), &body).await;
    let id = asked.json()["data"]["id"].as_str().unwrap().to_owned();
    let undo = format!("/examination-batches/{id}/undo");
    assert_eq!(first.post(&undo, &json!({})).await.status, 204);
    assert_eq!(first.post(&undo, &json!({})).await.status, 412, "it is undone once");
    app.clock.advance(Duration::hours(1));
    app.tick().await;
    let first = examiner(app, "first").await;
    assert_eq!(first.data(&format!("/nominations/{dossier}")).await["state"], "submitted");
}
