//! Does what a nominee declares of somebody count before the office has said whom he means?

use entity::{
    ids::{NominationId, RecusalDeclarationId},
    recusal_declaration::{ActiveModel, Entity},
    vocabulary::{DeclarationSource, DeclarationState, DeclaredKind, Role},
};
use laurel::{
    awards,
    conflicts::{ConflictKind, Finding, Severity},
    experts,
    matching::{DeclaredWords, RoundRecords, TypedName},
    recusals,
    shared::Clock as _,
};
use reqwest::Method;
use sea_orm::{ActiveValue::Set, EntityTrait as _};
use serde_json::{Value, json};

use super::{YEAR, first};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        a_typed_name_counts_as_far_as_it_tells_until_somebody_answers,
        what_bars_until_it_is_answered_takes_two_to_refuse,
        somebody_whom_the_name_cannot_mean_takes_no_bar_away,
        what_was_asked_of_other_candidates_is_asked_anew,
    ],
}

/// How grave the kinship of each expert with a nomination is found to be.
async fn kinship(app: &TestApp, number: &str, codes: &[&str]) -> Vec<Option<Severity>> {
    let round = awards::find_round(app.app.database.reader(), YEAR).await.unwrap().unwrap();
    let records = RoundRecords::load(&app.app, (round.id, YEAR)).await.unwrap();
    let findings = records.findings().await.unwrap();
    let of = |code: &&str| {
        let is_it = |one: &&Finding| {
            one.kind == ConflictKind::Kin && one.nomination_id == number && one.expert_id == **code
        };
        findings.iter().find(is_it).map(|one| one.severity)
    };
    codes.iter().map(of).collect()
}

/// What a nominee wrote, as it is kept while nobody knows whom it means.
async fn declared(
    app: &TestApp,
    nomination: NominationId,
    candidates: serde_json::Value,
) -> RecusalDeclarationId {
    let database = app.app.database.reader();
    let round = awards::find_round(database, YEAR).await.unwrap().unwrap();
    let id: RecusalDeclarationId = app.app.ids.next();
    let typed = Some(TypedName { name: "谯鹭荻".to_owned(), unit: String::new() });
    let words = DeclaredWords { text: "表亲".to_owned(), typed, ..DeclaredWords::default() };
    let row = ActiveModel {
        id: Set(id),
        round_id: Set(round.id),
        source: Set(DeclarationSource::Nominee),
        kind: Set(DeclaredKind::Kin),
        state: Set(DeclarationState::Waiting),
        nomination_id: Set(Some(nomination)),
        sealed: Set(words.seal(&app.app.sealer, id).unwrap()),
        candidates: Set(candidates),
        declared_by: Set("nominee".to_owned()),
        declared_at: Set(app.clock.now()),
        version: Set(1),
        ..ActiveModel::default()
    };
    Entity::insert(row).exec_without_returning(database).await.unwrap();
    id
}

async fn a_typed_name_counts_as_far_as_it_tells_until_somebody_answers(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let nomination = first(&office, "severity=bar").await["nomination"].clone();
    let number = nomination["number"].as_str().unwrap();
    let key: uuid::Uuid = nomination["id"].as_str().unwrap().parse().unwrap();
    let pool = experts::keys_by_code(app.app.database.reader()).await.unwrap();
    let codes: Vec<&str> = pool.keys().take(3).map(String::as_str).collect();
    assert_eq!(kinship(app, number, &codes).await, [None; 3]);

    let candidates =
        json!([[codes[0], 1_000, true], [codes[1], 600, false], [codes[2], 10, false]]);
    let id = declared(app, key.into(), candidates).await;
    let grades = [Some(Severity::Bar), Some(Severity::Flag), Some(Severity::Note)];
    assert_eq!(kinship(app, number, &codes).await, grades, "a bare name asks a person");

    let answer = json!({
        "is_accepted": true, "reason": "经核对，所指为此人", "expert_id": pool[codes[1]],
    });
    let path = format!("/declarations/{id}/answer");
    let answered = office.change(Method::POST, &path, 1, &answer).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    let grades = [None, Some(Severity::Bar), None];
    assert_eq!(kinship(app, number, &codes).await, grades, "whom it means, and nobody else");
}

async fn answer(
    who: &Visitor,
    (id, version): (RecusalDeclarationId, i64),
    expert: Option<&Value>,
) -> Answer {
    let body = json!({
        "is_accepted": expert.is_some(), "reason": "经向申报人核对", "expert_id": expert,
    });
    who.change(Method::POST, &format!("/declarations/{id}/answer"), version, &body).await
}

async fn what_bars_until_it_is_answered_takes_two_to_refuse(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let second = app.sign_in_as("test.second", Role::AwardAdmin, None).await;
    let nomination = first(&office, "severity=bar").await["nomination"].clone();
    let number = nomination["number"].as_str().unwrap();
    let key: uuid::Uuid = nomination["id"].as_str().unwrap().parse().unwrap();
    let pool = experts::keys_by_code(app.app.database.reader()).await.unwrap();
    let codes: Vec<&str> = pool.keys().take(2).map(String::as_str).collect();
    let sure = json!([[codes[0], 1_000, true], [codes[1], 1_000, true]]);

    let id = declared(app, key.into(), sure.clone()).await;
    let asked = answer(&office, (id, 1), None).await;
    assert_eq!(asked.status, 200, "{}", asked.text);
    let asked = asked.json()["data"].take();
    assert_eq!(
        (&asked["state"], &asked["withdrawal_asked_by"], &asked["answered_by"]),
        (&json!("waiting"), &json!("test.award_office"), &Value::Null)
    );
    assert_eq!(kinship(app, number, &codes).await, [Some(Severity::Bar); 2], "it bars on");
    let alone = answer(&office, (id, 2), None).await;
    assert_eq!(alone.outcome(), (409, "conflict".to_owned()));
    let refused = answer(&second, (id, 2), None).await.json()["data"].take();
    assert_eq!(
        (&refused["state"], &refused["answered_by"]),
        (&json!("refused"), &json!("test.second"))
    );
    assert_eq!(kinship(app, number, &codes).await, [None; 2]);

    // Whoever does not agree accepts it, and nothing of the refusal is left.
    let id = declared(app, key.into(), sure).await;
    assert_eq!(answer(&office, (id, 1), None).await.json()["data"]["state"], "waiting");
    let accepted = answer(&second, (id, 2), Some(&json!(pool[codes[0]]))).await;
    let accepted = accepted.json()["data"].take();
    assert_eq!(
        (&accepted["state"], &accepted["withdrawal_asked_by"]),
        (&json!("in_force"), &Value::Null)
    );

    // A flag is one person's to settle.
    let perhaps = declared(app, key.into(), json!([[codes[1], 600, false]])).await;
    assert_eq!(answer(&office, (perhaps, 1), None).await.json()["data"]["state"], "refused");
}

async fn somebody_whom_the_name_cannot_mean_takes_no_bar_away(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let nomination = first(&office, "severity=bar").await["nomination"].clone();
    let number = nomination["number"].as_str().unwrap();
    let key: uuid::Uuid = nomination["id"].as_str().unwrap().parse().unwrap();
    let pool = experts::keys_by_code(app.app.database.reader()).await.unwrap();
    let codes: Vec<&str> = pool.keys().take(3).map(String::as_str).collect();
    let another = json!(pool[codes[2]]);

    let sure = json!([[codes[0], 1_000, true], [codes[1], 1_000, true]]);
    let id = declared(app, key.into(), sure).await;
    let refused = answer(&office, (id, 1), Some(&another)).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    assert!(refused.text.contains("所填姓名"), "{}", refused.text);
    let now = office.data(&format!("/declarations/{id}")).await;
    assert_eq!((&now["state"], &now["version"]), (&json!("waiting"), &json!(1)));
    let grades = [Some(Severity::Bar), Some(Severity::Bar), None];
    assert_eq!(kinship(app, number, &codes).await, grades);

    // Where nobody is barred meanwhile, one person says who is meant.
    let perhaps = declared(app, key.into(), json!([[codes[1], 600, false]])).await;
    let answered = answer(&office, (perhaps, 1), Some(&another)).await;
    assert_eq!(answered.json()["data"]["state"], "in_force", "{}", answered.text);
}

async fn what_was_asked_of_other_candidates_is_asked_anew(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let nomination = first(&office, "severity=bar").await["nomination"].clone();
    let key: uuid::Uuid = nomination["id"].as_str().unwrap().parse().unwrap();
    let database = app.app.database.reader();
    let pool = experts::keys_by_code(database).await.unwrap();
    let codes: Vec<&str> = pool.keys().take(2).map(String::as_str).collect();
    let sure = json!([[codes[0], 1_000, true], [codes[1], 1_000, true]]);
    let id = declared(app, key.into(), sure).await;
    let asked = answer(&office, (id, 1), None).await.json()["data"].take();
    assert_eq!(asked["withdrawal_asked_by"], "test.award_office");

    // Nobody of the pool has the name: whom it may mean is looked at again.
    let round = awards::find_round(database, YEAR).await.unwrap().unwrap();
    recusals::recheck(&app.app, &round, "laurel").await.unwrap();
    let now = office.data(&format!("/declarations/{id}")).await;
    assert_eq!(
        (&now["state"], &now["withdrawal_asked_by"], &now["withdrawal_asked_reason"]),
        (&json!("waiting"), &Value::Null, &Value::Null)
    );
}
