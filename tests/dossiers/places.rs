//! Who may submit, and how many at once? The right to nominate and the places of the quota, asked through
//! the submission itself.

use entity::vocabulary::{Bucket, CounterKind, EntryKind, IntegrityKind, Sanction};
use laurel::{
    app::App,
    demo::journey::Journey,
    nominations::dossier::Value as DossierValue,
    quotas::{
        Claim, Stamp,
        ledger::{self, Counter, Movement},
        release, reserve,
    },
    shared::{Clock as _, china_day},
    track_record::{self, EventStep, NewEvent},
};
use serde_json::{Value, json};

use super::{
    SOCIETY, clerk,
    submission::{answer, approved, ask, head, nat, submit, submitted},
};
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [
        four_dossiers_at_once_on_two_places_take_exactly_two,
        a_confirmed_suspension_stops_submissions_until_its_term_ends,
        experts_are_no_way_round_the_right_and_the_places_of_a_society,
        what_is_submitted_again_gives_back_what_it_took_elsewhere,
    ],
}

const YEAR: i32 = 2027;

/// The places that the society has for the three awards.
async fn three(app: &TestApp) -> Counter {
    let counters = ledger::counters_of(app.app.database.reader(), YEAR).await.unwrap();
    let is_it = |one: &Counter| {
        one.society == SOCIETY && one.bucket == Bucket::Three && one.kind == CounterKind::Society
    };
    counters.into_iter().find(is_it).unwrap()
}

/// Moves places between the society and what is kept back, so that it has `wanted` left.
async fn leave_free(app: &TestApp, wanted: i32) {
    let counter = three(app).await;
    let places = wanted - counter.free().unwrap();
    let movement = Movement { places, reason: "留出名额" };
    let app = &app.app;
    let tx = app.database.begin_write().await.unwrap();
    let stamp = Stamp { ids: app.ids, now: app.clock.now(), by: "cast" };
    let kind = EntryKind::Transferred;
    ledger::move_within(&tx, counter.id, &movement, kind, &stamp).await.unwrap();
    tx.commit().await.unwrap();
}

async fn four_dossiers_at_once_on_two_places_take_exactly_two(app: &TestApp) {
    let mut paths = Vec::new();
    for mark in 61..65 {
        paths.push(format!("/dossiers/{}", approved(app, &nat(mark)).await));
    }
    leave_free(app, 2).await;
    let before = three(app).await;
    let head = head(app).await;
    let mut ready = Vec::new();
    for path in &paths {
        ready.push((path.as_str(), head.data(path).await["version"].as_i64().unwrap()));
    }
    let at_once = ready.iter().map(|(path, version)| {
        let key = laurel::shared::random_token(12);
        let head = &head;
        async move { submit(head, path, *version, &key).await }
    });
    let answers = futures_util::future::join_all(at_once).await;
    let taken = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(taken, 2, "{answers:?}");
    // Whoever comes third is told so by the rule check, or by the counter itself.
    for refused in answers.iter().filter(|answer| answer.status != 201) {
        let (status, code) = refused.outcome();
        let is_told =
            matches!((status, code.as_str()), (422, "invalid") | (409, "quota_exhausted"));
        assert!(is_told && refused.text.contains("名额"), "{}", refused.text);
    }
    let after = three(app).await;
    assert_eq!((after.used, after.free()), (before.used + 2, Some(0)));
    for (path, answer) in paths.iter().zip(&answers) {
        let state = if answer.status == 201 { "submitted" } else { "council_approved" };
        assert_eq!(head.data(path).await["state"], state, "{path}");
    }
}

async fn experts_are_no_way_round_the_right_and_the_places_of_a_society(app: &TestApp) {
    let mut complete = nat(67);
    let kind = "opinion.nominator_kind".parse().unwrap();
    complete.values.insert(kind, DossierValue::Text("experts".to_owned()));
    let path = format!("/dossiers/{}", approved(app, &complete).await);
    leave_free(app, 0).await;
    let head = head(app).await;
    let check = head.data(&format!("{path}/check")).await;
    let findings = check["findings"].as_array().unwrap().iter();
    let failing = findings.filter(|one| one["rule"] == "FC-001" && one["verdict"] == "fail");
    let at: Vec<Value> = failing.map(|one| one["address"].clone()).collect();
    assert_eq!(at, [json!("opinion.nominator_kind"), Value::Null], "the kind, and the places");
    let version = head.data(&path).await["version"].as_i64().unwrap();
    let refused = submit(&head, &path, version, "key-of-the-experts").await;
    assert_eq!(refused.outcome(), (422, "invalid".to_owned()));
    assert!(refused.text.contains("不经学会提交"), "{}", refused.text);
}

/// Whether the rule check says that the society has the right to nominate.
async fn has_right(visitor: &Visitor, path: &str) -> bool {
    let check = visitor.data(&format!("{path}/check")).await;
    let fails = |one: &Value| one["rule"] == "FC-001" && one["verdict"] == "fail";
    !check["findings"].as_array().unwrap().iter().any(fails)
}

async fn a_confirmed_suspension_stops_submissions_until_its_term_ends(app: &TestApp) {
    let path = format!("/dossiers/{}", approved(app, &nat(66)).await);
    leave_free(app, 1).await;
    let visitor = head(app).await;
    assert!(has_right(&visitor, &path).await);
    let today = china_day(app.clock.now());
    let new = NewEvent {
        society_id: SOCIETY.to_owned(),
        round: 2025,
        kind: IntegrityKind::Conduct,
        sanction: Sanction::Suspension,
        title: "遴选未按规定回避".to_owned(),
        finding: "经查，遴选会议有应当回避的人员参加表决。".to_owned(),
        basis: "实施细则第九十五条".to_owned(),
        decision: "示范决定〔2026〕9号".to_owned(),
        appeal: "自收到之日起十五日内书面申诉".to_owned(),
        starts_on: today,
        ends_on: Some(today),
    };
    let event = track_record::record_event(&app.app, "cast.one", new, None).await.unwrap();
    assert!(has_right(&visitor, &path).await, "one person alone stops nobody");
    let confirm = EventStep::Confirm;
    track_record::step_event(&app.app, "cast.two", &event, confirm, None).await.unwrap();
    assert!(!has_right(&visitor, &path).await);
    let version = visitor.data(&path).await["version"].as_i64().unwrap();
    let refused = submit(&visitor, &path, version, "key-of-a-suspended-one").await;
    assert_eq!(refused.outcome(), (422, "invalid".to_owned()));
    assert!(refused.text.contains("提名资格已暂停"), "{}", refused.text);

    // The day after the last of its term.
    app.clock.advance(chrono::Duration::days(1));
    let visitor = head(app).await;
    assert!(has_right(&visitor, &path).await);
    submitted(&visitor, &path).await;
}

/// Lets what has a place of the three awards have one of the bucket of guests, as if it were counted otherwise
/// when it took it, and says how many are taken of that.
async fn had_elsewhere(app: &TestApp, subject: &str) -> i32 {
    let app = &app.app;
    let tx = app.database.begin_write().await.unwrap();
    let stamp = Stamp { ids: app.ids, now: app.clock.now(), by: "tests" };
    assert!(release(&tx, (YEAR, subject), "另计", &stamp).await.unwrap(), "it has a place");
    let claim = Claim { year: YEAR, society: SOCIETY, bucket: Bucket::Int, subject };
    reserve(&tx, &claim, &stamp).await.unwrap();
    tx.commit().await.unwrap();
    of_guests(app).await
}

async fn of_guests(app: &App) -> i32 {
    let counters = ledger::counters_of(app.database.reader(), YEAR).await.unwrap();
    let is_it = |one: &&Counter| one.society == SOCIETY && one.bucket == Bucket::Int;
    counters.iter().find(is_it).unwrap().used
}

async fn what_is_submitted_again_gives_back_what_it_took_elsewhere(app: &TestApp) {
    let complete = nat(68);
    let id = approved(app, &complete).await;
    let path = format!("/dossiers/{id}");
    leave_free(app, 1).await;
    submitted(&head(app).await, &path).await;
    let taken = three(app).await.used;
    let asked = ask(&clerk(app).await, &path, true).await;
    assert_eq!(answer(&head(app).await, &path, &asked).await.status, 200);
    let guests = had_elsewhere(app, &format!("nomination/{id}")).await;
    assert_eq!(three(app).await.used, taken - 1);
    let set_clock = |instant| app.clock.advance(instant - app.clock.now());
    let today = app.clock.now() + chrono::Duration::days(15);
    let journey =
        Journey { app: &app.app, year: YEAR, society: SOCIETY, set_clock: &set_clock, today };
    journey.approve(id, &complete).await.unwrap();

    leave_free(app, 0).await;
    let head = head(app).await;
    assert!(!has_right(&head, &path).await, "a place that is kept elsewhere is none here");
    leave_free(app, 1).await;
    assert!(has_right(&head, &path).await);
    submitted(&head, &path).await;
    assert_eq!(three(app).await.used, taken);
    assert_eq!(of_guests(&app.app).await, guests - 1, "one place, not two");
}
