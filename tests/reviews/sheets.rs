//! Is a sheet kept, submitted and opened again as the phase allows?

use entity::{
    audit_record, review_assignment, review_sheet,
    vocabulary::{AssignmentState, NominationState, Role, SheetState},
};
use laurel::nominations::{
    Guard,
    course::{NextStep, take},
};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};

use super::desk::{Desk, Reviewer, YEAR, keep, opened, reviewer, sheet, submitted, whole};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        a_sheet_is_kept_whole_by_the_version_that_was_seen,
        a_sheet_is_submitted_when_it_is_whole_and_opened_again,
        a_queue_says_what_is_left_and_what_is_next,
        nobody_comes_to_a_sheet_of_another,
        what_is_frozen_or_ended_counts_no_more,
        a_plan_with_sheets_is_not_taken_back,
    ],
}

fn version(answer: &Answer) -> i64 {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let version = answer.json()["data"]["version"].as_i64().unwrap();
    assert_eq!(answer.header("etag"), format!("\"{version}\""));
    version
}

/// Where a refusal stands, and by which rule.
fn places(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(answer.outcome(), (422, "invalid".to_owned()), "{}", answer.text);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    errors.iter().map(|one| (text(&one["pointer"]), text(&one["code"]))).collect()
}

async fn act(who: &Visitor, one: &Reviewer, what: &str, seen: i64) -> Answer {
    who.change(Method::POST, &format!("{}/{what}", sheet(one.own[0])), seen, &json!({})).await
}

async fn kept(app: &TestApp, one: &Reviewer) -> review_sheet::Model {
    let found =
        review_sheet::Entity::find().filter(review_sheet::Column::AssignmentId.eq(one.own[0]));
    found.one(app.app.database.reader()).await.unwrap().unwrap()
}

async fn a_sheet_is_kept_whole_by_the_version_that_was_seen(app: &TestApp) {
    let Desk { nominations, .. } = opened(app).await;
    let one = reviewer(app, 1, &nominations[..1]).await;
    let (who, id) = (&one.visitor, one.own[0]);
    let empty = who.data(&sheet(id)).await;
    assert_eq!((&empty["state"], &empty["version"]), (&json!("empty"), &json!(0)));
    assert_eq!(empty["criteria"][0]["code"], "novelty");
    assert_eq!(empty["faults"].as_array().unwrap().len(), 5, "{}", empty["faults"]);

    let draft = json!({ "points": { "novelty": 95 }, "comments": { "novelty": "　原创性强　" } });
    let first = keep(who, id, 0, &draft).await;
    assert_eq!(version(&first), 1);
    assert_eq!(first.json()["data"]["total"], Value::Null, "points are missing");
    assert_eq!(first.json()["data"]["comments"]["novelty"], "原创性强");
    assert_eq!(version(&keep(who, id, 1, &draft).await), 1, "the same again changes nothing");
    let second = keep(who, id, 1, &whole(80)).await;
    assert_eq!((version(&second), &second.json()["data"]["total"]), (2, &json!(8_000)));
    assert_eq!(second.json()["data"]["faults"], json!([]));
    assert_eq!(second.json()["data"]["comments"], json!({}), "what is left out is gone");
    let late = keep(who, id, 1, &whole(70)).await;
    assert_eq!(late.outcome(), (412, "stale".to_owned()));
    assert_eq!(late.json()["present"]["version"], 2);
    assert_eq!(late.json()["present"]["data"]["points"]["novelty"], 80, "with what stands");
    let bare = who.request(Method::PUT, &sheet(id)).json(&whole(70));
    assert_eq!(Answer::of(bare).await.status, 428);

    for (body, pointer, code) in [
        (json!({ "points": { "novelty": 105 } }), "/points/novelty", "most"),
        (json!({ "points": { "novelty": 77 } }), "/points/novelty", "step"),
        (json!({ "points": { "beauty": 80 } }), "/points/beauty", "unknown"),
        (json!({ "choices": { "grade": "third" } }), "/choices/grade", "unknown"),
        (json!({ "comments": { "novelty": "字".repeat(2001) } }), "/comments/novelty", "long"),
    ] {
        let refused = keep(who, id, 2, &body).await;
        assert_eq!(places(&refused), [(pointer.to_owned(), code.to_owned())]);
    }
    let marked = keep(who, id, 2, &json!({ "comments": { "novelty": "密级：机密，示范" } })).await;
    assert_eq!(places(&marked), [("/comments/novelty".to_owned(), "classified".to_owned())]);

    // What is kept tells no reason, and what is recorded no point.
    let said =
        json!({ "points": { "novelty": 95 }, "comments": { "novelty": "天河区的首创工艺" } });
    assert_eq!(version(&keep(who, id, 2, &said).await), 3);
    let row = kept(app, &one).await;
    assert!(row.sealed_comments.is_some_and(|sealed| !sealed.contains("首创")));
    let chain = audit_record::Entity::find()
        .filter(audit_record::Column::Subject.eq(format!("review_sheet/{}", row.id)))
        .all(app.app.database.reader())
        .await
        .unwrap();
    assert_eq!(chain.len(), 3, "one record a change");
    let digests = chain.iter().map(|record| record.after_digest.clone());
    assert_eq!(digests.collect::<std::collections::BTreeSet<_>>().len(), 3);
    assert!(chain.iter().all(|record| record.reason.is_none()));
}

async fn a_sheet_is_submitted_when_it_is_whole_and_opened_again(app: &TestApp) {
    let Desk { nominations, .. } = opened(app).await;
    let one = reviewer(app, 1, &nominations[..1]).await;
    let (who, id) = (&one.visitor, one.own[0]);
    let missing = ["novelty", "value", "effect", "material"]
        .map(|code| (format!("/points/{code}"), "missing".to_owned()));
    let nothing = act(who, &one, "submit", 0).await;
    assert_eq!(places(&nothing)[..4], missing);
    let mut low = whole(80);
    low["points"]["effect"] = 40.into();
    assert_eq!(version(&keep(who, id, 0, &low).await), 1);
    let unsaid = act(who, &one, "submit", 1).await;
    assert_eq!(places(&unsaid), [("/comments/effect".to_owned(), "reason".to_owned())]);
    low["comments"]["effect"] = "应用证明只覆盖一家企业，推广效果尚不能确认。".into();
    assert_eq!(version(&keep(who, id, 1, &low).await), 2);
    assert_eq!(act(who, &one, "submit", 1).await.outcome(), (412, "stale".to_owned()));
    let done = act(who, &one, "submit", 2).await;
    assert_eq!((version(&done), &done.json()["data"]["state"]), (3, &json!("submitted")));
    assert_ne!(done.json()["data"]["submitted_at"], Value::Null);
    for refused in [keep(who, id, 3, &whole(70)).await, act(who, &one, "submit", 3).await] {
        assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "{}", refused.text);
    }
    let again = act(who, &one, "reopen", 3).await;
    assert_eq!((version(&again), &again.json()["data"]["state"]), (4, &json!("draft")));
    assert_eq!(act(who, &one, "reopen", 4).await.outcome(), (409, "conflict".to_owned()));
    assert_eq!(version(&keep(who, id, 4, &whole(70)).await), 5);
    assert_eq!(version(&act(who, &one, "submit", 5).await), 6);
    let row = kept(app, &one).await;
    assert_eq!((row.state, row.total), (SheetState::Submitted, Some(7_000)));
}

async fn a_queue_says_what_is_left_and_what_is_next(app: &TestApp) {
    let Desk { nominations, phase, .. } = opened(app).await;
    let one = reviewer(app, 1, &nominations[..4]).await;
    let queue = one.visitor.data("/my-sheets").await;
    assert_eq!(queue["progress"], json!({ "done": 0, "of": 4 }));
    assert_eq!((&queue["due_at"], &queue["phases"][0]["id"]), (&phase["closes_at"], &phase["id"]));
    assert_eq!(queue["phases"][0]["is_light"], true);
    let rows = queue["rows"].as_array().unwrap().clone();
    let numbers: Vec<&str> =
        rows.iter().map(|row| row["nomination_id"].as_str().unwrap()).collect();
    assert!(numbers.is_sorted(), "{numbers:?}");
    assert!(rows.iter().all(|row| !row["title"].as_str().unwrap().is_empty()));
    let ids: Vec<uuid::Uuid> =
        rows.iter().map(|row| row["id"].as_str().unwrap().parse().unwrap()).collect();
    let id = |at: usize| entity::ids::ReviewAssignmentId(ids[at]);
    assert_eq!(queue["next"], json!(ids[0]));
    submitted(&one.visitor, id(0), 80).await;
    let skip = json!({ "skipped": true });
    assert_eq!(version(&keep(&one.visitor, id(1), 0, &skip).await), 1);
    let queue = one.visitor.data("/my-sheets").await;
    assert_eq!((&queue["progress"]["done"], &queue["next"]), (&json!(1), &json!(ids[2])));
    for at in [2, 3] {
        submitted(&one.visitor, id(at), 75).await;
    }
    let queue = one.visitor.data("/my-sheets").await;
    assert_eq!(queue["next"], json!(ids[1]), "what was put off comes last");
    let kept = keep(&one.visitor, id(1), 1, &whole(85)).await;
    assert_eq!(version(&kept), 2);
    let path = format!("{}/submit", sheet(id(1)));
    assert_eq!(one.visitor.change(Method::POST, &path, 2, &json!({})).await.status, 200);
    let queue = one.visitor.data("/my-sheets").await;
    assert_eq!((&queue["due_at"], &queue["next"]), (&Value::Null, &Value::Null));
    let review = one.visitor.data(&format!("/my-reviews/{}", ids[0])).await;
    assert_eq!(review["may"]["score"], true);
}

async fn nobody_comes_to_a_sheet_of_another(app: &TestApp) {
    let Desk { office, nominations, .. } = opened(app).await;
    let one = reviewer(app, 1, &nominations[..1]).await;
    let two = reviewer(app, 2, &nominations[..1]).await;
    submitted(&one.visitor, one.own[0], 85).await;
    let mut seen = one.visitor.get("/my-sheets").await.text;
    assert!(seen.contains("8500"), "it shows his own: {seen}");
    seen = two.visitor.get("/my-sheets").await.text;
    assert!(!seen.contains("8500") && !seen.contains(&one.own[0].to_string()), "{seen}");
    assert_eq!(two.visitor.get(&sheet(one.own[0])).await.outcome(), (404, "not_found".to_owned()));
    for answer in [
        keep(&two.visitor, one.own[0], 2, &whole(70)).await,
        act(&two.visitor, &one, "submit", 2).await,
        act(&two.visitor, &one, "reopen", 2).await,
    ] {
        assert_eq!(answer.outcome(), (404, "not_found".to_owned()));
    }
    // Somebody without an expert has no queue, and everybody else no right to one.
    let untied = app.sign_in_as("test.sheets.untied", Role::Reviewer, None).await;
    assert_eq!(untied.get("/my-sheets").await.outcome(), (404, "not_found".to_owned()));
    for role in [Role::AwardOffice, Role::SocietyHead, Role::Cast, Role::Supervisor] {
        let visitor = app.sign_in(role).await;
        for path in ["/my-sheets".to_owned(), sheet(one.own[0])] {
            assert_eq!(visitor.get(&path).await.status, 403, "{role:?} {path}");
        }
    }
    let shown = office.get(&format!("/rounds/{YEAR}/review-phases")).await.text;
    assert!(!shown.contains("8500"), "{shown}");
}

/// Changes an assignment as the rooms below do, behind the reviewer's back.
async fn set(app: &TestApp, one: &Reviewer, change: impl FnOnce(&mut review_assignment::Model)) {
    use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _};
    let database = app.app.database.reader();
    let row = review_assignment::Entity::find_by_id(one.own[0]).one(database).await.unwrap();
    let mut row = row.unwrap();
    change(&mut row);
    row.into_active_model().reset_all().update(database).await.unwrap();
}

async fn what_is_frozen_or_ended_counts_no_more(app: &TestApp) {
    let Desk { office, nominations, .. } = opened(app).await;
    let one = reviewer(app, 1, &nominations[..1]).await;
    let who = &one.visitor;
    submitted(who, one.own[0], 80).await;
    let phase = kept(app, &one).await.phase_id;
    let counted = async || {
        let rows = laurel::reviews::sheets_of(app.app.database.reader(), phase).await.unwrap();
        rows.iter().filter(|row| row.expert == one.expert).count()
    };
    assert_eq!(counted().await, 1);
    let now = laurel::shared::Clock::now(&app.clock);
    set(app, &one, |row| row.frozen_at = Some(now)).await;
    assert_eq!((counted().await, who.get(&sheet(one.own[0])).await.status), (0, 404));
    let frozen = act(who, &one, "reopen", 2).await;
    assert_eq!(frozen.outcome(), (409, "conflict".to_owned()), "{}", frozen.text);
    app.tick().await;
    assert_eq!(kept(app, &one).await.state, SheetState::Submitted, "it may be let go again");
    set(app, &one, |row| row.frozen_at = None).await;
    assert_eq!((counted().await, who.get(&sheet(one.own[0])).await.status), (1, 200));

    // The reviewer finds an interest from inside the form.
    let review = format!("/my-reviews/{}", one.own[0]);
    let seen = who.data(&review).await["version"].as_i64().unwrap();
    let why = json!({ "kind": "kin" });
    let recused = who.change(Method::POST, &format!("{review}/recuse"), seen, &why).await;
    assert_eq!(recused.status, 200, "{}", recused.text);
    assert_eq!(counted().await, 0);
    app.tick().await;
    let row = kept(app, &one).await;
    assert_eq!((row.state, row.void_reason.as_deref()), (SheetState::Void, Some("recused")));
    assert_eq!(row.total, Some(8_000), "the row stays with what it said");
    let late = keep(who, one.own[0], row.version, &whole(70)).await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()));
    let phases = office.data(&format!("/rounds/{YEAR}/review-phases")).await;
    let own = phases.as_array().unwrap().iter().find(|one| one["id"] == json!(phase)).unwrap();
    assert_eq!((&own["counts"]["kept"], &own["counts"]["accepted"]), (&json!(0), &json!(0)));

    // A nomination that falls takes its sheets with it.
    let two = reviewer(app, 2, &nominations[1..2]).await;
    let tx = app.app.database.begin_write().await.unwrap();
    let holds = [Guard::WithdrawalAllowed];
    let to = NominationState::Withdrawn;
    let next = NextStep { to, holds: &holds, reason: Some("提名者申请撤回") };
    take(&app.app, &tx, ("tests", nominations[1]), next).await.unwrap();
    tx.commit().await.unwrap();
    let left = keep(&two.visitor, two.own[0], 0, &whole(70)).await;
    assert_eq!(left.outcome(), (409, "conflict".to_owned()), "{}", left.text);
    app.tick().await;
    let item = entity::review_phase_item::Entity::find_by_id((phase, nominations[1]));
    let item = item.one(app.app.database.reader()).await.unwrap().unwrap();
    assert_eq!(item.left_why.as_deref(), Some("withdrawn"));
    app.run_jobs().await;
}

async fn a_plan_with_sheets_is_not_taken_back(app: &TestApp) {
    let Desk { office, nominations, .. } = opened(app).await;
    let one = reviewer(app, 1, &nominations[..1]).await;
    let plans = office.data(&format!("/rounds/{YEAR}/assignment-plans")).await;
    let plan = plans.as_array().unwrap().iter().find(|plan| plan["state"] == "applied").unwrap();
    let path = format!("/assignment-plans/{}/undo", plan["id"].as_str().unwrap());
    let why = json!({ "reason": "重新编制指派方案" });
    let version = plan["version"].as_i64().unwrap();
    assert_eq!(super::desk::keep(&one.visitor, one.own[0], 0, &whole(80)).await.status, 200);
    let refused = office.change(Method::POST, &path, version, &why).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "{}", refused.text);
    let row = review_assignment::Entity::find_by_id(one.own[0]);
    let row = row.one(app.app.database.reader()).await.unwrap().unwrap();
    assert_eq!(row.state, AssignmentState::Accepted, "nothing of it was done");
    review_sheet::Entity::delete_many()
        .filter(review_sheet::Column::AssignmentId.eq(one.own[0]))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    let undone = office.change(Method::POST, &path, version, &why).await;
    assert_eq!(undone.status, 200, "{}", undone.text);
}
