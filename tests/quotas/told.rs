//! Are the heads of a society told of its quota and of its appeal, and of nobody else's?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{account, notice, vocabulary::Role};
use laurel::{notifications::Kind, shared::beijing};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};

use super::{
    proposals::{colleague, path, propose, step},
    send,
};
use crate::harness::{Answer, TestApp};

db_tests! {
    round: [the_heads_of_a_society_are_told_its_quota_and_what_became_of_its_appeal],
}

/// What a person was told of a kind.
async fn told(app: &TestApp, username: &str, kind: Kind) -> Vec<BTreeMap<String, String>> {
    let database = app.app.database.reader();
    let person = account::Entity::find()
        .filter(account::Column::Username.eq(username))
        .one(database)
        .await
        .unwrap()
        .unwrap();
    let rows = notice::Entity::find()
        .filter(notice::Column::AccountId.eq(person.id))
        .filter(notice::Column::Kind.eq(kind.as_str()))
        .all(database)
        .await
        .unwrap();
    rows.iter().map(|row| serde_json::from_str(&row.facts).unwrap()).collect()
}

fn username(role: Role, society: &str) -> String {
    format!("test.{}.{}", role.as_str(), society.to_lowercase())
}

async fn the_heads_of_a_society_are_told_its_quota_and_what_became_of_its_appeal(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let publisher = colleague(app, "test.cast.two").await;
    let third = colleague(app, "test.cast.three").await;
    let proposal = propose(app, &cast).await;
    let rows = proposal["decisions"].as_array().unwrap();
    let [own, other] = [0, 1].map(|at| rows[at]["society_id"].as_str().unwrap());
    let head = app.sign_in_of(Role::SocietyHead, Some(own)).await;
    for (role, code) in [(Role::SocietyClerk, own), (Role::SocietyHead, other)] {
        app.add_account(&username(role, code), role, Some(code)).await;
    }
    let own_head = username(Role::SocietyHead, own);
    assert_eq!(step(&cast, &proposal, "confirm").await.status, 200);
    assert!(told(app, &own_head, Kind::QuotaPublished).await.is_empty(), "not published yet");
    let outcome = step(&publisher, &proposal, "publish").await;
    assert_eq!(outcome.status, 200, "{}", outcome.text);
    let until: DateTime<Utc> =
        outcome.json()["data"]["appeals_until"].as_str().unwrap().parse().unwrap();
    for (code, row) in [(own, &rows[0]), (other, &rows[1])] {
        let facts = told(app, &username(Role::SocietyHead, code), Kind::QuotaPublished).await;
        assert_eq!(facts.len(), 1, "{code}");
        assert_eq!(facts[0]["society"], row["society"].as_str().unwrap());
        assert_eq!(facts[0]["places_before"], row["previous"].to_string());
        assert_eq!(facts[0]["places_after"], row["decided"].to_string());
        assert_eq!(facts[0]["until"], beijing(until));
    }
    let clerk = told(app, &username(Role::SocietyClerk, own), Kind::QuotaPublished).await;
    assert!(clerk.is_empty(), "the head alone appeals");

    let decided = rows[0]["decided"].as_i64().unwrap();
    let body = json!({ "society_id": own, "ground": "一项已获奖，未计入", "wanted": decided + 1 });
    let filed = send(&head, &format!("{}/appeals", path(&proposal)), "key-of-one", &body).await;
    assert_eq!(filed.status, 201, "{}", filed.text);
    let id = filed.json()["data"]["id"].as_str().unwrap().to_owned();
    let body: Value = json!({ "is_upheld": true, "places": decided + 1, "answer": "核实" });
    let request = third.request(Method::POST, &format!("/quota-appeals/{id}/decide"));
    let upheld = Answer::of(request.header("if-match", filed.header("etag")).json(&body)).await;
    assert_eq!(upheld.status, 200, "{}", upheld.text);
    let facts = told(app, &own_head, Kind::AppealDecided).await;
    assert_eq!(facts.len(), 1);
    assert_eq!(facts[0]["decision_zh"], "申诉成立");
    assert_eq!(facts[0]["places_before"], decided.to_string());
    assert_eq!(facts[0]["places_after"], (decided + 1).to_string());
    let strangers = told(app, &username(Role::SocietyHead, other), Kind::AppealDecided).await;
    assert!(strangers.is_empty(), "another's appeal");
}
