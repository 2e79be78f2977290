//! Deadlines: half-open, to the second, by the server's clock; put off by two people.

use chrono::{DateTime, Duration, Utc};
use entity::vocabulary::Role;
use laurel::shared::Clock as _;
use reqwest::Method;
use serde_json::{Value, json};

use super::{SOCIETY, begin, clerk, keep, send, write};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        what_comes_a_second_late_is_late,
        a_deadline_is_put_off_by_two_people_for_whom_it_says,
        a_timetable_is_set_by_the_office_and_shown_to_everybody,
    ],
}

const TIMETABLE: &str = "/rounds/2027/timetable";

async fn office(app: &TestApp) -> Visitor {
    app.sign_in(Role::AwardOffice).await
}

/// Lets nominating end after so many seconds, the first instant that is too late.
async fn close_in(app: &TestApp, seconds: i64) -> DateTime<Utc> {
    let office = office(app).await;
    let seen = office.data(TIMETABLE).await["version"].as_i64().unwrap();
    let closes_at = app.clock.now() + Duration::seconds(seconds);
    let body = json!({
        "opens_at": app.clock.now() - Duration::days(10), "closes_at": closes_at, "publicity_days": 5,
        "publicity_count": "working", "basis": "通知",
    });
    let set = office.change(Method::PUT, TIMETABLE, seen, &body).await;
    assert_eq!(set.status, 200, "{}", set.text);
    closes_at
}

async fn extend(app: &TestApp, body: &Value) -> Answer {
    let key = laurel::shared::random_token(12);
    office(app).await.create("/rounds/2027/extensions", &key, body).await
}

/// The newest extension.
fn newest(answer: &Answer) -> String {
    let extensions = answer.json()["data"]["extensions"].clone();
    extensions.as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned()
}

async fn try_edit(visitor: &Visitor, path: &str, text: &str) -> Answer {
    let edits = [write("summary.text", text, i64::MAX)];
    send(visitor, path, &edits, &laurel::shared::random_token(12)).await
}

async fn what_comes_a_second_late_is_late(app: &TestApp) {
    let writer = clerk(app).await;
    let path = begin(&writer, "nat-1").await;
    keep(&writer, &path, &[write("project.title", "甲", 0)]).await;
    let closes_at = close_in(app, 60).await;
    app.clock.advance(Duration::seconds(59));
    assert_eq!(try_edit(&writer, &path, "最后一秒").await.status, 200);
    app.clock.advance(Duration::microseconds(999_999));
    assert_eq!(try_edit(&writer, &path, "最后一微秒").await.status, 200, "one microsecond before");
    app.clock.advance(Duration::microseconds(1));
    assert_eq!(app.clock.now(), closes_at);
    let late = try_edit(&writer, &path, "到点").await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()), "the very instant is too late");
    assert!(late.json()["detail"].as_str().unwrap().contains("北京时间"), "{}", late.text);
    app.clock.advance(Duration::seconds(1));
    for answer in [
        try_edit(&writer, &path, "晚一秒").await,
        super::process::post(&writer, &format!("{path}/review"), &json!({})).await,
        writer
            .create(
                "/rounds/2027/dossiers",
                "key-of-a-late-one",
                &json!({ "society_id": SOCIETY, "form_id": "inv-1" }),
            )
            .await,
    ] {
        assert_eq!(answer.outcome(), (409, "conflict".to_owned()), "{}", answer.text);
    }
    let read = writer.data(&path).await;
    assert_eq!(read["may_edit"], false, "reading is never locked");
    assert_eq!(read["fields"]["summary.text"]["value"], "最后一微秒");
    let view = writer.data(&format!("{path}/process")).await;
    assert_eq!((&view["moment"], &view["state"]), (&json!("over"), &json!("draft")));
}

#[expect(clippy::too_many_lines, reason = "one way from its beginning to its end")]
async fn a_deadline_is_put_off_by_two_people_for_whom_it_says(app: &TestApp) {
    let writer = clerk(app).await;
    let path = begin(&writer, "nat-1").await;
    let other_path = begin(&writer, "inv-1").await;
    let stranger = app.sign_in_of(Role::SocietyClerk, Some("D-A-02")).await;
    let closes_at = close_in(app, 60).await;
    let until = closes_at + Duration::hours(1);
    let id = path.trim_start_matches("/dossiers/");
    for (body, pointer) in [
        (json!({ "until": closes_at, "reason": "同时" }), "/until"),
        (json!({ "until": until, "reason": "" }), "/reason"),
        (json!({ "society_id": "D-Z-99", "until": until, "reason": "无此学会" }), "/society_id"),
        (
            json!({ "society_id": "D-A-02", "dossier_id": id, "until": until, "reason": "别家" }),
            "/dossier_id",
        ),
    ] {
        let refused = extend(app, &body).await;
        assert_eq!(refused.outcome(), (422, "invalid".to_owned()), "{body}");
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer);
    }
    let asked =
        extend(app, &json!({ "dossier_id": id, "until": until, "reason": "附件上传故障" })).await;
    assert_eq!(asked.status, 201, "{}", asked.text);
    let confirm = format!("/deadline-extensions/{}/confirm", newest(&asked));
    app.clock.advance(Duration::seconds(61));
    assert_eq!(try_edit(&writer, &path, "尚未确认").await.outcome().0, 409);
    let own = office(app).await.post(&confirm, &json!({})).await;
    assert_eq!(own.outcome(), (409, "conflict".to_owned()), "not by who asked");
    assert_eq!(writer.post(&confirm, &json!({})).await.status, 403);
    let admin = app.sign_in(Role::AwardAdmin).await;
    assert_eq!(admin.post(&confirm, &json!({})).await.status, 204);
    assert_eq!(admin.post(&confirm, &json!({})).await.outcome().0, 409, "once");
    assert_eq!(try_edit(&writer, &path, "已延期").await.status, 200);
    assert_eq!(
        try_edit(&writer, &other_path, "另一项").await.outcome().0,
        409,
        "one dossier alone"
    );

    let all =
        extend(app, &json!({ "society_id": SOCIETY, "until": until, "reason": "全会停电" })).await;
    let confirm = format!("/deadline-extensions/{}/confirm", newest(&all));
    assert_eq!(admin.post(&confirm, &json!({})).await.status, 204);
    assert_eq!(try_edit(&writer, &other_path, "本学会").await.status, 200);
    let begun = stranger
        .create(
            "/rounds/2027/dossiers",
            "key-of-a-stranger",
            &json!({ "society_id": "D-A-02", "form_id": "inv-1" }),
        )
        .await;
    assert_eq!(begun.outcome().0, 409, "another society has no part in it");
    let seen = stranger.data(TIMETABLE).await;
    assert!(!seen.to_string().contains("停电"), "nor is it told");
    let own = writer.data(TIMETABLE).await;
    assert_eq!(own["moment"], "open");
    assert!(own["extensions"].to_string().contains("全会停电"));
    for who in ["asked_by", "confirmed_by"] {
        let by = own["extensions"][0][who].as_str().unwrap();
        assert!(own["names"][by].is_string(), "who acted has a name: {who}");
    }
    assert_eq!(seen["names"], json!({}), "not of what is not told");
    app.clock.advance(Duration::hours(1));
    let writer = clerk(app).await;
    assert_eq!(try_edit(&writer, &path, "延期已过").await.outcome().0, 409);
}

async fn a_timetable_is_set_by_the_office_and_shown_to_everybody(app: &TestApp) {
    let writer = clerk(app).await;
    let shown = writer.data(TIMETABLE).await;
    assert_eq!((&shown["moment"], &shown["may_manage"]), (&json!("open"), &json!(false)));
    assert_eq!(shown["publicity_days"], 7);
    let at: DateTime<Utc> = shown["now"].as_str().unwrap().parse().unwrap();
    assert_eq!(at, app.clock.now(), "the server's clock");
    let round = writer.data("/rounds/2027").await;
    assert_eq!((&round["now"], &round["closes_at"]), (&shown["now"], &shown["closes_at"]));
    let body = json!({
        "opens_at": "2026-11-01T00:00:00Z", "closes_at": "2026-11-01T00:00:00Z", "publicity_days": 7,
        "publicity_count": "natural", "basis": "通知",
    });
    assert_eq!(writer.change(Method::PUT, TIMETABLE, 1, &body).await.status, 403);
    let office = office(app).await;
    let version = office.data(TIMETABLE).await["version"].as_i64().unwrap();
    let backwards = office.change(Method::PUT, TIMETABLE, version, &body).await;
    assert_eq!(backwards.json()["errors"][0]["pointer"], "/closes_at");
    let mut good = body.clone();
    good["closes_at"] = json!("2099-11-01T00:00:00Z");
    let stale = office.change(Method::PUT, TIMETABLE, version - 1, &good).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    assert_eq!(office.change(Method::PUT, TIMETABLE, version, &good).await.status, 200);
    // A working-day count by the calendar, which says whether the year is announced.
    close_in(app, 3600 * 24 * 30).await;
    let path = begin(&writer, "nat-1").await;
    let view = writer.data(&format!("{path}/process")).await;
    assert_eq!(view["publicity_count"], "working");
    assert_eq!(shown["calendar"].as_array().unwrap().len(), 2);
}
