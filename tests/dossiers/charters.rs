//! By which charter is a resolution judged? By the one that held on the day of its meeting, for good.

use chrono::Duration;
use entity::{audit_record, society_charter, vocabulary::Role};
use laurel::shared::{Clock as _, china_day};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::{Value, json};

use super::{
    clerk,
    process::{RESOLUTIONS, done, head, post, process, published, resolution},
};
use crate::harness::{Answer, TestApp, Visitor, keys};

db_tests! {
    round: [
        a_charter_is_entered_by_one_person_and_confirmed_by_another,
        cast_is_told_whose_charter_waits,
        a_resolution_is_judged_by_the_charter_of_its_day_for_good,
        the_day_of_the_meeting_decides_and_not_that_of_its_record,
        a_charter_that_is_lost_is_not_taken_for_the_model_charter,
    ],
}

const CHARTERS: &str = "/societies/D-B-12/charters";

/// A charter that asks for this share of those present.
fn charter(numerator: u32, denominator: u32) -> Value {
    json!({
        "valid_from": "2025-01-01",
        "terms": {
            "clause": "《示范学会章程》第二十四条", "quorum": { "numerator": 2, "denominator": 3 },
            "threshold": { "numerator": numerator, "denominator": denominator, "is_exclusive": false },
            "base": "present", "counts_abstained": true, "counts_recused": true,
        },
    })
}

fn confirm(number: i64) -> String {
    format!("{CHARTERS}/{number}/confirm")
}

async fn a_charter_is_entered_by_one_person_and_confirmed_by_another(app: &TestApp) {
    let (head, cast) = (head(app).await, app.sign_in(Role::Cast).await);
    let body = charter(3, 4);
    assert_eq!(post(&clerk(app).await, CHARTERS, &body).await.status, 403, "the head's to enter");
    assert_eq!(post(&head, "/societies/D-A-02/charters", &body).await.status, 404);
    let refused = post(&head, CHARTERS, &charter(5, 4)).await;
    let fault = refused.json()["errors"][0]["pointer"].clone();
    assert_eq!(fault, "/terms/threshold/numerator", "{}", refused.text);
    let first = done(&head, CHARTERS, &body).await["charter"].clone();
    assert_eq!(first["now"]["number"], Value::Null, "it waits: {first}");
    assert_eq!(post(&head, &confirm(1), &json!({})).await.status, 403, "CAST confirms");

    // A newer version takes the place of one that waits, and nobody confirms his own.
    done(&cast, CHARTERS, &charter(4, 5)).await;
    let told = |answer: Answer| (answer.status, answer.json()["errors"][0]["code"].clone());
    let old = post(&cast, &confirm(1), &json!({})).await;
    assert_eq!(told(old), (409, json!("superseded")));
    let own = post(&cast, &confirm(2), &json!({})).await;
    assert_eq!(told(own), (409, json!("same_person")));
    let second = app.sign_in_as("second.cast", Role::Cast, None).await;
    let blind = second.change(Method::POST, &confirm(2), 0, &json!({})).await;
    assert_eq!(blind.outcome(), (412, "stale".to_owned()));
    app.call("second.cast", "示范复核人").await;
    let whole = done(&second, &confirm(2), &json!({})).await;
    assert_eq!(whole["names"]["second.cast"], "示范复核人");
    assert_eq!(whole["names"]["test.cast"], "test.cast");
    let known = whole["charter"].clone();
    assert_eq!(known["now"]["terms"]["threshold"]["numerator"], 4);
    assert_eq!(keys(&known["history"], "state"), ["in_force", "superseded"]);
    let again = post(&cast, &confirm(2), &json!({})).await;
    assert_eq!(told(again), (409, json!("confirmed")));
    assert_eq!(post(&second, &confirm(9), &json!({})).await.status, 404);

    let records = audit_record::Entity::find()
        .filter(audit_record::Column::Subject.eq("society/D-B-12"))
        .filter(audit_record::Column::Action.contains("charter"))
        .order_by_asc(audit_record::Column::Sequence)
        .all(app.app.database.reader())
        .await
        .unwrap();
    let actions: Vec<&str> = records.iter().map(|one| one.action.as_str()).collect();
    let enter = "societies.enter_charter";
    assert_eq!(actions, [enter, enter, "societies.confirm_charter"]);
    assert_eq!(records[0].reason.as_deref(), Some("《示范学会章程》第二十四条"));
    assert_eq!(records[2].actor, "second.cast");
}

/// How many charters wait for CAST, and the society whose has waited longest.
async fn waiting(cast: &Visitor) -> (Value, Value) {
    let overview = cast.data("/cast/overview").await;
    let tasks = overview["tasks"].as_array().unwrap();
    let count = tasks.iter().find(|one| one["code"] == "charters").map(|one| one["count"].clone());
    (count.unwrap_or_default(), overview["charter_society"].clone())
}

async fn cast_is_told_whose_charter_waits(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    assert_eq!(waiting(&cast).await, (Value::Null, Value::Null));
    done(&head(app).await, CHARTERS, &charter(3, 4)).await;
    assert_eq!(waiting(&cast).await, (json!(1), json!("D-B-12")));
    // A newer version of the same society takes the place of the one that waited.
    app.clock.advance(Duration::minutes(1));
    done(&cast, "/societies/D-A-02/charters", &charter(3, 4)).await;
    app.clock.advance(Duration::minutes(1));
    done(&head(app).await, CHARTERS, &charter(4, 5)).await;
    assert_eq!(waiting(&cast).await, (json!(2), json!("D-A-02")));
    done(&cast, &confirm(2), &json!({})).await;
    assert_eq!(waiting(&cast).await, (json!(1), json!("D-A-02")));
    let second = app.sign_in_as("second.cast", Role::Cast, None).await;
    done(&second, "/societies/D-A-02/charters/1/confirm", &json!({})).await;
    assert_eq!(waiting(&cast).await, (Value::Null, Value::Null));
}

/// Lets the head enter a charter and CAST confirm it.
async fn enter(app: &TestApp, charter: &Value) {
    let entered = done(&head(app).await, CHARTERS, charter).await;
    let number = entered["charter"]["history"][0]["number"].as_i64().unwrap();
    done(&app.sign_in(Role::Cast).await, &confirm(number), &json!({})).await;
}

async fn a_resolution_is_judged_by_the_charter_of_its_day_for_good(app: &TestApp) {
    // Three quarters, where the model charter asks for two thirds.
    enter(app, &charter(3, 4)).await;
    let (writer, path) = ready(app).await;
    let asked = process(&writer, &path).await["charter"]["terms"]["threshold"].clone();
    assert_eq!((&asked["numerator"], &asked["denominator"]), (&json!(3), &json!(4)));
    let refused = done(&writer, RESOLUTIONS, &resolution(app, &[&path], 20)).await;
    assert_eq!((&refused["is_quorate"], &refused["is_carried"]), (&json!(true), &json!(false)));
    assert_eq!(process(&writer, &path).await["state"], "internal_publicity");
    let carried = done(&writer, RESOLUTIONS, &resolution(app, &[&path], 23)).await;
    assert_eq!(carried["is_carried"], true, "23 of 30 are three quarters");

    // One that all would have to agree to is entered, and said to have held all the time.
    enter(app, &charter(1, 1)).await;
    let head = head(app).await;
    let stands = process(&head, &path).await;
    assert_eq!(stands["charter"]["number"], 2);
    let kept = [&stands["resolution"], &stands["earlier_resolutions"][0]];
    assert_eq!(kept.map(|one| one["charter"]["number"].clone()), [json!(1), json!(1)]);
    assert_eq!(kept.map(|one| one["is_carried"].clone()), [json!(true), json!(false)]);
    assert_eq!(stands["state"], "council_approved");
    let check = head.data(&format!("{path}/check")).await;
    let findings = check["findings"].as_array().unwrap();
    let council = findings.iter().find(|one| one["rule"] == "LC-01").unwrap();
    assert_eq!(council["verdict"], "pass", "{council}");
}

/// A dossier whose publicity is over without an objection, a week after it began.
async fn ready(app: &TestApp) -> (Visitor, String) {
    let path = published(app).await;
    app.clock.advance(Duration::days(7));
    let writer = clerk(app).await;
    done(&writer, &format!("{path}/publicity/end"), &json!({ "outcome": "none" })).await;
    (writer, path)
}

async fn the_day_of_the_meeting_decides_and_not_that_of_its_record(app: &TestApp) {
    enter(app, &charter(3, 4)).await;
    let (writer, path) = ready(app).await;
    let day = |days: i64| china_day(app.clock.now() + Duration::days(days)).to_string();
    // From today on all must agree.
    let mut newer = charter(1, 1);
    newer["valid_from"] = json!(day(0));
    enter(app, &newer).await;
    assert_eq!(process(&writer, &path).await["charter"]["number"], 2);
    let held = |days: i64, in_favour: u32| {
        let mut body = resolution(app, &[&path], in_favour);
        body["held_on"] = json!(day(days));
        body
    };
    let today = done(&writer, RESOLUTIONS, &held(0, 29)).await;
    assert_eq!(today["is_carried"], false, "29 of 30 are not all");
    let yesterday = done(&writer, RESOLUTIONS, &held(-1, 23)).await;
    assert_eq!(yesterday["is_carried"], true, "by the charter of yesterday");
    let stands = process(&writer, &path).await;
    let kept = [&stands["resolution"], &stands["earlier_resolutions"][0]];
    assert_eq!(kept.map(|one| one["charter"]["number"].clone()), [json!(1), json!(2)]);
}

async fn a_charter_that_is_lost_is_not_taken_for_the_model_charter(app: &TestApp) {
    enter(app, &charter(3, 4)).await;
    let (writer, path) = ready(app).await;
    done(&writer, RESOLUTIONS, &resolution(app, &[&path], 23)).await;
    let database = app.app.database.reader();
    society_charter::Entity::delete_many().exec(database).await.unwrap();
    let lost = writer.get(&format!("{path}/process")).await;
    assert_eq!(lost.outcome(), (500, "internal".to_owned()), "{}", lost.text);
}
