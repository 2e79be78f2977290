//! Are policies kept as they are written, tried without a trace, and kept as scenarios with a note?

use std::time::Duration;

use entity::{ids::QuotaPolicyId, quota_policy, quota_proposal, quota_scenario, vocabulary::Role};
use laurel::{
    quotas::{
        engine::Policy,
        policies::{DEFAULT_POLICY, keep_once},
    },
    shared::hex_sha256,
};
use reqwest::Method;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait as _, DbBackend, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, Statement,
};
use serde_json::{Value, json};

use super::{history, send};
use crate::harness::{Answer, TestApp, keys};

db_tests! {
    round: [
        a_policy_is_kept_for_good_and_a_wrong_one_is_refused_at_its_line,
        a_trial_leaves_nothing_behind_and_explains_what_is_asked,
        a_scenario_keeps_a_trial_with_its_note,
        what_two_store_at_once_is_stored_once_and_numbered_in_turn,
    ],
}

/// The default policy with another line to expand at, whatever the default is.
fn expanding_at(points: &str) -> String {
    let (before, rest) = DEFAULT_POLICY.split_once("[expand]\npoints = ").unwrap();
    let (_, after) = rest.split_once('\n').unwrap();
    format!("{before}[expand]\npoints = {points}\n{after}")
}

async fn a_policy_is_kept_for_good_and_a_wrong_one_is_refused_at_its_line(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let stored = cast.data("/quota-policies").await;
    let first = stored.as_array().unwrap().last().unwrap();
    assert_eq!((&first["author"], &first["version"]), (&json!("system"), &json!(1)));
    assert_eq!(first["names"], json!({}), "the program is nobody");
    let detail = cast.data(&format!("/quota-policies/{}", first["id"].as_str().unwrap())).await;
    assert_eq!(detail["content"], DEFAULT_POLICY);

    app.call("test.cast", "示范承办人").await;
    let text = expanding_at("78");
    let body = json!({ "content": text, "note": "放宽扩大线" });
    let kept = send(&cast, "/quota-policies", "key-of-a-policy", &body).await;
    assert_eq!(kept.status, 201, "{}", kept.text);
    let kept = kept.json()["data"].clone();
    assert_eq!((&kept["version"], &kept["name"]), (&json!(2), &first["name"]));
    let names = json!({ "test.cast": "示范承办人" });
    assert_eq!(kept["names"], names);
    assert_eq!(cast.data("/quota-policies").await[0]["names"], names);
    let again = send(&cast, "/quota-policies", "key-of-a-policy", &body).await;
    assert_eq!((again.status, &again.json()["data"]["id"]), (201, &kept["id"]));
    let same = send(&cast, "/quota-policies", "another-key-of-it", &body).await;
    assert_eq!(same.outcome(), (409, "conflict".to_owned()));

    for (wrong, said) in [
        (DEFAULT_POLICY.replacen("[expand]", "[expand]\nunheard_of = 1", 1), "unheard_of"),
        (expanding_at("eighty"), "行"),
    ] {
        let body = json!({ "content": wrong, "note": "试" });
        let refused = send(&cast, "/quota-policies", "key-of-a-wrong-policy", &body).await;
        assert_eq!(refused.outcome(), (422, "invalid".to_owned()));
        let errors = refused.json()["errors"].clone();
        assert_eq!(keys(&errors, "pointer"), ["/content"]);
        assert!(errors[0]["message"].as_str().unwrap().contains(said), "{errors}");
    }
    // The records themselves refuse a change of what is kept.
    let change = "UPDATE quota_policy SET note = 'other'";
    assert!(app.app.database.reader().execute_unprepared(change).await.is_err());
}

async fn a_trial_leaves_nothing_behind_and_explains_what_is_asked(app: &TestApp) {
    history::ensure(app).await;
    let cast = app.sign_in(Role::Cast).await;
    let policy = cast.data("/quota-policies").await[0]["id"].clone();
    let total = history::places(&app.app).await + 5;
    let first =
        cast.post("/quota-simulations", &json!({ "policy_id": policy, "total": total })).await;
    assert_eq!(first.status, 200, "{}", first.text);
    let first = first.json()["data"].clone();
    let sum = |simulation: &Value| -> u64 {
        let rows = simulation["societies"].as_array().unwrap();
        rows.iter().map(|row| row["proposed"].as_u64().unwrap()).sum::<u64>()
            + simulation["summary"]["reserve"].as_u64().unwrap()
    };
    assert_eq!(sum(&first), total);
    assert_eq!((&first["explained"], &first["compared"]), (&Value::Null, &Value::Null));

    let society = first["societies"][0]["society_id"].as_str().unwrap();
    let edited = expanding_at("75");
    let body = json!({
        "policy_id": policy, "policy": edited, "total": total, "compare_policy_id": policy,
        "explain": society, "rounds": 2,
    });
    let second = cast.post("/quota-simulations", &body).await.json()["data"].clone();
    assert_eq!(second["policy"]["id"], Value::Null, "an edited text is no stored policy");
    let explained = &second["explained"];
    assert_eq!(explained["society_id"], society);
    let terms = explained["terms"].as_array().unwrap();
    let points: i64 = terms.iter().map(|term| term["contribution"].as_i64().unwrap()).sum();
    assert_eq!(explained["score"], points, "the terms are the score");
    let compared = &second["compared"];
    assert_eq!((sum(compared), &compared["policy"]["id"]), (total, &policy));

    let short = cast.post("/quota-simulations", &json!({ "policy_id": policy, "total": 1 })).await;
    assert_eq!(short.outcome(), (422, "invalid".to_owned()));
    assert_eq!(keys(&short.json()["errors"], "pointer"), ["/total"]);
    let nothing = cast.post("/quota-simulations", &json!({ "total": 9 })).await;
    assert_eq!(keys(&nothing.json()["errors"], "pointer"), ["/policy_id"]);
    let database = app.app.database.reader();
    assert_eq!(quota_scenario::Entity::find().count(database).await.unwrap(), 0);
    let proposals = quota_proposal::Entity::find().count(database).await.unwrap();
    assert!(proposals <= 1, "at most that of the demonstration");
}

async fn a_scenario_keeps_a_trial_with_its_note(app: &TestApp) {
    history::ensure(app).await;
    let cast = app.sign_in(Role::Cast).await;
    let policy = cast.data("/quota-policies").await[0]["id"].clone();
    let total = history::places(&app.app).await;
    let body =
        json!({ "name": "少给机动", "note": "会上讨论", "policy_id": policy, "total": total + 5 });
    let kept = send(&cast, "/quota-scenarios", "key-of-a-scenario", &body).await;
    assert_eq!(kept.status, 201, "{}", kept.text);
    let id = kept.json()["data"]["id"].as_str().unwrap().to_owned();
    assert_eq!(kept.json()["data"]["summary"]["total"], total + 5);
    assert_eq!(kept.json()["data"]["names"], json!({ "test.cast": "test.cast" }));
    let again = send(&cast, "/quota-scenarios", "key-of-a-scenario", &body).await;
    assert_eq!(again.json()["data"]["id"], id.as_str());
    assert_eq!(cast.data("/quota-scenarios").await.as_array().unwrap().len(), 1);

    let note = json!({ "name": "少给机动", "note": "不采用" });
    let path = format!("/quota-scenarios/{id}");
    let put =
        |tag: &str| cast.request(Method::PUT, &path).header("if-match", tag.to_owned()).json(&note);
    let noted = Answer::of(put(kept.header("etag"))).await;
    assert_eq!((noted.status, &noted.json()["data"]["note"]), (200, &json!("不采用")));
    let stale = Answer::of(put(kept.header("etag"))).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    assert_eq!(stale.json()["present"]["data"]["note"], "不采用");
}

/// Waits until somebody waits for what another holds; on SQLite for as long as it takes to ask for the lock.
async fn until_someone_waits(app: &TestApp) {
    const MOST_TRIES: u32 = 200;
    let database = app.app.database.reader();
    let backend = database.get_database_backend();
    for _ in 0..MOST_TRIES {
        tokio::time::sleep(Duration::from_millis(50)).await;
        if backend != DbBackend::Postgres {
            return;
        }
        let waiting = "SELECT 1 FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'";
        let waiting = Statement::from_string(backend, waiting);
        if database.query_one_raw(waiting).await.unwrap().is_some() {
            return;
        }
    }
    panic!("nobody waits");
}

/// Stores `second` while somebody else has written `first` and not committed it yet.
async fn stored_beside(app: &TestApp, first: &str, second: &str) -> [QuotaPolicyId; 2] {
    let policy = Policy::parse(second).unwrap();
    let tx = app.app.database.begin_write().await.unwrap();
    let of_name = quota_policy::Column::Name.eq(&policy.id);
    let known = quota_policy::Entity::find().filter(of_name).count(&*tx).await.unwrap();
    let row = quota_policy::Model {
        id: app.app.ids.next(),
        name: policy.id.clone(),
        version: i32::try_from(known).unwrap() + 1,
        digest: hex_sha256(first.as_bytes()),
        content: first.to_owned(),
        note: "先到".to_owned(),
        author: "first".to_owned(),
        created_at: app.app.clock.now(),
    };
    let id = row.id;
    row.into_active_model().reset_all().insert(&*tx).await.unwrap();
    let committed = async {
        until_someone_waits(app).await;
        tx.commit().await.unwrap();
    };
    let kept = keep_once(&app.app, "second", (second, &policy), "后到");
    let (kept, ()) = futures_util::future::join(kept, committed).await;
    [id, kept.unwrap()]
}

async fn what_two_store_at_once_is_stored_once_and_numbered_in_turn(app: &TestApp) {
    let database = app.app.database.reader();
    let before = quota_policy::Entity::find().count(database).await.unwrap();
    // As two first starts store the policy of the program.
    let [first, kept] = stored_beside(app, &expanding_at("76"), &expanding_at("76")).await;
    assert_eq!(kept, first, "the text is there once");
    let [first, other] = stored_beside(app, &expanding_at("77"), &expanding_at("79")).await;
    assert_ne!(other, first);
    let all = quota_policy::Entity::find().all(database).await.unwrap();
    assert_eq!(all.len(), usize::try_from(before).unwrap() + 3);
    let version = |id| all.iter().find(|row| row.id == id).unwrap().version;
    assert_eq!(version(other), version(first) + 1, "the number was taken");
}
