//! Is a dispute heard once, answered in time, and does an accepted one correct the record?

use chrono::Duration;
use entity::{outcome_fact, vocabulary::Role};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};
use serde_json::{Value, json};

use super::{cast, change, figure, fill, head, make, second_cast};
use crate::harness::TestApp;

db_tests! {
    empty: [
        an_accepted_dispute_corrects_the_record,
        a_rejected_dispute_leaves_the_record_as_it_is,
        a_dispute_is_filed_once_and_in_time,
        an_answer_must_fit_the_record,
        of_two_who_answer_at_once_the_second_sees_the_first,
        the_queue_shows_what_waits_and_what_is_late,
    ],
}

const DISPUTES: &str = "/societies/X-01/record/disputes";
const CLAIM: &str = "该项目已通过初评，评审会纪要可查。";

fn claim() -> Value {
    json!({
        "round": 2025, "indicator": "I05", "case_ref": "F25-2", "measure": "first_review_passed",
        "claim": CLAIM, "claimed_value": 1,
    })
}

fn acceptance() -> Value {
    json!({
        "is_accepted": true, "answer": "经核对评审会纪要，应为通过初评。",
        "corrections": [{ "case_ref": "F25-2", "measure": "first_review_passed", "value": 1 }],
    })
}

fn place(dispute: &Value) -> String {
    format!("/record-disputes/{}", dispute["id"].as_str().unwrap())
}

async fn file(app: &TestApp, key: &str, body: &Value) -> Value {
    let filed = make(&head(app, "X-01").await, DISPUTES, key, body).await;
    assert_eq!(filed.status, 201, "{}", filed.text);
    filed.json()["data"].take()
}

async fn an_accepted_dispute_corrects_the_record(app: &TestApp) {
    fill(app);
    let dispute = file(app, "a-key-of-the-head", &claim()).await;
    assert_eq!((&dispute["state"], &dispute["version"]), (&json!("filed"), &json!(1)));
    assert_eq!((&dispute["may_withdraw"], &dispute["may_answer"]), (&json!(true), &json!(false)));
    let cast = cast(app).await;
    let path = format!("{}/answer", place(&dispute));
    let reply = change(&cast, (Method::PUT, &path), &json!(1), &acceptance()).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(reply.header("etag"), "\"2\"");
    assert_eq!(reply.json()["data"]["state"], "accepted");
    let again = change(&cast, (Method::PUT, &path), &json!(2), &acceptance()).await;
    assert_eq!(again.outcome(), (409, "conflict".to_owned()), "an answer is final");

    let head = head(app, "X-01").await;
    let record = head.data("/societies/X-01/record").await;
    assert_eq!(figure(&record["rounds"][0]["figures"], "I05")["count"], 2);
    assert_eq!(record["disputes"][0]["state"], "accepted");
    assert_eq!(record["disputes"][0]["answered_by"], Value::Null, "who, is for CAST to know");
    let facts =
        head.data("/societies/X-01/record/facts?round=2025&measure=first_review_passed").await;
    let cases = facts["cases"].as_array().unwrap();
    let disputed = cases.iter().find(|one| one["case_ref"] == "F25-2").unwrap();
    let revisions = disputed["facts"][0]["revisions"].as_array().unwrap();
    let values: Vec<_> = revisions.iter().map(|one| one["value"].as_u64().unwrap()).collect();
    assert_eq!(values, [0, 1], "what was wrong is still there to be read");
    assert_eq!(revisions[1]["reason"], "经核对评审会纪要，应为通过初评。");
}

async fn a_rejected_dispute_leaves_the_record_as_it_is(app: &TestApp) {
    fill(app);
    let facts = async || outcome_fact::Entity::find().count(app.app.database.reader()).await;
    let before = facts().await.unwrap();
    let dispute = file(app, "a-key-of-the-head", &claim()).await;
    let path = format!("{}/answer", place(&dispute));
    let body = json!({ "is_accepted": false, "answer": "纪要载明未通过初评，维持原记录。" });
    let cast = cast(app).await;
    let answered = change(&cast, (Method::PUT, &path), &json!(1), &body).await;
    assert_eq!(answered.json()["data"]["state"], "rejected");
    assert_eq!(answered.json()["data"]["answered_by"], "test.cast");
    let filer = "test.society_head.x-01";
    app.call(filer, "示范会长").await;
    app.call("test.cast", "示范承办人").await;
    let both = json!({ filer: "示范会长", "test.cast": "示范承办人" });
    assert_eq!(cast.data(&place(&dispute)).await["names"], both);
    assert_eq!(cast.data("/record-disputes").await[0]["names"], both);
    let society = head(app, "X-01").await;
    for told in [
        society.data(&place(&dispute)).await,
        society.data("/societies/X-01/record").await["disputes"][0].clone(),
    ] {
        assert_eq!(
            told["names"],
            json!({ filer: "示范会长" }),
            "who answered, is for CAST to know"
        );
    }
    assert_eq!(facts().await.unwrap(), before);
    // It may be disputed anew, with better reasons.
    file(app, "another-key-of-the-head", &claim()).await;
}

async fn a_dispute_is_filed_once_and_in_time(app: &TestApp) {
    fill(app);
    let dispute = file(app, "a-key-of-the-head", &claim()).await;
    assert_eq!(file(app, "a-key-of-the-head", &claim()).await["id"], dispute["id"]);
    let head = head(app, "X-01").await;
    let second = make(&head, DISPUTES, "a-second-key-of-it", &claim()).await;
    assert_eq!(second.outcome(), (409, "conflict".to_owned()), "it waits already");
    let with = |name: &str, value: Value| {
        let mut body = claim();
        body[name] = value;
        body
    };
    for (body, status, pointer) in [
        (with("indicator", json!("I99")), 422, "/indicator"),
        (with("measure", json!("quota")), 422, "/measure"),
        (with("round", json!(1999)), 409, ""),
        (with("indicator", json!("I12")), 422, "/measure"),
        (with("claim", json!("短")), 422, "/claim"),
        (with("surprise", json!(1)), 400, ""),
    ] {
        let refused = make(&head, DISPUTES, "a-key-of-a-bad-one", &body).await;
        assert_eq!(refused.outcome().0, status, "{body}: {}", refused.text);
        if !pointer.is_empty() {
            assert_eq!(refused.json()["errors"][0]["pointer"], pointer, "{body}");
        }
    }
    let keyless = head.post(DISPUTES, &claim()).await;
    assert_eq!(keyless.outcome(), (400, "idempotency_key_required".to_owned()));

    let withdraw = format!("{}/withdraw", place(&dispute));
    let unseen = head.post(&withdraw, &json!({})).await;
    assert_eq!(unseen.outcome(), (428, "precondition_required".to_owned()));
    let withdrawn = change(&head, (Method::POST, &withdraw), &json!(1), &json!({})).await;
    assert_eq!(withdrawn.json()["data"]["state"], "withdrawn");
    app.clock.advance(Duration::days(181));
    let head = super::head(app, "X-01").await;
    let late = make(&head, DISPUTES, "a-key-that-is-late", &claim()).await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()), "{}", late.text);
}

async fn an_answer_must_fit_the_record(app: &TestApp) {
    fill(app);
    let dispute = file(app, "a-key-of-the-head", &claim()).await;
    let path = format!("{}/answer", place(&dispute));
    let cast = cast(app).await;
    let correction = |case: &str, measure: &str, value: u32| json!([{ "case_ref": case, "measure": measure, "value": value }]);
    for (is_accepted, corrections, pointer) in [
        (true, json!([]), "/corrections"),
        (false, correction("F25-2", "first_review_passed", 1), "/corrections"),
        (true, correction("F25-2", "first_review_passed", 0), "/corrections/0"),
        (true, correction("F25-2", "submitted", 0), "/corrections/0"),
        (true, correction("", "first_review_passed", 9), "/corrections/0"),
        // The case was not accepted: it cannot have passed the review.
        (true, correction("F25-3", "first_review_passed", 1), "/corrections"),
    ] {
        let body = json!({
            "is_accepted": is_accepted, "answer": "不少于十个字的理由说明。",
            "corrections": corrections,
        });
        let refused = change(&cast, (Method::PUT, &path), &json!(1), &body).await;
        assert_eq!(refused.outcome(), (422, "invalid".to_owned()), "{body}: {}", refused.text);
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer, "{body}");
    }
    let now = cast.data(&place(&dispute)).await;
    assert_eq!((&now["state"], &now["version"]), (&json!("filed"), &json!(1)));
    let corrected = outcome_fact::Entity::find()
        .filter(outcome_fact::Column::Revision.gt(0))
        .count(app.app.database.reader());
    assert_eq!(corrected.await.unwrap(), 0);
}

async fn of_two_who_answer_at_once_the_second_sees_the_first(app: &TestApp) {
    fill(app);
    let dispute = file(app, "a-key-of-the-head", &claim()).await;
    let path = format!("{}/answer", place(&dispute));
    let (one, other) = (cast(app).await, second_cast(app).await);
    let body = acceptance();
    let seen = json!(1);
    let (first, second) = tokio::join!(
        change(&one, (Method::PUT, &path), &seen, &body),
        change(&other, (Method::PUT, &path), &seen, &body),
    );
    let mut outcomes = [first.outcome(), second.outcome()];
    outcomes.sort();
    assert_eq!(outcomes, [(200, String::new()), (412, "stale".to_owned())]);
    let late = if first.status == 412 { first } else { second };
    assert_eq!(late.json()["present"]["version"], 2, "{}", late.text);
    assert_eq!(late.json()["present"]["data"]["state"], "accepted");
    let corrected = outcome_fact::Entity::find()
        .filter(outcome_fact::Column::Revision.gt(0))
        .count(app.app.database.reader());
    assert_eq!(corrected.await.unwrap(), 1, "corrected once");
}

async fn the_queue_shows_what_waits_and_what_is_late(app: &TestApp) {
    fill(app);
    file(app, "a-key-of-the-head", &claim()).await;
    let mut other = claim();
    other["indicator"] = json!("I01");
    other["measure"] = json!("form_passed");
    other["case_ref"] = json!("F25-3");
    file(app, "another-key-of-the-head", &other).await;
    let queue = cast(app).await.get("/record-disputes?state=filed").await.json();
    assert_eq!(queue["meta"]["total"], 2);
    assert_eq!((&queue["meta"]["waiting"], &queue["meta"]["overdue"]), (&json!(2), &json!(0)));
    app.clock.advance(Duration::days(31));
    let late = app.sign_in(Role::Cast).await.get("/record-disputes?state=filed").await.json();
    assert_eq!(late["meta"]["overdue"], 2);
    assert_eq!(late["data"][0]["is_overdue"], true);
}
