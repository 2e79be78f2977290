//! Does what the register says of a society reach the engine?

use chrono::Datelike as _;
use entity::vocabulary::Role;
use laurel::{
    quotas::{
        engine::{Band, Outcome, Policy, SocietyOutcome, decide},
        trials,
    },
    shared::china_day,
    societies,
    track_record::model::HistoryRow,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::history;
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [
        a_merger_in_the_register_counts_the_rows_for_the_successor,
        who_is_stopped_or_gone_is_suspended_until_restored,
        a_failed_check_suspends_until_one_is_passed,
        a_grade_taken_away_suspends,
    ],
}

/// More places than all floors.
const PLENTY: u32 = 1_000;

/// The rows of the newest round, as a proposal would rest on them.
async fn newest(app: &TestApp) -> Vec<HistoryRow> {
    let mut rows = trials::settled(&app.app).await.unwrap().rows;
    rows.retain(|row| row.round == history::NEWEST);
    rows
}

async fn row(app: &TestApp, society: &str) -> HistoryRow {
    newest(app).await.into_iter().find(|row| row.society_id == society).unwrap()
}

/// Two societies that hold the right to nominate and that no veto stands against, CAST, and a past.
async fn two(app: &TestApp) -> (Visitor, [String; 2]) {
    history::ensure(app).await;
    let today = china_day(app.app.clock.now());
    let database = app.app.database.reader();
    let standings = societies::standings(database, today, history::NEWEST).await.unwrap();
    let outcome = proposed(app).await;
    let is_free = |code: &str| found(&outcome, code).is_some_and(|one| one.band != Band::Suspend);
    let in_force = standings.into_iter().filter(|one| one.qualification.is_in_force());
    let mut codes = in_force.map(|one| one.society_id).filter(|code| is_free(code));
    let two = [codes.next().unwrap(), codes.next().unwrap()];
    (app.sign_in(Role::Cast).await, two)
}

/// What the default policy would propose now.
async fn proposed(app: &TestApp) -> Outcome {
    let history = trials::history(&app.app).await.unwrap();
    decide(&history, &Policy::default(), PLENTY).unwrap()
}

fn found<'a>(outcome: &'a Outcome, society: &str) -> Option<&'a SocietyOutcome> {
    outcome.societies.iter().find(|one| one.society_id == society)
}

/// Whether the society is suspended, by a veto that its reasons name.
async fn is_suspended_for(app: &TestApp, society: &str, veto: &str) -> bool {
    let outcome = proposed(app).await;
    let one = found(&outcome, society).unwrap();
    one.band == Band::Suspend && one.proposed == 0 && one.reasons.zh.contains(veto)
}

/// Records what became of a society.
async fn event(cast: &Visitor, society: &str, kind: &str, other: Option<&str>) {
    let body = json!({
        "kind": kind, "happened_on": "2026-03-01", "basis": "决议（演示）", "other_society": other,
    });
    let key = format!("key-of-{kind}");
    let answer = cast.create(&format!("/societies/{society}/events"), &key, &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
}

/// Changes what is at `path` below the society.
async fn put(cast: &Visitor, society: &str, path: &str, body: &Value) {
    let of_society = format!("/societies/{society}");
    let seen = cast.data(&of_society).await["version"].as_i64().unwrap();
    let answer = cast.change(Method::PUT, &format!("{of_society}/{path}"), seen, body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

async fn a_merger_in_the_register_counts_the_rows_for_the_successor(app: &TestApp) {
    let (cast, [one, other]) = two(app).await;
    let before = [row(app, &one).await, row(app, &other).await];
    let previous = found(&proposed(app).await, &one).unwrap().previous;
    assert_eq!((previous, &before[0].merged_into), (before[0].quota, &None));

    event(&cast, &one, "merged_into", Some(&other)).await;
    let after = row(app, &one).await;
    assert_eq!(after.merged_into.as_ref(), Some(&other));
    // That the one is gone suspends nobody: it goes on in the other.
    assert_eq!(after.counts, before[0].counts);
    assert_eq!(row(app, &other).await, before[1]);
    let outcome = proposed(app).await;
    assert!(found(&outcome, &one).is_none());
    let successor = found(&outcome, &other).unwrap();
    assert_eq!(successor.previous, before[0].quota + before[1].quota);
}

async fn who_is_stopped_or_gone_is_suspended_until_restored(app: &TestApp) {
    let (cast, [one, _]) = two(app).await;
    let before = row(app, &one).await;
    assert_eq!(before.count("suspended"), None);
    event(&cast, &one, "suspended", None).await;
    assert_eq!(row(app, &one).await.count("suspended"), Some(1));
    assert!(is_suspended_for(app, &one, "提名资格暂停").await);
    event(&cast, &one, "restored", None).await;
    assert_eq!(row(app, &one).await, before);
    event(&cast, &one, "deregistered", None).await;
    assert!(is_suspended_for(app, &one, "学会已注销").await);
}

async fn a_failed_check_suspends_until_one_is_passed(app: &TestApp) {
    let (cast, [one, _]) = two(app).await;
    let before = row(app, &one).await;
    let newest_check = format!("checks/{}", china_day(app.app.clock.now()).year());
    put(&cast, &one, &newest_check, &json!({ "result": "failed" })).await;
    assert_eq!(row(app, &one).await.count("annual_check_failed"), Some(1));
    assert!(is_suspended_for(app, &one, "年度检查不合格").await);
    put(&cast, &one, &newest_check, &json!({ "result": "basically_passed" })).await;
    assert_eq!(row(app, &one).await, before);
}

async fn a_grade_taken_away_suspends(app: &TestApp) {
    let (cast, [one, _]) = two(app).await;
    let before = row(app, &one).await;
    let grade = json!({ "grade": "3A", "announced_on": "2025-11-02" });
    let to = format!("/societies/{one}/grades");
    let answer = cast.create(&to, "key-of-a-grade", &grade).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_eq!(row(app, &one).await, before, "who holds one is as before");
    let grades = answer.json()["data"]["grades"].as_array().unwrap().clone();
    for grade in grades.iter().filter(|grade| grade["is_in_force"] == true) {
        let end = json!({ "ended_on": "2026-06-30", "because": "核查后取消等级（演示）" });
        put(&cast, &one, &format!("grades/{}", grade["id"].as_str().unwrap()), &end).await;
    }
    assert_eq!(row(app, &one).await.count("grade_cancelled"), Some(1));
    assert!(is_suspended_for(app, &one, "评估等级被取消").await);
}
