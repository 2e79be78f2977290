//! Does an examiner learn with which nomination another clashes, and its society only that it does?

use entity::{dossier, vocabulary::Role};
use laurel::demo::journey::Complete;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};

use super::{SOCIETY, handed_in};
use crate::harness::TestApp;

db_tests! { round: [the_office_is_told_which_nomination_clashes_and_the_society_is_not] }

/// A society whose nomination, in the demonstration, is by people of the same names and unit.
const OTHER: &str = "D-A-01";

/// Numbers of a society's dossiers.
async fn numbers(app: &TestApp, society: &str) -> Vec<String> {
    let of_it = dossier::Entity::find().filter(dossier::Column::SocietyCode.eq(society));
    let rows = of_it.all(app.app.database.reader()).await.unwrap();
    rows.into_iter().map(|row| row.number).collect()
}

/// What was found of a rule.
fn of_rule(findings: &Value, rule: &str) -> Vec<Value> {
    let findings = findings.as_array().unwrap().iter();
    findings.filter(|one| one["rule"] == rule).cloned().collect()
}

async fn the_office_is_told_which_nomination_clashes_and_the_society_is_not(app: &TestApp) {
    let theirs = numbers(app, OTHER).await;
    let names_one = |text: &str| theirs.iter().any(|number| text.contains(number.as_str()));
    let complete = Complete::of("NAT").unwrap().apart(95);
    let id = handed_in(app, &complete).await;

    let office = app.sign_in(Role::AwardOffice).await;
    let opened = office.post(&format!("/nominations/{id}/examination"), &json!({})).await;
    assert_eq!(opened.status, 200, "{}", opened.text);
    let examination = opened.json()["data"]["id"].as_str().unwrap().to_owned();
    let detail = office.data(&format!("/examinations/{examination}")).await;
    let items = detail["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["rule"] == "FC-003").unwrap();
    let told = of_rule(&item["findings"], "FC-003");
    assert_eq!(told.len(), 3, "one for each completer: {told:?}");
    for finding in &told {
        let what = &finding["what"];
        let is_told = |language: &str| names_one(what[language].as_str().unwrap());
        assert!(is_told("zh") && is_told("en"), "{finding}");
    }

    // The society reads the same of its own people, and not whose the other nomination is.
    let head = app.sign_in_of(Role::SocietyHead, Some(SOCIETY)).await;
    let check = head.get(&format!("/dossiers/{id}/check")).await;
    let own = of_rule(&check.json()["data"]["findings"], "FC-003");
    assert_eq!(own.len(), told.len(), "{own:?}");
    assert!(own.iter().all(|one| one["what"]["zh"].as_str().unwrap().contains("另一件提名")));
    for page in ["check", "submissions", "examination"] {
        let read = head.get(&format!("/dossiers/{id}/{page}")).await;
        assert_eq!(read.status, 200, "{page}: {}", read.text);
        assert!(!names_one(&read.text), "{page}: {}", read.text);
    }
}
