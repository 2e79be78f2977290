//! Is only who is still waited for reminded of the end of nominating, and at his own end?

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use entity::{
    account, deadline_extension, dossier, notice, quota_counter,
    vocabulary::{IntegrityKind, NominationState, Role, Sanction},
};
use laurel::{
    notifications::Kind,
    shared::{Clock as _, china_day},
    societies,
    track_record::{self, EventStep, NewEvent},
};
use reqwest::Method;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _,
};
use serde_json::{Value, json};

use crate::harness::TestApp;

db_tests! {
    round: [
        whoever_is_done_or_has_no_place_is_not_reminded,
        an_extension_that_is_confirmed_moves_the_reminder_of_its_society,
        a_society_is_not_reminded_while_a_sanction_takes_its_right_away,
    ],
}

/// The society of the demonstration whose dossiers are being written.
const WRITES: &str = "D-B-12";

/// Societies that hold the right, have places and begun nothing; and one that does not hold it.
async fn societies(app: &TestApp) -> (Vec<String>, String) {
    let database = app.app.database.reader();
    let begun: BTreeSet<String> = dossier::Entity::find()
        .all(database)
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.society_code)
        .collect();
    let counted: BTreeSet<String> = quota_counter::Entity::find()
        .filter(quota_counter::Column::Year.eq(2027))
        .filter(quota_counter::Column::Places.is_not_null())
        .all(database)
        .await
        .unwrap()
        .into_iter()
        .filter(|row| row.places.is_some_and(|places| places > row.used + row.asked_back))
        .map(|row| row.society_code)
        .collect();
    let extended: BTreeSet<String> = deadline_extension::Entity::find()
        .all(database)
        .await
        .unwrap()
        .into_iter()
        .filter_map(|row| row.society_code)
        .collect();
    let today = china_day(app.clock.now());
    let standings = societies::standings(database, today, 2027).await.unwrap();
    let (holds, lacks): (Vec<_>, Vec<_>) =
        standings.into_iter().partition(|one| one.qualification.is_in_force());
    let idle = holds.into_iter().map(|one| one.society_id);
    let is_idle = |code: &String| !begun.contains(code) && !extended.contains(code);
    let idle = idle.filter(|code| is_idle(code) && counted.contains(code)).collect();
    let barred = lacks.into_iter().find(|one| !one.may_nominate()).unwrap();
    (idle, barred.society_id)
}

async fn add_head(app: &TestApp, code: &str) {
    app.add_account(&format!("head.of.{}", code.to_lowercase()), Role::SocietyHead, Some(code))
        .await;
}

/// Lets nominating end eight days from now.
async fn close_in_eight_days(app: &TestApp) -> DateTime<Utc> {
    let office = app.sign_in(Role::AwardOffice).await;
    let path = "/rounds/2027/timetable";
    let seen = office.data(path).await["version"].as_i64().unwrap();
    let closes_at = app.clock.now() + Duration::days(8);
    let body = json!({
        "opens_at": app.clock.now() - Duration::days(10), "closes_at": closes_at, "publicity_days": 5,
        "publicity_count": "natural", "basis": "通知",
    });
    assert_eq!(office.change(Method::PUT, path, seen, &body).await.status, 200);
    closes_at
}

/// Every place of a society is taken; gives the counters as they were.
async fn spend(app: &TestApp, code: &str) -> Vec<quota_counter::Model> {
    let database = app.app.database.reader();
    let own = quota_counter::Entity::find()
        .filter(quota_counter::Column::Year.eq(2027))
        .filter(quota_counter::Column::SocietyCode.eq(code))
        .filter(quota_counter::Column::Places.is_not_null());
    let before = own.all(database).await.unwrap();
    for row in &before {
        keep(app, quota_counter::Model { used: row.places.unwrap(), asked_back: 0, ..row.clone() })
            .await;
    }
    before
}

async fn keep(app: &TestApp, counter: quota_counter::Model) {
    counter.into_active_model().reset_all().update(app.app.database.reader()).await.unwrap();
}

/// A society begins a dossier, which is handed in.
async fn hand_in(app: &TestApp, code: &str) {
    let clerk = app.sign_in_of(Role::SocietyClerk, Some(code)).await;
    let body = json!({ "society_id": code, "form_id": "inv-1" });
    let made = clerk.create("/rounds/2027/dossiers", "key-of-one-that-is-done", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let database = app.app.database.reader();
    let row = dossier::Entity::find()
        .filter(dossier::Column::SocietyCode.eq(code))
        .one(database)
        .await
        .unwrap()
        .unwrap();
    let mut row = row.into_active_model();
    row.state = Set(NominationState::Submitted);
    row.update(database).await.unwrap();
}

/// How often the head of a society that the test made was reminded.
async fn told(app: &TestApp, code: &str) -> usize {
    let database = app.app.database.reader();
    let head = account::Entity::find()
        .filter(account::Column::Username.eq(format!("head.of.{}", code.to_lowercase())))
        .one(database)
        .await
        .unwrap()
        .unwrap();
    let notices = notice::Entity::find()
        .filter(notice::Column::AccountId.eq(head.id))
        .filter(notice::Column::Kind.eq(Kind::NominatingCloses.as_str()));
    notices.all(database).await.unwrap().len()
}

async fn whoever_is_done_or_has_no_place_is_not_reminded(app: &TestApp) {
    let (idle, barred) = societies(app).await;
    let [free, spent, done] = [idle[0].as_str(), idle[1].as_str(), idle[2].as_str()];
    for code in [free, spent, done, barred.as_str(), WRITES] {
        add_head(app, code).await;
    }
    close_in_eight_days(app).await;
    let before = spend(app, spent).await;
    hand_in(app, done).await;
    app.clock.advance(Duration::hours(25));
    app.tick().await;
    app.tick().await;
    let counts = [told(app, free).await, told(app, WRITES).await];
    assert_eq!(counts, [1, 1], "not begun, and still writing: once each");
    let counts = [told(app, spent).await, told(app, done).await, told(app, &barred).await];
    assert_eq!(counts, [0, 0, 0], "no place, nothing left to hand in, no right");
    // No entry of the ledger says that the places were taken.
    for counter in before {
        keep(app, counter).await;
    }
    // It is looked at anew each time: whoever is done by then hears nothing more.
    hand_in_all(app, WRITES).await;
    app.clock.advance(Duration::days(4));
    app.tick().await;
    assert_eq!((told(app, free).await, told(app, WRITES).await), (2, 1));
}

/// Everything that a society wrote is handed in.
async fn hand_in_all(app: &TestApp, code: &str) {
    let database = app.app.database.reader();
    let own = dossier::Entity::find().filter(dossier::Column::SocietyCode.eq(code));
    for row in own.all(database).await.unwrap() {
        let mut row = row.into_active_model();
        row.state = Set(NominationState::Submitted);
        row.update(database).await.unwrap();
    }
}

/// One officer asks for an extension, and another confirms it.
async fn extend(app: &TestApp, body: &Value) {
    let office = app.sign_in(Role::AwardOffice).await;
    let asked = office.create("/rounds/2027/extensions", "key-of-an-extension", body).await;
    assert_eq!(asked.status, 201, "{}", asked.text);
    let extensions = asked.json()["data"]["extensions"].clone();
    let id = extensions.as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned();
    let admin = app.sign_in(Role::AwardAdmin).await;
    let confirmed = admin.post(&format!("/deadline-extensions/{id}/confirm"), &json!({})).await;
    assert_eq!(confirmed.status, 204, "{}", confirmed.text);
}

async fn an_extension_that_is_confirmed_moves_the_reminder_of_its_society(app: &TestApp) {
    let (idle, _) = societies(app).await;
    let [extended, other] = [idle[0].as_str(), idle[1].as_str()];
    add_head(app, extended).await;
    add_head(app, other).await;
    let closes_at = close_in_eight_days(app).await;
    let until = closes_at + Duration::days(3);
    extend(app, &json!({ "society_id": extended, "until": until, "reason": "停电" })).await;
    let at = |instant: DateTime<Utc>| app.clock.advance(instant - app.clock.now());
    let steps = [
        (closes_at - Duration::hours(168), (0, 1), "a week before the end for everybody"),
        (until - Duration::hours(168), (1, 1), "a week before its own"),
        (closes_at - Duration::hours(72), (1, 2), "the others alone"),
        (until - Duration::hours(72), (2, 2), "its own; for the others it is over"),
    ];
    for (instant, expected, what) in steps {
        at(instant);
        app.tick().await;
        assert_eq!((told(app, extended).await, told(app, other).await), expected, "{what}");
    }
}

/// Suspends the right of a society from today on until so many days later.
async fn suspend(app: &TestApp, code: &str, days: i64) {
    let today = china_day(app.clock.now());
    let new = NewEvent {
        society_id: code.to_owned(),
        round: 2025,
        kind: IntegrityKind::Conduct,
        sanction: Sanction::Suspension,
        title: "遴选未按规定回避".to_owned(),
        finding: "经查，遴选会议有应当回避的人员参加表决。".to_owned(),
        basis: "实施细则第九十五条".to_owned(),
        decision: "示范决定〔2026〕9号".to_owned(),
        appeal: "自收到之日起十五日内书面申诉".to_owned(),
        starts_on: today,
        ends_on: Some(today + Duration::days(days)),
    };
    let event = track_record::record_event(&app.app, "cast.one", new, None).await.unwrap();
    let confirm = EventStep::Confirm;
    track_record::step_event(&app.app, "cast.two", &event, confirm, None).await.unwrap();
}

async fn a_society_is_not_reminded_while_a_sanction_takes_its_right_away(app: &TestApp) {
    add_head(app, WRITES).await;
    let closes_at = close_in_eight_days(app).await;
    let until = closes_at + Duration::days(3);
    let draft = dossier::Entity::find()
        .filter(dossier::Column::SocietyCode.eq(WRITES))
        .filter(dossier::Column::State.eq(NominationState::Draft))
        .one(app.app.database.reader())
        .await
        .unwrap()
        .unwrap();
    let id = draft.id.to_string();
    extend(app, &json!({ "dossier_id": id, "until": until, "reason": "停电" })).await;
    suspend(app, WRITES, 6).await;
    let steps = [
        (closes_at - Duration::hours(168), 0, "of the end for everybody, under the sanction"),
        (until - Duration::hours(168), 0, "of the end of one dossier, under the sanction"),
        (until - Duration::hours(72), 1, "of the end of one dossier, after the sanction"),
    ];
    for (instant, expected, what) in steps {
        app.clock.advance(instant - app.clock.now());
        app.tick().await;
        assert_eq!(told(app, WRITES).await, expected, "{what}");
    }
}
