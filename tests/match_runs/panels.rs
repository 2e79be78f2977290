//! Are the nominations of a round divided into panels as was seen before, and as they were when that is taken back?

use entity::{
    expert,
    ids::PanelDivisionId,
    lists::StringList,
    panel_division::{Entity, Model},
    vocabulary::Role,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _,
};
use serde_json::{Value, json};

use super::YEAR;
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [
        panels_are_proposed_applied_as_seen_and_taken_back,
        a_division_is_taken_back_however_many_newer_ones_were,
        who_sits_on_a_panel_is_agreed_to_as_well,
    ],
}

/// The panel of each nomination of the round, by its number.
async fn panels(office: &Visitor) -> Vec<(String, Value)> {
    let rows = office.data(&format!("/rounds/{YEAR}/nominations?limit=200")).await;
    let row =
        |row: &Value| (row["nomination_id"].as_str().unwrap().to_owned(), row["panel"].clone());
    rows.as_array().unwrap().iter().map(row).collect()
}

async fn panels_are_proposed_applied_as_seen_and_taken_back(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let here = format!("/rounds/{YEAR}/panel-divisions");
    let before = panels(&office).await;
    let bounds = json!({ "min_nominations": 3, "max_nominations": 8, "experts": 3 });
    let preview = office.post(&format!("{here}/preview"), &bounds).await;
    assert_eq!(preview.status, 200, "{}", preview.text);
    let proposal = preview.json()["data"].take();
    assert_eq!(panels(&office).await, before, "a preview writes nothing");
    let proposed = proposal["panels"].as_array().unwrap();
    assert!(proposed.len() > 1 && proposal["largest"].as_u64().unwrap() <= 8, "{proposal}");
    let members = |panel: &Value| panel["nominations"].as_array().unwrap().len() as u64;
    assert_eq!(proposed.iter().map(members).max(), proposal["largest"].as_u64());

    let mut body =
        json!({ "bounds": bounds, "digest": "0".repeat(64), "reason": "按学科分组评审" });
    let other = office.create(&here, "a-key-of-unseen-panels", &body).await;
    assert_eq!(other.outcome(), (409, "conflict".to_owned()), "not what was proposed");
    body["digest"] = proposal["digest"].clone();
    let made = office.create(&here, "a-key-of-seen-panels", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let again = office.create(&here, "a-key-of-seen-panels", &body).await;
    assert_eq!((again.status, &again.json()["data"]), (201, &made.json()["data"]), "sent twice");
    app.run_jobs().await;
    let now = panels(&office).await;
    for panel in proposed {
        for one in panel["nominations"].as_array().unwrap() {
            let number = one["nomination_id"].as_str().unwrap();
            let stands = now.iter().find(|(known, _)| known == number).unwrap();
            assert_eq!(stands.1, panel["name"], "{number}");
        }
    }
    let same = office.post(&format!("{here}/preview"), &bounds).await.json()["data"].take();
    assert_eq!((&same["changed"], &same["digest"]), (&json!(0), &proposal["digest"]));

    let division = made.json()["data"][0].take();
    assert_eq!(division["may_undo"], true);
    let undo = format!("/panel-divisions/{}/undo", division["id"].as_str().unwrap());
    let undone = office.post(&undo, &json!({ "reason": "重新分组" })).await;
    assert_eq!(undone.status, 200, "{}", undone.text);
    assert_eq!(undone.json()["data"][0]["may_undo"], false);
    assert_eq!(panels(&office).await, before, "as they were");
    let spent = office.post(&undo, &json!({ "reason": "重新分组" })).await;
    assert_eq!(spent.outcome(), (409, "conflict".to_owned()));

    let wrong = json!({ "min_nominations": 9, "max_nominations": 8, "experts": 3 });
    let wrong = office.post(&format!("{here}/preview"), &wrong).await;
    assert_eq!(wrong.outcome(), (422, "invalid".to_owned()));
    let supervisor = app.sign_in(Role::Supervisor).await;
    let refused = supervisor.post(&format!("{here}/preview"), &bounds).await;
    assert_eq!(refused.outcome(), (403, "forbidden".to_owned()));
    assert_eq!(supervisor.data(&here).await.as_array().unwrap().len(), 1, "who reads may see");
}

/// Divisions that were applied after the one that stands, and taken back, more than a list shows.
async fn add_spent(app: &TestApp) {
    let database = app.app.database.reader();
    let stands = Entity::find().one(database).await.unwrap().unwrap();
    for number in 1..=21 {
        let later = stands.applied_at + chrono::Duration::seconds(number);
        let spent = Model {
            id: PanelDivisionId(uuid::Uuid::from_u64_pair(0, number.unsigned_abs())),
            applied_at: later,
            undone_by: Some("tests".to_owned()),
            undone_at: Some(later),
            undo_reason: Some("重新分组".to_owned()),
            ..stands.clone()
        };
        let row = spent.into_active_model().reset_all();
        Entity::insert(row).exec_without_returning(database).await.unwrap();
    }
}

async fn a_division_is_taken_back_however_many_newer_ones_were(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let here = format!("/rounds/{YEAR}/panel-divisions");
    let before = panels(&office).await;
    let bounds = json!({ "min_nominations": 3, "max_nominations": 8, "experts": 3 });
    let proposal = office.post(&format!("{here}/preview"), &bounds).await.json()["data"].take();
    let mut body = json!({ "bounds": bounds, "digest": proposal["digest"], "reason": "    " });
    let blank = office.create(&here, "a-key-without-a-reason", &body).await;
    assert_eq!(blank.outcome(), (422, "invalid".to_owned()), "{}", blank.text);
    body["reason"] = "按学科分组评审".into();
    let made = office.create(&here, "a-key-of-panels-that-stand", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    add_spent(app).await;

    let id = made.json()["data"][0]["id"].as_str().unwrap().to_owned();
    let undo = format!("/panel-divisions/{id}/undo");
    let blank = office.post(&undo, &json!({ "reason": "    " })).await;
    assert_eq!(blank.outcome(), (422, "invalid".to_owned()), "{}", blank.text);
    let undone = office.post(&undo, &json!({ "reason": "重新分组" })).await;
    assert_eq!(undone.status, 200, "{}", undone.text);
    assert_eq!(panels(&office).await, before, "as they were");
}

async fn who_sits_on_a_panel_is_agreed_to_as_well(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let here = format!("/rounds/{YEAR}/panel-divisions");
    let bounds = json!({ "min_nominations": 3, "max_nominations": 8, "experts": 3 });
    let seen = office.post(&format!("{here}/preview"), &bounds).await.json()["data"].take();
    // Somebody who was to sit is of no discipline any more.
    let database = app.app.database.reader();
    let code = seen["panels"][0]["experts"][0]["expert_id"].as_str().unwrap();
    let seated = expert::Entity::find().filter(expert::Column::Code.eq(code)).one(database).await;
    let mut without = seated.unwrap().unwrap().into_active_model();
    without.disciplines = Set(StringList(Vec::new()));
    without.update(database).await.unwrap();

    let body =
        |digest: &Value| json!({ "bounds": bounds, "digest": digest, "reason": "按学科分组评审" });
    let refused = office.create(&here, "a-key-of-other-seats", &body(&seen["digest"])).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "others would sit");
    let now = office.post(&format!("{here}/preview"), &bounds).await.json()["data"].take();
    let made = office.create(&here, "a-key-of-these-seats", &body(&now["digest"])).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.json()["data"][0]["panels"], now["panels"], "just what was seen");
}
