//! Does a ledger that is carried over begin with what there was, and with more only by two persons?

use entity::vocabulary::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    ledger::{answer_at, bucket_of, ledger_of},
    open_ledger_of,
    proposals::colleague,
    record, recorded, register,
};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    empty: [
        new_places_to_be_kept_back_wait_for_a_second_person,
        what_was_left_is_kept_back_at_once,
    ],
}

/// The newest round whose awards are known, and the rounds for which nothing is decided.
const KNOWN: i32 = 2025;
const NEXT: i32 = 2027;
const LATER: i32 = 2029;

/// Two societies with a past of five places.
async fn past(app: &TestApp) {
    register(app, &["D-01", "D-02"]).await;
    let counts = [
        ("D-01", "quota", 2),
        ("D-01", "submitted", 2),
        ("D-01", "accepted", 2),
        ("D-01", "awarded", 1),
        ("D-02", "quota", 3),
        ("D-02", "submitted", 1),
    ];
    record(app, KNOWN, &counts).await;
}

async fn open(visitor: &Visitor, year: i32, held: i32) -> Answer {
    let body = json!({ "held": held, "reason": "本届未作调整" });
    let opened = visitor.request(Method::POST, &ledger_of(year)).json(&body);
    Answer::of(opened).await
}

/// Total and reserve of the three awards.
async fn places(visitor: &Visitor, year: i32) -> (Value, Value) {
    let three = bucket_of(visitor, year, "THREE").await;
    (three["total"].clone(), three["held"].clone())
}

async fn new_places_to_be_kept_back_wait_for_a_second_person(app: &TestApp) {
    past(app).await;
    let (cast, other) = (app.sign_in(Role::Cast).await, colleague(app, "test.cast.two").await);
    let opened = open(&cast, NEXT, 4).await;
    assert_eq!(opened.status, 201, "{}", opened.text);
    assert_eq!(open(&cast, NEXT, 4).await.outcome(), (409, "conflict".to_owned()));
    // Nobody knows what was left of that round: one person alone adds nothing.
    assert_eq!(places(&cast, NEXT).await, (json!(5), json!(0)));
    let asked = opened.json()["data"]["transfers"][0].clone();
    assert_eq!(
        (&asked["places"], &asked["society_id"], &asked["state"]),
        (&json!(4), &json!(""), &json!("asked"))
    );
    let confirm = format!("/quota-transfers/{}/confirm", asked["id"].as_str().unwrap());
    let same = answer_at(&cast, &confirm, "\"1\"").await;
    assert_eq!(same.outcome(), (409, "conflict".to_owned()));
    assert_eq!(places(&cast, NEXT).await, (json!(5), json!(0)));
    let confirmed = answer_at(&other, &confirm, "\"1\"").await;
    assert_eq!(confirmed.status, 200, "{}", confirmed.text);
    assert_eq!(places(&cast, NEXT).await, (json!(9), json!(4)));
    assert_eq!(recorded(app, NEXT, "D-02").await, Some(3));
}

async fn what_was_left_is_kept_back_at_once(app: &TestApp) {
    past(app).await;
    open_ledger_of(app, KNOWN, &[("D-01", 2), ("D-02", 3)], 4).await;
    let cast = app.sign_in(Role::Cast).await;
    let opened = open(&cast, NEXT, 3).await;
    assert_eq!(opened.json()["data"]["transfers"], json!([]), "{}", opened.text);
    assert_eq!(places(&cast, NEXT).await, (json!(8), json!(3)));
    let opened = open(&cast, LATER, 6).await;
    assert_eq!(opened.json()["data"]["transfers"][0]["places"], 2, "{}", opened.text);
    assert_eq!(places(&cast, LATER).await, (json!(9), json!(4)));
}
