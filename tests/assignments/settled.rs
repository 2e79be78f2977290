//! Does what is settled stay so: an answer that was given, a signature, that a nomination has left review?

use entity::{
    ids::NominationId,
    vocabulary::{NominationState, Role},
};
use laurel::{
    audit,
    nominations::{Guard, NextStep, take_step},
};
use serde_json::{Value, json};

use super::{YEAR, act, address, done, invite, rechecks::in_force, reviewer};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        invitations_that_are_asked_for_again_are_answered_as_they_were,
        two_signatures_at_once_are_one,
        a_nomination_that_left_review_is_neither_invited_to_nor_read,
    ],
}

async fn invitations_that_are_asked_for_again_are_answered_as_they_were(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let (plan, rows) = in_force(&office).await;
    let path = format!("{}/invitations", address(&plan));
    let due_at = laurel::shared::Clock::now(&app.clock) + chrono::Duration::days(10);
    let body = json!({ "assignments": [rows[0]["id"]], "due_at": due_at });
    let first = office.create(&path, "key-of-an-invitation", &body).await;
    assert_eq!(first.json()["data"]["invited"], 1, "{}", first.text);

    app.clock.advance(chrono::Duration::days(11));
    // The sessions ended with the days.
    let office = app.sign_in(Role::AwardOffice).await;
    let again = office.create(&path, "key-of-an-invitation", &body).await;
    assert_eq!((again.status, again.json()), (200, first.json()), "the deadline is past");
    let other = office.create(&path, "key-of-a-late-invitation", &body).await;
    assert_eq!(other.outcome(), (422, "invalid".to_owned()));

    let plan = office.data(&address(&plan)).await;
    let reason = json!({ "reason": "评审规则调整" });
    done(&office, &format!("{}/undo", address(&plan)), &plan, &reason).await;
    let again = office.create(&path, "key-of-an-invitation", &body).await;
    assert_eq!((again.status, again.json()), (200, first.json()), "the plan was taken back");
}

/// Signs the commitment, in two requests at once.
async fn sign(visitor: &Visitor) {
    let text = visitor.data("/review-commitment").await;
    let read = json!({ "version": text["version"], "digest": text["digest"] });
    let path = "/review-commitment";
    let (one, other) = tokio::join!(visitor.post(path, &read), visitor.post(path, &read));
    assert_eq!((one.status, other.status), (200, 200), "{} {}", one.text, other.text);
}

async fn two_signatures_at_once_are_one(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let (plan, rows) = in_force(&office).await;
    let expert = rows[0]["expert"]["id"].as_str().unwrap();
    let visitor = reviewer(app, &office, "test.reviewer.twice", expert).await;
    invite(app, &office, &plan, expert).await;
    sign(&visitor).await;
    let chain = audit::read_all(app.app.database.reader()).await.unwrap();
    let is_signature = |entry: &audit::Entry| {
        entry.action == "assignments.sign_commitment" && entry.actor == "test.reviewer.twice"
    };
    assert_eq!(chain.iter().filter(|(link, _)| is_signature(&link.entry)).count(), 1);
}

/// The society withdraws a nomination.
async fn withdraw(app: &TestApp, nomination: &Value) {
    let id: uuid::Uuid = nomination["id"].as_str().unwrap().parse().unwrap();
    let next = NextStep {
        to: NominationState::Withdrawn,
        holds: &[Guard::WithdrawalAllowed],
        reason: Some("完成人要求撤回"),
    };
    let tx = app.app.database.begin_write().await.unwrap();
    take_step(&app.app, &tx, ("tests", NominationId(id)), next).await.unwrap();
    tx.commit().await.unwrap();
}

/// Refused because of a nomination, which is named.
fn is_refused_for(answer: &Answer, nomination: &Value) {
    assert_eq!(answer.outcome(), (409, "conflict".to_owned()), "{}", answer.text);
    let detail = answer.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains(nomination["nomination_id"].as_str().unwrap()), "{detail}");
}

async fn a_nomination_that_left_review_is_neither_invited_to_nor_read(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let (plan, rows) = in_force(&office).await;
    let (first, second) = (&rows[0], &rows[1]);
    let nomination = &first["nomination"];
    assert_eq!(nomination, &second["nomination"], "two experts of one nomination");
    let expert = first["expert"]["id"].as_str().unwrap();
    let visitor = reviewer(app, &office, "test.reviewer.ended", expert).await;
    invite(app, &office, &plan, expert).await;
    sign(&visitor).await;
    let mine = format!("/my-reviews/{}", first["id"].as_str().unwrap());
    let seen = visitor.data(&mine).await;
    let none = json!({ "declared": false });
    let seen = done(&visitor, &format!("{mine}/interest"), &seen, &none).await;
    let seen = done(&visitor, &format!("{mine}/accept"), &seen, &json!({})).await;
    assert_eq!(seen["may"]["read"], true);
    let dossier = format!("{mine}/dossier");
    assert_eq!(visitor.get(&dossier).await.status, 200);

    withdraw(app, nomination).await;
    assert_eq!(visitor.get(&dossier).await.status, 404, "it has ended");
    let seen = visitor.data(&mine).await;
    assert_eq!((&seen["state"], &seen["may"]["read"]), (&json!("accepted"), &json!(false)));

    let path = format!("{}/invitations", address(&plan));
    let due_at = laurel::shared::Clock::now(&app.clock) + chrono::Duration::days(10);
    let ask = |row: &Value| json!({ "assignments": [row["id"]], "due_at": due_at });
    let refused = office.create(&path, "key-of-a-withdrawn-one", &ask(second)).await;
    is_refused_for(&refused, nomination);
    let is_other = |row: &&Value| row["nomination"] != *nomination && row["expert"]["id"] != expert;
    let other = rows.iter().find(is_other).unwrap();
    let sent = office.create(&path, "key-of-another-one", &ask(other)).await;
    assert_eq!(sent.json()["data"]["invited"], 1, "{}", sent.text);

    // The whole plan is asked for without it.
    let before = office.data(&address(&plan)).await["assignments"]["proposed"].as_u64().unwrap();
    let sent = office.create(&path, "key-of-the-rest", &json!({ "due_at": due_at })).await;
    let sent = sent.json()["data"].clone();
    assert_eq!(sent["left"], json!([nomination["nomination_id"]]), "it alone is passed over");
    let proposed = format!(
        "/rounds/{YEAR}/review-assignments?limit=200&state=proposed&plan={}",
        plan["id"].as_str().unwrap()
    );
    let kept = office.data(&proposed).await.as_array().unwrap().clone();
    assert!(!kept.is_empty() && kept.iter().all(|row| row["nomination"] == *nomination));
    assert_eq!(sent["invited"].as_u64().unwrap() + kept.len() as u64, before);

    // Nor does anybody come in a place that is open there.
    let here = format!("/review-assignments/{}", second["id"].as_str().unwrap());
    let reason = json!({ "reason": "核查是否存在利害关系" });
    let open = done(&office, &format!("{here}/freeze"), second, &reason).await;
    let place = json!({ "expert": other["expert"]["id"], "due_at": due_at });
    let refused = act(&office, &format!("{here}/replace"), &open, &place).await;
    is_refused_for(&refused, nomination);
    let moves = json!({ "digest": "0".repeat(64), "due_at": due_at });
    let refused = act(&office, &format!("{here}/repair"), &open, &moves).await;
    is_refused_for(&refused, nomination);
}
