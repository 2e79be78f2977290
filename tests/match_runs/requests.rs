//! How is a match asked for, followed and, after a crash, taken up again?

use chrono::Duration;
use entity::{
    job, match_run,
    vocabulary::{JobState, MatchRunState, Role},
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _,
    PaginatorTrait as _, QueryFilter as _, sea_query::Expr,
};
use serde_json::{Value, json};

use super::YEAR;
use crate::harness::{TestApp, Visitor, keys};

db_tests! {
    empty: [a_round_without_nominations_is_a_conflict],
    round: [
        a_request_is_carried_out_once_however_often_it_is_sent,
        two_requests_at_the_same_time_make_one_run,
        what_may_not_be_asked_is_refused_with_its_place,
        progress_is_told_until_the_end,
        an_interrupted_run_is_carried_out_again,
        a_run_that_fails_says_why,
    ],
}

async fn runs(app: &TestApp) -> u64 {
    match_run::Entity::find()
        .filter(match_run::Column::RoundId.eq(app.round(YEAR).await))
        .count(app.app.database.reader())
        .await
        .unwrap()
}

async fn a_request_is_carried_out_once_however_often_it_is_sent(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let before = runs(app).await;
    let body = json!({ "per_nomination": 3, "max_load": 6 });
    let asked = office.ask_for_match(YEAR, "one-and-the-same-key", &body).await;
    assert_eq!(asked.status, 202, "{}", asked.text);
    let run = asked.json()["data"].clone();
    assert_eq!(run["state"], "queued");
    assert_eq!(run["parameters"]["per_nomination"], 3);
    assert_eq!(run["parameters"]["max_per_unit"], 1, "the default is filled in");
    let place = format!("/match-runs/{}", run["id"].as_str().unwrap());
    assert_eq!(asked.header("location"), format!("/api/v1{place}"));
    assert_eq!(office.data(&place).await, run);

    for _ in 0..2 {
        let again = office.ask_for_match(YEAR, "one-and-the-same-key", &body).await;
        assert_eq!((again.status, &again.json()["data"]["id"]), (202, &run["id"]));
    }
    let other = office.ask_for_match(YEAR, "one-and-the-same-key", &json!({})).await;
    assert_eq!(other.outcome(), (422, "idempotency_key_reused".to_owned()));
    assert_eq!(runs(app).await, before + 1);

    app.run_jobs().await;
    let done = office.data(&place).await;
    assert_eq!((&done["state"], &done["progress"]["stage"]), (&json!("done"), &json!("done")));
    // The key still stands for the run once it is done, but not for somebody else's.
    let again = office.ask_for_match(YEAR, "one-and-the-same-key", &body).await;
    assert_eq!(again.json()["data"]["id"], run["id"]);
    let admin = app.sign_in(Role::AwardAdmin).await;
    let of_admin = admin.ask_for_match(YEAR, "one-and-the-same-key", &body).await;
    assert_eq!(of_admin.status, 202);
    assert_ne!(of_admin.json()["data"]["id"], run["id"]);
    let newest_first = office.data(&format!("/rounds/{YEAR}/match-runs")).await;
    assert_eq!(newest_first.as_array().unwrap().len() as u64, before + 2);
    app.run_jobs().await;
}

async fn two_requests_at_the_same_time_make_one_run(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let before = runs(app).await;
    let body = json!({ "per_nomination": 1 });
    let ask = || office.ask_for_match(YEAR, "sent-twice-at-once", &body);
    let (one, two, three) = tokio::join!(ask(), ask(), ask());
    let id = |answer: &crate::harness::Answer| {
        assert_eq!(answer.status, 202, "{}", answer.text);
        answer.json()["data"]["id"].clone()
    };
    assert_eq!(id(&one), id(&two));
    assert_eq!(id(&two), id(&three));
    assert_eq!(runs(app).await, before + 1);
}

async fn what_may_not_be_asked_is_refused_with_its_place(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let before = runs(app).await;
    let wrong = json!({
        "per_nomination": 16, "max_load": 0, "min_load": 101, "max_per_unit": 16,
        "max_probability": 1.5, "seed": -1,
    });
    let answer = office.ask_for_match(YEAR, "key-of-a-bad-request", &wrong).await;
    assert_eq!(answer.outcome(), (422, "invalid".to_owned()));
    assert_eq!(
        keys(&answer.json()["errors"], "pointer"),
        ["/max_load", "/max_per_unit", "/max_probability", "/min_load", "/per_nomination", "/seed"]
    );
    assert!(
        keys(&answer.json()["errors"], "message")
            .iter()
            .all(|message| message.contains('须') || message.contains("不"))
    );
    for wrong in [
        json!({ "per_nomination": "five" }),
        json!({ "per_nomination": -1 }),
        json!({ "objective": "best" }),
        json!({ "per_expert": 5 }),
    ] {
        let answer = office.ask_for_match(YEAR, "key-of-a-bad-request", &wrong).await;
        assert_eq!(answer.outcome(), (400, "bad_body".to_owned()), "{wrong}");
    }
    let contrary = json!({ "min_load": 5, "max_load": 4 });
    let answer = office.ask_for_match(YEAR, "key-of-a-contrary-request", &contrary).await;
    assert_eq!(answer.outcome(), (422, "invalid".to_owned()));
    assert_eq!(keys(&answer.json()["errors"], "pointer"), ["/min_load"]);
    rules_that_are_none_are_refused(&office).await;
    let path = format!("/rounds/{YEAR}/match-runs");
    let keyless = office.post(&path, &json!({})).await;
    assert_eq!(keyless.outcome(), (400, "idempotency_key_required".to_owned()));
    let short = office.ask_for_match(YEAR, "short", &json!({})).await;
    assert_eq!(short.outcome(), (400, "idempotency_key_required".to_owned()));
    let supervisor = app.sign_in(Role::Supervisor).await;
    let refused = supervisor.ask_for_match(YEAR, "key-of-the-supervisor", &json!({})).await;
    assert_eq!(refused.outcome(), (403, "forbidden".to_owned()));
    assert_eq!(runs(app).await, before);
}

async fn rules_that_are_none_are_refused(office: &Visitor) {
    for floor in [
        json!({ "floor": 1.5 }),
        json!({ "objective": "floor", "floor": 5.1 }),
        json!({ "objective": "floor", "floor": -0.1 }),
    ] {
        let answer = office.ask_for_match(YEAR, "key-of-a-floor-too-high", &floor).await;
        assert_eq!(answer.outcome(), (422, "invalid".to_owned()), "{floor}");
        assert_eq!(keys(&answer.json()["errors"], "pointer"), ["/floor"]);
    }
    for (wrong, pointer) in [
        (json!({ "objective": "random", "seed": 7 }), "/seed"),
        (json!({ "seed": 7 }), "/seed"),
        (json!({ "families": [{ "group": "unit", "most": 2 }] }), "/families/0/group"),
        (json!({ "families": [{ "group": "region", "most": 0 }] }), "/families/0/most"),
        (json!({ "mixes": [{ "group": "region", "free": 2, "price": 0.0 }] }), "/mixes/0/price"),
        (
            json!({
                "families": [{ "group": "system", "most": 2 }],
                "mixes": [{ "group": "region", "free": 2, "price": 0.1 }],
            }),
            "/mixes/0/group",
        ),
    ] {
        let answer = office.ask_for_match(YEAR, "key-of-a-rule-that-is-none", &wrong).await;
        assert_eq!(answer.outcome(), (422, "invalid".to_owned()), "{wrong}");
        assert!(answer.json()["errors"].is_array(), "{wrong}: {}", answer.text);
        assert_eq!(keys(&answer.json()["errors"], "pointer"), [pointer], "{wrong}");
    }
}

async fn a_round_without_nominations_is_a_conflict(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let said = app.laurel(["import", "experts", "--dry-run", "nothing.csv"]);
    assert_eq!(said.code, 1, "a file that is not there: {said:?}");
    let file = app.folder().join("nominations.csv");
    std::fs::write(&file, "nomination_id,title\nN-1,炼钢\n").unwrap();
    let words = ["import", "nominations", "--round", "2027", "--state", "draft"];
    app.laurel(words.map(str::to_owned).into_iter().chain([file.display().to_string()])).done();
    // Nominations that are not accepted are none to match, and the pool is empty.
    let answer = office.ask_for_match(2027, "key-of-an-empty-round", &json!({})).await;
    assert_eq!(answer.outcome(), (409, "conflict".to_owned()));
    assert_eq!(runs(app).await, 0);
}

/// The events of a stream: name and data.
fn events(text: &str) -> Vec<(String, Value)> {
    let field = |event: &str, name: &str| {
        let line = event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.trim_start_matches(':').trim().to_owned()
    };
    text.split("\n\n")
        .filter(|event| event.contains("event:"))
        .map(|event| (field(event, "event"), serde_json::from_str(&field(event, "data")).unwrap()))
        .collect()
}

async fn progress_is_told_until_the_end(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let body = json!({ "per_nomination": 2 });
    let asked = office.ask_for_match(YEAR, "key-of-a-followed-run", &body).await.json();
    let place = format!("/match-runs/{}/events", asked["data"]["id"].as_str().unwrap());
    let (stream, _) = tokio::join!(office.get(&place), app.run_jobs());
    assert_eq!(stream.header("content-type"), "text/event-stream");
    let told = events(&stream.text);
    let (last, before) = told.split_last().unwrap();
    assert_eq!((last.0.as_str(), &last.1["state"]), ("done", &json!("done")));
    assert!(before.iter().all(|(name, _)| name == "progress"), "{told:?}");
    for (_, run) in &told {
        assert_eq!((&run["id"], &run["report"]), (&asked["data"]["id"], &Value::Null));
    }
    // Who comes late is told at once that it is done.
    let late = events(&office.get(&place).await.text);
    assert_eq!(late.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["done"]);
}

async fn an_interrupted_run_is_carried_out_again(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let database = app.app.database.reader();
    app.run_jobs().await;
    let asked = office.ask_for_match(YEAR, "key-of-a-broken-run", &json!({})).await.json();
    let id = uuid::Uuid::parse_str(asked["data"]["id"].as_str().unwrap()).unwrap();
    // A process took the job, began the run, and died.
    let waiting = job::Entity::find().filter(job::Column::State.eq(JobState::Waiting));
    let waiting = waiting.one(database).await.unwrap().unwrap();
    job::Entity::update_many()
        .col_expr(
            job::Column::LeasedUntil,
            Expr::value(app.app.clock.now() + Duration::minutes(15)),
        )
        .col_expr(job::Column::Attempts, Expr::value(1))
        .filter(job::Column::Id.eq(waiting.id))
        .exec(database)
        .await
        .unwrap();
    let begun = match_run::ActiveModel {
        id: Set(id.into()),
        state: Set(MatchRunState::Running),
        stage: Set("affinity".to_owned()),
        ..Default::default()
    };
    begun.update(database).await.unwrap();

    assert_eq!(app.run_jobs().await, 0, "the lease still holds");
    app.clock.advance(Duration::minutes(16));
    assert_eq!(app.run_jobs().await, 1);
    let run = office.data(&format!("/match-runs/{id}")).await;
    assert_eq!(run["state"], "done", "{run}");
    let met = run["report"]["met"].as_u64().unwrap();
    let of_run = entity::assignment::Column::RunId.eq(id);
    let stored = entity::assignment::Entity::find().filter(of_run).count(database).await.unwrap();
    assert_eq!(stored, met, "nothing is stored twice");
}

/// A run whose parameters make no sense to the engine fails, for good, and says why.
async fn a_run_that_fails_says_why(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let load = office.data("/experts?limit=1&sort=-load").await[0]["load"].clone();
    let asked = office.ask_for_match(YEAR, "key-of-a-failing-run", &json!({})).await;
    assert_eq!(asked.status, 202, "{}", asked.text);
    let id = asked.json()["data"]["id"].as_str().unwrap().to_owned();
    let broken = match_run::ActiveModel {
        id: Set(uuid::Uuid::parse_str(&id).unwrap().into()),
        parameters: Set(json!({ "objective": "random", "max_probability": 7.0 })),
        ..Default::default()
    };
    broken.update(app.app.database.reader()).await.unwrap();
    app.run_jobs().await;
    let run = office.data(&format!("/match-runs/{id}")).await;
    assert_eq!((&run["state"], &run["report"]), (&json!("failed"), &Value::Null), "{run}");
    assert!(!run["error"].as_str().unwrap().is_empty() && !run["finished_at"].is_null(), "{run}");
    // The run before it is still the one that is shown.
    assert_eq!(office.data("/experts?limit=1&sort=-load").await[0]["load"], load);
    assert_eq!(app.run_jobs().await, 0, "it is not tried again");
}
