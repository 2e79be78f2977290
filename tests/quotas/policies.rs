//! Are policies kept as they are written, tried without a trace, and kept as scenarios with a note?

use entity::{quota_proposal, quota_scenario, vocabulary::Role};
use laurel::quotas::policies::DEFAULT_POLICY;
use reqwest::Method;
use sea_orm::ConnectionTrait as _;
use sea_orm::{EntityTrait as _, PaginatorTrait as _};
use serde_json::{Value, json};

use super::{history, send};
use crate::harness::{Answer, TestApp, keys};

db_tests! {
    round: [
        a_policy_is_kept_for_good_and_a_wrong_one_is_refused_at_its_line,
        a_trial_leaves_nothing_behind_and_explains_what_is_asked,
        a_scenario_keeps_a_trial_with_its_note,
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
    let detail = cast.data(&format!("/quota-policies/{}", first["id"].as_str().unwrap())).await;
    assert_eq!(detail["content"], DEFAULT_POLICY);

    let text = expanding_at("78");
    let body = json!({ "content": text, "note": "放宽扩大线" });
    let kept = send(&cast, "/quota-policies", "key-of-a-policy", &body).await;
    assert_eq!(kept.status, 201, "{}", kept.text);
    let kept = kept.json()["data"].clone();
    assert_eq!((&kept["version"], &kept["name"]), (&json!(2), &first["name"]));
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
