//! Does an integrity event take the people that it needs, and count where it is declared to?

use entity::vocabulary::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::{cast, change, figure, fill, head, make, second_cast};
use crate::harness::TestApp;

db_tests! {
    empty: [
        a_suspension_takes_two_people_and_weighs_on_the_next_round,
        a_talk_is_in_force_at_once_and_feeds_nothing,
        what_is_annulled_counts_no_more,
        what_does_not_fit_is_refused_with_its_place,
    ],
}

fn event(kind: &str, sanction: &str) -> Value {
    let ends_on = if sanction == "suspension" { json!("2028-06-30") } else { Value::Null };
    json!({
        "society_id": "X-01", "round": 2025, "kind": kind, "sanction": sanction,
        "title": "遴选收取评审费", "finding": "经查，遴选中向申报单位收取评审费两万元。",
        "basis": "《国家科学技术奖励条例》第三十七条", "decision": "示范决定〔2026〕1号",
        "appeal": "自收到之日起十五日内向中国科协书面申诉",
        "starts_on": "2026-07-01", "ends_on": ends_on,
    })
}

fn steps(event: &Value) -> String {
    format!("/integrity-events/{}/step", event["id"].as_str().unwrap())
}

async fn a_suspension_takes_two_people_and_weighs_on_the_next_round(app: &TestApp) {
    fill(app);
    let (one, other) = (cast(app).await, second_cast(app).await);
    let body = event("fees", "suspension");
    let made = make(&one, "/integrity-events", "a-key-of-an-event", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let recorded = made.json()["data"].clone();
    assert_eq!((&recorded["state"], &recorded["allowed_steps"]), (&json!("proposed"), &json!([])));
    let again = make(&one, "/integrity-events", "a-key-of-an-event", &body).await;
    assert_eq!(again.json()["data"]["id"], recorded["id"]);

    let confirm = json!({ "step": "confirm" });
    let path = steps(&recorded);
    let alone = change(&one, (Method::POST, &path), &json!(1), &confirm).await;
    assert_eq!(alone.outcome(), (403, "forbidden".to_owned()));
    let society = head(app, "X-01").await;
    let place = format!("/integrity-events/{}", recorded["id"].as_str().unwrap());
    assert_eq!(society.get(&place).await.status, 404, "not before it is decided");
    assert_eq!(society.data("/societies/X-01/record").await["events"], json!([]));

    app.call("test.second", "示范复核人").await;
    let confirmed = change(&other, (Method::POST, &path), &json!(1), &confirm).await;
    assert_eq!(confirmed.status, 200, "{}", confirmed.text);
    let names = json!({ "test.cast": "test.cast", "test.second": "示范复核人" });
    assert_eq!(confirmed.json()["data"]["names"], names);
    assert_eq!(one.data("/integrity-events").await[0]["names"], names);
    assert_eq!(one.data("/societies/X-01/record").await["events"][0]["names"], names);
    assert_eq!(confirmed.json()["data"]["state"], "in_force");
    let told = society.data(&place).await;
    assert_eq!((&told["recorded_by"], &told["confirmed_by"]), (&Value::Null, &Value::Null));
    assert_eq!(told["names"], json!({}), "who acted at CAST is not told to a society");
    let own = society.data("/societies/X-01/record").await["events"][0].clone();
    assert_eq!(own["names"], json!({}));
    assert_eq!(society.data("/integrity-events").await[0]["names"], json!({}));
    assert_eq!(told["basis"], "《国家科学技术奖励条例》第三十七条");

    // It weighs through the declared measures: fees in its round, suspended in the row before the
    // round that its term touches.
    let rows = laurel::track_record::history(app.app.database.reader()).await.unwrap();
    let row = rows.iter().find(|row| row.society_id == "X-01" && row.round == 2025).unwrap();
    let count = |measure: &str| row.counts.get(measure).copied();
    assert_eq!((count("fees_charged"), count("suspended")), (Some(1), Some(1)));
    let behind = society.data("/societies/X-01/record/facts?round=2025&measure=suspended").await;
    assert_eq!(behind["events"][0]["number"], recorded["number"]);

    let restore = json!({ "step": "restore", "explanation": "已退还全部费用并修订遴选办法。" });
    let early = change(&one, (Method::POST, &path), &json!(1), &restore).await;
    assert_eq!(early.outcome(), (412, "stale".to_owned()));
    let restored = change(&one, (Method::POST, &path), &json!(2), &restore).await;
    assert_eq!(restored.json()["data"]["state"], "restored");
    assert_eq!(restored.json()["data"]["suspends_today"], false);
}

async fn a_talk_is_in_force_at_once_and_feeds_nothing(app: &TestApp) {
    fill(app);
    let one = cast(app).await;
    let body = event("conduct", "talk");
    let made = make(&one, "/integrity-events", "a-key-of-an-event", &body).await.json();
    assert_eq!(made["data"]["state"], "in_force");
    assert_eq!(made["data"]["allowed_steps"], json!(["restore", "annul"]));
    let before = laurel::track_record::history(app.app.database.reader()).await.unwrap();
    let row = before.iter().find(|row| row.society_id == "X-01" && row.round == 2025).unwrap();
    assert!(!row.counts.contains_key("misconduct") && !row.counts.contains_key("suspended"));
    let record = head(app, "X-01").await.data("/societies/X-01/record").await;
    assert_eq!(record["events"][0]["sanction"], "talk");
    assert_eq!(record["is_suspended"], false);
}

async fn what_is_annulled_counts_no_more(app: &TestApp) {
    fill(app);
    let one = cast(app).await;
    let body = event("complaint", "reminder");
    let made = make(&one, "/integrity-events", "a-key-of-an-event", &body).await.json();
    let supervisor = app.sign_in(Role::Supervisor).await;
    let complaints = async || {
        let record = supervisor.data("/societies/X-01/record").await;
        figure(&record["rounds"][0]["figures"], "I20")["count"].clone()
    };
    assert_eq!(complaints().await, 1);
    let annul = json!({ "step": "annul", "explanation": "申诉成立：投诉查无实据。" });
    let path = steps(&made["data"]);
    let annulled = change(&one, (Method::POST, &path), &json!(1), &annul).await;
    assert_eq!(annulled.json()["data"]["state"], "annulled");
    assert_eq!(complaints().await, 0);
    let again = change(&one, (Method::POST, &path), &json!(2), &annul).await;
    assert_eq!(again.outcome(), (409, "conflict".to_owned()));
}

async fn what_does_not_fit_is_refused_with_its_place(app: &TestApp) {
    fill(app);
    let one = cast(app).await;
    let with = |name: &str, value: Value| {
        let mut body = event("fees", "suspension");
        body[name] = value;
        body
    };
    for (body, pointer) in [
        (with("ends_on", Value::Null), "/ends_on"),
        (with("ends_on", json!("2026-06-30")), "/ends_on"),
        (with("sanction", json!("talk")), "/ends_on"),
        (with("sanction", json!("fine")), "/sanction"),
        (with("kind", json!("rumour")), "/kind"),
        (with("society_id", json!("Z-09")), "/society_id"),
        (with("basis", json!("无")), "/basis"),
    ] {
        let refused = make(&one, "/integrity-events", "a-key-of-a-bad-one", &body).await;
        assert_eq!(refused.outcome(), (422, "invalid".to_owned()), "{body}: {}", refused.text);
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer, "{body}");
    }
    let made = make(&one, "/integrity-events", "a-key-of-an-event", &event("fees", "talk")).await;
    let path = steps(&made.json()["data"]);
    for (body, pointer) in [
        (json!({ "step": "restore" }), "/explanation"),
        (json!({ "step": "forget", "explanation": "没有什么理由可说的。" }), "/step"),
    ] {
        let refused = change(&one, (Method::POST, &path), &json!(1), &body).await;
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer, "{}", refused.text);
    }
}
