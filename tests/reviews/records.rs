//! Does the record of a reviewer say what he did?

use std::collections::BTreeMap;

use entity::{
    audit_record,
    ids::{ExpertId, ReviewAssignmentId},
    review_assignment, reviewer_rating,
    vocabulary::{AssignmentState, Role},
};
use laurel::reviews::{Standing, standings};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};

use super::{
    aggregates::{closed, kept_out},
    desk::{YEAR, opened, reviewer, round_id, submitted},
};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        a_sheet_is_rated_once_its_phase_is_closed,
        a_record_counts_what_was_asked_for_and_what_came,
        an_officer_with_an_interest_sees_the_record_without_it,
    ],
}

async fn rate(who: &Visitor, id: ReviewAssignmentId, seen: i64, body: &Value) -> Answer {
    who.change(Method::PUT, &format!("/review-assignments/{id}/rating"), seen, body).await
}

/// What the record of an expert says of one assignment.
async fn deed(who: &Visitor, expert: ExpertId, id: ReviewAssignmentId) -> Option<Value> {
    let record = who.data(&format!("/experts/{expert}/review-record")).await;
    let reviews = record["reviews"].as_array().unwrap();
    reviews.iter().find(|one| one["assignment"] == json!(id)).cloned()
}

/// How an expert stands by what is kept.
async fn kept(app: &TestApp, expert: ExpertId) -> Standing {
    let all = standings(app.app.database.reader(), round_id(app).await).await.unwrap();
    all.into_iter().find(|one| one.expert == expert).unwrap()
}

async fn a_sheet_is_rated_once_its_phase_is_closed(app: &TestApp) {
    let desk = opened(app).await;
    let one = reviewer(app, 1, &desk.nominations[..1]).await;
    let (office, id) = (&desk.office, one.own[0]);
    submitted(&one.visitor, id, 80).await;
    let words = "意见具体，有依据";
    let good = json!({ "grade": 4, "words": words });
    let may = async |who: &Visitor| deed(who, one.expert, id).await.unwrap()["may_rate"] == true;
    assert!(!may(office).await, "its phase is not closed");
    let early = rate(office, id, 0, &good).await;
    assert_eq!(early.outcome(), (409, "conflict".to_owned()), "{}", early.text);
    closed(app, &desk).await;
    assert!(may(office).await);
    for wrong in [json!({ "grade": 6 }), json!({ "grade": 0 })] {
        assert_eq!(rate(office, id, 0, &wrong).await.outcome(), (422, "invalid".to_owned()));
    }
    let first = rate(office, id, 0, &good).await;
    assert_eq!(first.status, 200, "{}", first.text);
    assert_eq!(first.header("etag"), "\"1\"");
    let told = first.json()["data"].clone();
    assert_eq!((&told["grade"], &told["words"]), (&json!(4), &json!(words)));
    for seen in [0, 2] {
        assert_eq!(rate(office, id, seen, &good).await.outcome(), (412, "stale".to_owned()));
    }
    assert_eq!(rate(office, id, 1, &json!({ "grade": 5 })).await.status, 200);
    let standing = kept(app, one.expert).await;
    assert_eq!((standing.rated, standing.rated_sum), (1, 5), "the later one stands alone");
    assert_eq!(rate(office, id, 2, &good).await.status, 200);

    let row = reviewer_rating::Entity::find_by_id(id).one(app.app.database.reader()).await.unwrap();
    assert!(row.unwrap().sealed_words.is_some_and(|sealed| !sealed.contains("具体")));
    let records = audit_record::Entity::find()
        .filter(audit_record::Column::Action.eq("reviews.rate"))
        .filter(audit_record::Column::Subject.eq(format!("review_assignment/{id}")))
        .all(app.app.database.reader());
    assert_eq!(records.await.unwrap().len(), 3);

    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(rate(&supervisor, id, 3, &good).await.status, 403);
    assert!(!may(&supervisor).await);
    let rating = deed(&supervisor, one.expert, id).await.unwrap()["rating"].take();
    assert_eq!((&rating["grade"], &rating["words"]), (&json!(4), &Value::Null), "not his to read");
    let rating = deed(office, one.expert, id).await.unwrap()["rating"].take();
    assert_eq!((&rating["words"], &rating["version"]), (&json!(words), &json!(3)));
    let path = format!("/experts/{}/review-record", one.expert);
    for role in [Role::Reviewer, Role::SocietyHead, Role::Cast, Role::CommitteeMember] {
        let visitor = app.sign_in(role).await;
        assert_eq!(visitor.get(&path).await.status, 403, "{role:?}");
        assert_eq!(rate(&visitor, id, 3, &good).await.status, 403, "{role:?}");
    }
    // What was only proposed has nothing to be rated.
    let proposed = review_assignment::Entity::find()
        .filter(review_assignment::Column::State.eq(AssignmentState::Proposed))
        .one(app.app.database.reader());
    let proposed = proposed.await.unwrap().unwrap().id;
    assert_eq!(rate(office, proposed, 0, &good).await.status, 409);
    let nobody = ReviewAssignmentId(uuid::Uuid::nil());
    assert_eq!(rate(office, nobody, 0, &good).await.outcome(), (404, "not_found".to_owned()));
}

/// The figures of a standing as they are sent.
fn figures(of: &Standing) -> Value {
    json!({
        "asked": of.asked, "accepted": of.accepted, "declined": of.declined,
        "expired": of.expired, "recused": of.recused, "submitted": of.submitted,
        "on_time": of.on_time, "outliers": of.outliers, "rated": of.rated,
        "rated_sum": of.rated_sum,
    })
}

/// The reviewers of the round as they are listed.
async fn listed(who: &Visitor) -> Vec<Value> {
    let list = who.data(&format!("/rounds/{YEAR}/reviewer-records?limit=200")).await;
    list.as_array().unwrap().clone()
}

async fn a_record_counts_what_was_asked_for_and_what_came(app: &TestApp) {
    let desk = opened(app).await;
    let one = reviewer(app, 1, &desk.nominations[..2]).await;
    for (id, points) in one.own.iter().zip([80, 75]) {
        submitted(&one.visitor, *id, points).await;
    }
    let (office, expert) = (&desk.office, one.expert);
    assert_eq!(deed(office, expert, one.own[0]).await.unwrap()["is_on_time"], true);
    closed(app, &desk).await;

    // What is listed is what is kept, reviewer by reviewer, and those first with whom something is amiss.
    let list = listed(office).await;
    let all = standings(app.app.database.reader(), round_id(app).await).await.unwrap();
    let by_expert = |row: &Value| (row["expert"]["id"].to_string(), row["standing"].clone());
    let shown: BTreeMap<String, Value> = list.iter().map(by_expert).collect();
    let known: BTreeMap<String, Value> =
        all.iter().map(|one| (json!(one.expert).to_string(), figures(one))).collect();
    assert_eq!(shown, known);
    let amiss = |row: &Value| {
        let of = |what: &str| row["standing"][what].as_u64().unwrap();
        std::cmp::Reverse(of("accepted") - of("on_time") + of("expired") + of("outliers"))
    };
    assert!(list.iter().map(amiss).is_sorted());
    let first = office.get(&format!("/rounds/{YEAR}/reviewer-records?limit=1")).await.json();
    assert_eq!(first["data"].as_array().unwrap()[..], list[..1]);
    assert_eq!(first["meta"]["total"], list.len());

    let standing = kept(app, expert).await;
    let counted = (standing.accepted, standing.submitted, standing.on_time, standing.rated);
    assert_eq!(counted, (2, 2, 2, 0));
    let record = office.data(&format!("/experts/{expert}/review-record")).await;
    let round = record["rounds"].as_array().unwrap().iter().find(|one| one["year"] == YEAR);
    assert_eq!(round.unwrap()["standing"], figures(&standing));
    let said = deed(office, expert, one.own[1]).await.unwrap();
    assert_eq!((&said["state"], &said["rating"]["version"]), (&json!("accepted"), &json!(0)));
    assert_eq!(said["nomination"]["id"], json!(desk.nominations[1]));
    let text = record.to_string();
    assert!(!text.contains("\"points\"") && !text.contains("\"total\""), "{text}");

    // Who recuses himself afterwards has given nothing.
    let review = format!("/my-reviews/{}", one.own[0]);
    let version = one.visitor.data(&review).await["version"].as_i64().unwrap();
    let why = json!({ "kind": "kin" });
    let recuse = format!("{review}/recuse");
    assert_eq!(one.visitor.change(Method::POST, &recuse, version, &why).await.status, 200);
    app.tick().await;
    app.run_jobs().await;
    let standing = kept(app, expert).await;
    assert_eq!((standing.accepted, standing.recused, standing.submitted), (1, 1, 1));
    for path in ["/rounds/1900/reviewer-records", "/experts/{nobody}/review-record"] {
        let path = path.replace("{nobody}", crate::harness::walk::NOBODY);
        assert_eq!(office.get(&path).await.outcome(), (404, "not_found".to_owned()), "{path}");
    }
}

async fn an_officer_with_an_interest_sees_the_record_without_it(app: &TestApp) {
    let desk = opened(app).await;
    let one = reviewer(app, 1, &desk.nominations[..2]).await;
    for id in &one.own {
        submitted(&one.visitor, *id, 80).await;
    }
    closed(app, &desk).await;
    let other = kept_out(app, desk.nominations[0]).await;
    let grade = json!({ "grade": 3 });
    let refused = rate(&other, one.own[0], 0, &grade).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "{}", refused.text);
    assert!(refused.text.contains("利害关系"), "{}", refused.text);
    assert_eq!(rate(&other, one.own[1], 0, &grade).await.status, 200);
    assert_eq!(deed(&other, one.expert, one.own[0]).await, None);
    assert!(deed(&other, one.expert, one.own[1]).await.is_some());

    let of = |list: &[Value]| {
        let own = list.iter().find(|row| row["expert"]["id"] == json!(one.expert));
        own.unwrap()["standing"].clone()
    };
    let (all, behind) = (of(&listed(&desk.office).await), of(&listed(&other).await));
    for what in ["asked", "accepted", "submitted", "on_time"] {
        let count = |of: &Value| of[what].as_u64().unwrap();
        assert_eq!(count(&behind) + 1, count(&all), "{what}");
    }
    assert_eq!((&behind["outliers"], &behind["rated"]), (&Value::Null, &all["rated"]));
}
