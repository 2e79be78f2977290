//! What does somebody of a society see? Its own nominations, and nothing of any match.

use entity::{assignment, conflict, expert, nomination, vocabulary::Role};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::Value;

use super::{YEAR, page};
use crate::harness::{TestApp, keys};

db_tests! {
    round: [a_society_sees_its_own_nominations_alone, a_society_learns_nothing_of_the_match],
}

async fn a_society_sees_its_own_nominations_alone(app: &TestApp) {
    let society = app.society().await;
    let own: Vec<String> = nomination::Entity::find()
        .filter(nomination::Column::SocietyCode.eq(&society))
        .filter(nomination::Column::RoundId.eq(app.round(YEAR).await))
        .all(app.app.database.reader())
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.id.to_string())
        .collect();
    let office = app.sign_in(Role::AwardOffice).await;
    let all = page(&office, "limit=200").await;
    let total = all["data"].as_array().unwrap().len();
    assert!(!own.is_empty() && own.len() < total);
    let is_foreign = |row: &&Value| !own.iter().any(|id| row["id"] == *id);
    let foreign = all["data"].as_array().unwrap().iter().find(is_foreign).unwrap();

    for role in [Role::SocietyClerk, Role::SocietyHead] {
        let visitor = app.sign_in(role).await;
        let seen = page(&visitor, "limit=200").await;
        let mut ids = keys(&seen["data"], "id");
        ids.sort();
        let mut expected = own.clone();
        expected.sort();
        assert_eq!(ids, expected);
        // Neither counts nor facets nor the search tell of the others.
        assert_eq!(seen["meta"]["total"], own.len());
        for facet in ["category", "panel", "state"] {
            let facet = seen["meta"]["facets"][facet].as_array().unwrap();
            let sum: u64 = facet.iter().map(|one| one["count"].as_u64().unwrap()).sum();
            assert!(sum <= own.len() as u64, "{facet:?}");
        }
        let number = foreign["nomination_id"].as_str().unwrap();
        assert_eq!(page(&office, &format!("q={number}")).await["meta"]["total"], 1);
        assert_eq!(page(&visitor, &format!("q={number}")).await["meta"]["total"], 0);
        let hidden =
            visitor.get(&format!("/nominations/{}", foreign["id"].as_str().unwrap())).await;
        let absent = visitor.get("/nominations/01890000-0000-7000-8000-000000000000").await;
        assert_eq!(hidden.outcome(), (404, "not_found".to_owned()));
        assert_eq!(hidden.text.len(), absent.text.len(), "one must not be told from the other");
    }
    let elsewhere = app.sign_in_of(Role::SocietyClerk, Some("Z-99")).await;
    assert_eq!(page(&elsewhere, "").await["meta"]["total"], 0);
}

/// The names, numbers and keys of everybody whom the match brought to `id` or kept from it.
async fn secrets(app: &TestApp, id: entity::ids::NominationId) -> Vec<String> {
    let database = app.app.database.reader();
    let assigned = assignment::Entity::find().filter(assignment::Column::NominationId.eq(id));
    let barred = conflict::Entity::find().filter(conflict::Column::NominationId.eq(id));
    let mut people: Vec<_> =
        assigned.all(database).await.unwrap().into_iter().map(|row| row.expert_id).collect();
    people.extend(barred.all(database).await.unwrap().into_iter().map(|row| row.expert_id));
    let experts = expert::Entity::find().filter(expert::Column::Id.is_in(people));
    let experts = experts.all(database).await.unwrap();
    experts.into_iter().flat_map(|one| [one.code, one.id.to_string()]).collect()
}

async fn a_society_learns_nothing_of_the_match(app: &TestApp) {
    let society = app.society().await;
    let of_society = nomination::Entity::find()
        .filter(nomination::Column::SocietyCode.eq(&society))
        .filter(nomination::Column::RoundId.eq(app.round(YEAR).await))
        .all(app.app.database.reader())
        .await
        .unwrap();
    // Not every nomination of the society was matched.
    let assigned = assignment::Entity::find().all(app.app.database.reader()).await.unwrap();
    let is_assigned =
        |one: &nomination::Model| assigned.iter().any(|row| row.nomination_id == one.id);
    let own = of_society.into_iter().find(is_assigned).unwrap();
    let secrets = secrets(app, own.id).await;
    let asked_out = &own.excluded_experts.0;

    // First: it is there to be seen.
    let office = app.sign_in(Role::AwardOffice).await;
    let detail = office.get(&format!("/nominations/{}", own.id)).await;
    assert!(!secrets.is_empty() && secrets.iter().any(|secret| detail.text.contains(secret)));
    assert!(!detail.json()["data"]["match"]["assigned"].as_array().unwrap().is_empty());
    let row = page(&office, &format!("q={}", own.number)).await["data"][0].clone();
    assert!(row["assigned"].is_u64() && row["demand"].is_u64() && row["lowest_score"].is_f64());

    // Then: nobody of the society sees it.
    let clerk = app.sign_in(Role::SocietyClerk).await;
    let seen = clerk.get(&format!("/nominations/{}", own.id)).await;
    let data = &seen.json()["data"];
    for key in ["match", "assigned", "demand", "lowest_score"] {
        assert_eq!(data[key], Value::Null, "{key}");
    }
    assert!(!seen.header("etag").contains('-'), "the tag must not name the run");
    let list = clerk.get(&format!("/rounds/{YEAR}/nominations?limit=200")).await;
    for text in [&seen.text, &list.text] {
        for secret in secrets.iter().filter(|secret| !asked_out.contains(secret)) {
            assert!(!text.contains(secret), "{secret}");
        }
    }
    for row in list.json()["data"].as_array().unwrap() {
        for key in ["assigned", "demand", "lowest_score"] {
            assert_eq!(row[key], Value::Null, "{key}");
        }
    }
    // To sort by what one may not see orders as if it were not there.
    let by_score = page(&clerk, "limit=200&sort=lowest_score").await;
    assert_eq!(by_score, page(&clerk, "limit=200&sort=number").await);
    let overview = clerk.data(&format!("/rounds/{YEAR}")).await;
    assert_eq!(overview["latest_match_run"], Value::Null);
    assert_eq!(overview["attention"], Value::Array(Vec::new()));
}
