//! What of a ballot stands, and stays hidden, once it is held?

use entity::vocabulary::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::hall::{Hall, YEAR, address, cast, done, panel};
use crate::harness::{TestApp, Visitor, keys};

db_tests! {
    round: [
        what_was_counted_is_not_put_off_to_be_voted_on_again,
        who_keeps_out_finds_no_count_by_trying,
    ],
}

/// Leads the meeting; how it is answered.
async fn led(hall: &Hall, to: &Value) -> u16 {
    let meeting = hall.office.data(&format!("/meetings/{}", hall.meeting)).await;
    let (path, seen) = (format!("/meetings/{}/current", hall.meeting), meeting["version"].as_i64());
    hall.office.change(Method::POST, &path, seen.unwrap(), to).await.status
}

async fn what_was_counted_is_not_put_off_to_be_voted_on_again(app: &TestApp) {
    let hall = Hall::opened(app, panel(6, 2)).await;
    let ballot = hall.voting("a-ballot-that-counts", &json!({})).await;
    let closed = done(&hall.office, &ballot, "close", &json!({})).await;
    assert_eq!(led(&hall, &json!({ "item": hall.items[0] })).await, 200);
    assert_eq!(led(&hall, &json!({ "leave": "put_off" })).await, 409, "it failed, and stays so");
    let admin = app.sign_in(Role::AwardAdmin).await;
    done(&admin, &closed, "void", &json!({ "reason": "计票前有人代投" })).await;
    assert_eq!(led(&hall, &json!({ "item": hall.items[0] })).await, 200);
    assert_eq!(led(&hall, &json!({ "leave": "put_off" })).await, 200);
    let meeting = hall.office.data(&format!("/meetings/{}", hall.meeting)).await;
    assert_eq!(meeting["items"][0]["state"], "put_off");
}

/// An officer who has an interest in the first item.
async fn interested(app: &TestApp, hall: &Hall) -> Visitor {
    let meeting = hall.office.data(&format!("/meetings/{}", hall.meeting)).await;
    let officer = app.sign_in_as("test.interested", Role::AwardOffice, None).await;
    let body = json!({
        "round": YEAR, "kind": "kin", "nomination_id": meeting["items"][0]["nomination"]["id"],
        "text": "完成人是近亲属",
    });
    let said = officer.create("/my-declarations", "key-of-an-interest", &body).await;
    assert_eq!(said.status, 201, "{}", said.text);
    officer
}

async fn who_keeps_out_finds_no_count_by_trying(app: &TestApp) {
    let hall = Hall::opened(app, panel(6, 2)).await;
    hall.keeps_out(app, 0, 0).await;
    let ballot = hall.voting("a-ballot-half-hidden", &json!({})).await;
    let member = hall.member(app, 1).await;
    assert_eq!(cast(&member, &ballot, "paper-of-a-member", &[1]).await.status, 201);
    let (officer, path) = (interested(app, &hall).await, format!("/meetings/{}", hall.meeting));
    let tracker = format!("{path}/tracker");
    assert_eq!(hall.office.data(&tracker).await["ballot"]["cast"], 1);
    assert_eq!(officer.data(&tracker).await["ballot"], Value::Null);
    let closed = done(&hall.office, &ballot, "close", &json!({})).await;
    assert_eq!(closed["tally"]["digest"].as_str().unwrap().len(), 64);
    let chair = hall.member(app, 0).await.data(&address(&ballot)).await;
    assert_eq!(keys(&chair["tally"]["rows"], "votes"), ["0"], "of the second line alone");
    assert_eq!(chair["tally"]["digest"], "");
}
