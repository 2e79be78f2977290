//! The draw and what is found.

use chrono::Days;
use entity::{
    qualification, society,
    vocabulary::{IntegrityKind, QualificationState, Role, Sanction},
};
use laurel::{
    quotas::{
        Stamp,
        ledger::{self, Allotment, Opening},
    },
    shared::china_day,
    societies,
    track_record::{self, EventStep, NewEvent},
};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};
use serde_json::{Value, json};

use super::{SOCIETY, SUSPENDED, head_of, post};
use crate::harness::{TestApp, Visitor, keys};

db_tests! {
    round: [
        a_year_is_drawn_once_and_anyone_can_repeat_it,
        whoever_s_right_is_suspended_is_looked_at,
        findings_are_seen_and_answered_by_their_society,
    ],
}

fn texts(list: &Value, key: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one[key].as_str().unwrap().to_owned()).collect()
}

async fn a_year_is_drawn_once_and_anyone_can_repeat_it(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let body = json!({ "year": 2031, "assessor": "示范评估所", "seed": "公开号码 0917" });
    let drawn = post(&cast, "/assessments", &body).await;
    assert_eq!(drawn.status, 201, "{}", drawn.text);
    let drawn = drawn.json()["data"].clone();
    // By the rule as docs/supervision.md says it, with nothing of the program's.
    let frame = texts(&drawn["frame"], "society_id");
    let mut numbered: Vec<(String, String)> = frame
        .iter()
        .map(|code| {
            (laurel::shared::hex_sha256(format!("公开号码 0917:{code}").as_bytes()), code.clone())
        })
        .collect();
    numbered.sort();
    let wanted = frame.len().div_ceil(5);
    let mut expected: Vec<String> =
        numbered.into_iter().take(wanted).map(|(_, code)| code).collect();
    let suspended = suspended(&drawn);
    assert!(suspended.iter().any(|code| code == SUSPENDED), "{suspended:?}");
    expected.extend(suspended);
    expected.sort();
    expected.dedup();
    assert_eq!(texts(&drawn["sample"], "society_id"), expected);
    assert_eq!(drawn["is_repeatable"], true);
    let second = post(&cast, "/assessments", &body).await;
    assert_eq!(second.outcome(), (409, "conflict".to_owned()), "one draw a year");
    let chain = laurel::audit::read_all(app.app.database.reader()).await.unwrap();
    let (link, _) =
        chain.iter().rfind(|(link, _)| link.entry.action == "supervision.draw_assessment").unwrap();
    assert_eq!(link.entry.before_digest.as_deref(), drawn["frame_digest"].as_str());
    assert_eq!(link.entry.after_digest.as_deref(), drawn["sample_digest"].as_str());
    assert!(link.entry.reason.as_deref().unwrap().contains("公开号码 0917"));
    let stranger = post(
        &cast,
        &format!("/assessments/{}/findings", drawn["id"].as_str().unwrap()),
        &json!({
            "society_id": frame.iter().find(|code| !expected.contains(code)).unwrap(),
            "aspect": "process", "grade": "sound", "text": "无",
        }),
    )
    .await;
    assert_eq!(stranger.outcome(), (422, "invalid".to_owned()), "only who was drawn is assessed");
}

/// The suspended societies of a frame, by code.
fn suspended(drawn: &Value) -> Vec<String> {
    let frame = drawn["frame"].as_array().unwrap().iter();
    let suspended = frame.filter(|one| one["is_suspended"] == true);
    suspended.map(|one| one["society_id"].as_str().unwrap().to_owned()).collect()
}

async fn draw(cast: &Visitor, year: i32) -> Value {
    let body = json!({ "year": year, "assessor": "示范评估所", "seed": "公开号码 0918" });
    let drawn = post(cast, "/assessments", &body).await;
    assert_eq!(drawn.status, 201, "{}", drawn.text);
    drawn.json()["data"].clone()
}

/// Four societies that hold the right to nominate, and that nothing suspends.
async fn holders(app: &TestApp, drawn: &Value) -> [String; 4] {
    let today = china_day(app.app.clock.now());
    let standings = societies::standings(app.app.database.reader(), today, 2027).await.unwrap();
    let suspended = suspended(drawn);
    let is_free = |code: &String| !suspended.contains(code);
    let held = standings.into_iter().filter(|one| one.qualification.is_in_force());
    let mut free = held.map(|one| one.society_id).filter(is_free);
    std::array::from_fn(|_| free.next().unwrap())
}

async fn suspend_right(app: &TestApp, code: &str) {
    use qualification::Column;
    let database = app.app.database.reader();
    let of_code = society::Entity::find().filter(society::Column::Code.eq(code));
    let id = of_code.one(database).await.unwrap().unwrap().id;
    let in_force = [QualificationState::Granted, QualificationState::Probation];
    let done = qualification::Entity::update_many()
        .col_expr(Column::State, Expr::value(QualificationState::Suspended))
        .filter(Column::SocietyId.eq(id))
        .filter(Column::State.is_in(in_force))
        .exec(database);
    assert!(done.await.unwrap().rows_affected > 0);
}

async fn sanction(app: &TestApp, code: &str) {
    let today = china_day(app.app.clock.now());
    let new = NewEvent {
        society_id: code.to_owned(),
        round: 2025,
        kind: IntegrityKind::Conduct,
        sanction: Sanction::Suspension,
        title: "遴选未按规定回避".to_owned(),
        finding: "经查，遴选会议有应当回避的人员参加表决。".to_owned(),
        basis: "实施细则第九十五条".to_owned(),
        decision: "示范决定〔2026〕10号".to_owned(),
        appeal: "自收到之日起十五日内书面申诉".to_owned(),
        starts_on: today,
        ends_on: Some(today + Days::new(365)),
    };
    let event = track_record::record_event(&app.app, "cast.one", new, None).await.unwrap();
    let confirm = EventStep::Confirm;
    track_record::step_event(&app.app, "cast.two", &event, confirm, None).await.unwrap();
}

/// Opens a ledger in which the one is suspended and the other is not.
async fn open_ledger(app: &TestApp, [one, other]: [&str; 2]) {
    let allotment = |society: &str, is_suspended: bool| Allotment {
        society: society.to_owned(),
        is_via_cast: false,
        places: i32::from(!is_suspended),
        is_suspended,
    };
    let allotments = vec![allotment(one, true), allotment(other, false)];
    let opening = Opening { year: 2041, held: 0, allotments };
    let app = &app.app;
    let tx = app.database.begin_write().await.unwrap();
    let stamp = Stamp { ids: app.ids, now: app.clock.now(), by: "tests" };
    ledger::open(&tx, &opening, "tests", &stamp).await.unwrap();
    tx.commit().await.unwrap();
}

async fn whoever_s_right_is_suspended_is_looked_at(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let before = draw(&cast, 2032).await;
    let [by_right, by_event, by_quota, by_nothing] = holders(app, &before).await;
    suspend_right(app, &by_right).await;
    sanction(app, &by_event).await;
    open_ledger(app, [&by_quota, &by_nothing]).await;
    let after = draw(&cast, 2033).await;
    let (known, now) = (suspended(&before), suspended(&after));
    for code in [&by_right, &by_event, &by_quota] {
        assert!(now.contains(code) && !known.contains(code), "{code}: {now:?}");
        assert!(texts(&after["sample"], "society_id").contains(code), "{code}");
    }
    assert!(!now.contains(&by_nothing), "{by_nothing}");
}

async fn findings_are_seen_and_answered_by_their_society(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let all = cast.data("/assessments").await[0].clone();
    assert_eq!(all["findings"].as_array().unwrap().len(), 5);
    let other = head_of(app, SUSPENDED).await;
    let own = other.data("/assessments").await[0].clone();
    assert_eq!(keys(&own["findings"], "society_id"), [SUSPENDED, SUSPENDED]);
    assert_eq!(own["sample"].as_array().unwrap().len(), all["sample"].as_array().unwrap().len());
    let head = head_of(app, SOCIETY).await;
    let path = format!("/assessment-findings/{}/reply", own["findings"][0]["id"].as_str().unwrap());
    let reply = json!({ "text": "已整改" });
    assert_eq!(post(&head, &path, &reply).await.outcome(), (404, "not_found".to_owned()));
    assert_eq!(post(&cast, &path, &reply).await.outcome(), (403, "forbidden".to_owned()));
    assert_eq!(post(&other, &path, &reply).await.status, 200);
    assert_eq!(post(&other, &path, &reply).await.outcome(), (409, "conflict".to_owned()), "once");
    let report = format!("/assessments/{}/report", all["id"].as_str().unwrap());
    let text = json!({ "report": "评估总体情况。" });
    let written = super::send(&cast, reqwest::Method::PUT, &report, 1, &text).await;
    assert_eq!(written.status, 200, "{}", written.text);
    let stale = super::send(&cast, reqwest::Method::PUT, &report, 1, &text).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    assert_eq!(
        other.data("/assessments").await[0]["report"],
        Value::Null,
        "it is CAST's to hand on"
    );
    let late = post(
        &cast,
        &format!("/assessments/{}/findings", all["id"].as_str().unwrap()),
        &json!({
            "society_id": SOCIETY, "aspect": "process", "grade": "sound", "text": "无",
        }),
    )
    .await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()), "the report is written");
}
