//! Does everybody see the phases of a round by the server's clock, and what waits in them only who may?

use chrono::{DateTime, Duration, Utc};
use entity::{
    nomination,
    vocabulary::{NominationState, Role},
};
use laurel::shared::Clock as _;
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};
use serde_json::{Value, json};

use super::{begin, clerk};
use crate::{
    harness::{TestApp, Visitor, keys},
    objections,
};

db_tests! {
    round: [
        a_phase_changes_at_its_very_instant,
        what_waits_is_told_to_whom_it_concerns,
        objections_are_counted_for_the_office_and_tasks_for_their_society,
        the_holidays_stand_beside_the_timetable,
    ],
}

const PHASES: &str = "/rounds/2027/phases";

async fn phase(visitor: &Visitor, code: &str) -> Value {
    let shown = visitor.data(PHASES).await;
    let phases = shown["phases"].as_array().unwrap();
    phases.iter().find(|one| one["code"] == code).unwrap().clone()
}

/// How many of a kind wait in a phase; none where the reader is told nothing of it.
async fn waits(visitor: &Visitor, (phase_code, code): (&str, &str)) -> Option<u64> {
    let shown = phase(visitor, phase_code).await;
    let counts = shown["counts"].as_array().unwrap();
    counts.iter().find(|one| one["code"] == code).map(|one| one["count"].as_u64().unwrap())
}

async fn set_close(app: &TestApp, closes_at: DateTime<Utc>) {
    let office = app.sign_in(Role::AwardOffice).await;
    let path = "/rounds/2027/timetable";
    let seen = office.data(path).await["version"].as_i64().unwrap();
    let body = json!({
        "opens_at": app.clock.now() - Duration::days(10), "closes_at": closes_at, "publicity_days": 5,
        "publicity_count": "working", "correction_days": 5, "basis": "通知",
    });
    let set = office.change(Method::PUT, path, seen, &body).await;
    assert_eq!(set.status, 200, "{}", set.text);
}

async fn a_phase_changes_at_its_very_instant(app: &TestApp) {
    let writer = clerk(app).await;
    let closes_at = app.clock.now() + Duration::seconds(60);
    set_close(app, closes_at).await;
    let shown = writer.data(PHASES).await;
    assert_eq!(shown["now"], json!(app.clock.now()), "the server's clock");
    assert_eq!(keys(&shown["phases"], "code").len(), 8, "{shown}");
    for (seconds, standing) in [(59, "open"), (60, "over"), (61, "over")] {
        app.clock.advance(closes_at - Duration::seconds(60 - seconds) - app.clock.now());
        let one = phase(&writer, "nominating").await;
        assert_eq!(one["standing"], standing, "{seconds} s");
        assert_eq!(
            (&one["is_begin_planned"], &one["is_end_planned"]),
            (&json!(false), &json!(false))
        );
    }
    let corrections = phase(&writer, "corrections").await;
    assert_eq!((&corrections["standing"], &corrections["days"]), (&json!("open"), &json!(5)));
    // A plan alone begins nothing.
    let results = phase(&writer, "first_review_publicity").await;
    assert_eq!(
        (&results["standing"], &results["is_begin_planned"]),
        (&json!("before"), &json!(true))
    );
}

async fn what_waits_is_told_to_whom_it_concerns(app: &TestApp) {
    let writer = clerk(app).await;
    let office = app.sign_in(Role::AwardOffice).await;
    let (drafts, to_examine) = (("nominating", "own_drafts"), ("examination", "to_examine"));
    let before = waits(&writer, drafts).await.unwrap_or(0);
    begin(&writer, "inv-1").await;
    assert_eq!(waits(&writer, drafts).await, Some(before + 1));
    assert_eq!(waits(&office, drafts).await, None, "what a society writes is its own");
    let submitted = nomination::Entity::find()
        .filter(nomination::Column::State.eq(NominationState::Submitted))
        .count(app.app.database.reader())
        .await
        .unwrap();
    let told = waits(&office, to_examine).await.unwrap_or(0);
    assert_eq!(told, submitted, "those of the only round");
    assert_eq!(waits(&writer, to_examine).await, None);
    let shown = app.sign_in(Role::Reviewer).await.data(PHASES).await;
    let phases = shown["phases"].as_array().unwrap();
    assert!(phases.iter().all(|one| one["counts"] == json!([])), "{shown}");
}

async fn objections_are_counted_for_the_office_and_tasks_for_their_society(app: &TestApp) {
    let public = objections::publish(app).await;
    objections::object(app, "1", "a-word-of-the-form-1").await;
    // Past the time for screening, whatever holidays lie within it.
    app.clock.advance(Duration::days(25));
    let office = app.sign_in(Role::AwardOffice).await;
    let own = app.sign_in_of(Role::SocietyClerk, Some(&public.society)).await;
    let (of_objections, of_tasks) = (("objections", "objections"), ("objections", "own_tasks"));
    assert_eq!(waits(&office, of_objections).await, Some(1));
    assert_eq!(waits(&office, ("objections", "objections_due")).await, Some(1), "to screen");
    assert_eq!(waits(&own, of_tasks).await, None, "nothing is asked yet");
    let id = objections::only(&office).await;
    objections::done(&office, &id, "screen", &objections::accept()).await;
    assert!(waits(&own, of_tasks).await.is_some_and(|count| count > 0));
    assert_eq!(waits(&own, of_objections).await, None, "how many there are is not a society's");
    let other = if public.society == "D-A-01" { "D-A-02" } else { "D-A-01" };
    let other = app.sign_in_of(Role::SocietyClerk, Some(other)).await;
    assert_eq!(waits(&other, of_tasks).await, None, "another's");
}

async fn the_holidays_stand_beside_the_timetable(app: &TestApp) {
    let instant: DateTime<Utc> = "2026-11-26T02:00:00Z".parse().unwrap();
    app.clock.advance(instant - app.clock.now());
    let shown = clerk(app).await.data("/rounds/2027/timetable").await;
    let year = &shown["calendar"][0];
    assert_eq!(year["year"], 2026);
    let off = year["off"].as_array().unwrap();
    let national = off.iter().find(|one| one["name"]["zh"] == "国庆节").unwrap();
    assert_eq!((&national["from"], &national["to"]), (&json!("2026-10-01"), &json!("2026-10-07")));
    assert!(year["worked"].as_array().unwrap().contains(&json!("2026-10-10")));
    assert!(year["source"].as_str().unwrap().contains("国务院办公厅"));
    assert_eq!(shown["calendar"][1]["worked"], json!([]), "nothing is announced for 2027");
}
