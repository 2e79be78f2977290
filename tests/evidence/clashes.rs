//! Does an examiner learn with which nomination another clashes, and its society only that it does? And does
//! nobody hear of namesakes whose numbers differ?

use entity::{dossier, ids::DossierId, submitted_key, vocabulary::Role};
use laurel::{demo::journey::Complete, examination::similarity};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};
use serde_json::{Value, json};

use super::{SOCIETY, handed_in};
use crate::harness::{TestApp, Visitor};

db_tests! { round: [the_office_is_told_which_nomination_clashes_and_the_society_is_not] }

/// A society whose nomination, in the demonstration, is by people of the same names and unit, with other numbers.
const OTHER: &str = "D-A-01";

/// A society's dossiers, with their numbers.
async fn dossiers(app: &TestApp, society: &str) -> Vec<(DossierId, String)> {
    let of_it = dossier::Entity::find().filter(dossier::Column::SocietyCode.eq(society));
    let rows = of_it.all(app.app.database.reader()).await.unwrap();
    rows.into_iter().map(|row| (row.id, row.number)).collect()
}

/// Says that these dossiers knew their people by passports.
async fn say_by_passport(app: &TestApp, dossiers: &[(DossierId, String)]) {
    let said = submitted_key::Entity::update_many()
        .col_expr(submitted_key::Column::Document, Expr::value("passport"))
        .filter(submitted_key::Column::Person.is_not_null())
        .filter(submitted_key::Column::DossierId.is_in(dossiers.iter().map(|(id, _)| *id)))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    assert!(said.rows_affected > 0);
}

/// Forgets whose names these dossiers left, as those did that were submitted before it was kept.
async fn forget_people(app: &TestApp, dossiers: &[(DossierId, String)]) {
    let forgotten = submitted_key::Entity::update_many()
        .col_expr(submitted_key::Column::Person, Expr::value(None::<String>))
        .filter(submitted_key::Column::DossierId.is_in(dossiers.iter().map(|(id, _)| *id)))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    assert!(forgotten.rows_affected > 0);
}

/// Whether a nomination of these numbers is shown to have namesakes in another.
async fn has_namesakes(office: &Visitor, id: DossierId, numbers: &[(DossierId, String)]) -> bool {
    let report = office.data(&format!("/nominations/{id}/reuse")).await;
    let others = report["matches"].as_array().unwrap().iter();
    let is_theirs =
        |one: &&Value| numbers.iter().any(|(_, known)| one["other"]["number"] == known.as_str());
    let mut kinds = others.filter(is_theirs).flat_map(|one| one["findings"].as_array().unwrap());
    kinds.any(|one| one["kind"] == "namesake")
}

/// What was found of a rule.
fn of_rule(findings: &Value, rule: &str) -> Vec<Value> {
    let findings = findings.as_array().unwrap().iter();
    findings.filter(|one| one["rule"] == rule).cloned().collect()
}

async fn the_office_is_told_which_nomination_clashes_and_the_society_is_not(app: &TestApp) {
    let theirs = dossiers(app, OTHER).await;
    let names_one = |text: &str| theirs.iter().any(|(_, number)| text.contains(number.as_str()));
    let complete = Complete::of("NAT").unwrap().apart(95);
    let id = handed_in(app, &complete).await;
    similarity::keep_up(&app.app).await.unwrap();
    let office = app.sign_in(Role::AwardOffice).await;
    let head = app.sign_in_of(Role::SocietyHead, Some(SOCIETY)).await;
    let check = format!("/dossiers/{id}/check");

    // Every number is known, and no two are the same: they are other people.
    let clear = of_rule(&head.data(&check).await["findings"], "FC-003");
    assert_eq!(clear.len(), 1, "{clear:?}");
    assert_eq!(clear[0]["verdict"], "pass", "{clear:?}");
    assert!(!has_namesakes(&office, id, &theirs).await);

    // One person has an identity card and a passport: of another kind of document nothing follows.
    say_by_passport(app, &theirs).await;
    let asked = of_rule(&head.data(&check).await["findings"], "FC-003");
    assert_eq!(asked.len(), 3, "one for each completer: {asked:?}");
    assert!(asked.iter().all(|one| one["verdict"] == "needs_person"), "{asked:?}");
    assert!(has_namesakes(&office, id, &theirs).await);

    forget_people(app, &theirs).await;
    assert!(has_namesakes(&office, id, &theirs).await);
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
    let own = of_rule(&head.data(&check).await["findings"], "FC-003");
    assert_eq!(own.len(), told.len(), "{own:?}");
    assert!(own.iter().all(|one| one["what"]["zh"].as_str().unwrap().contains("另一件提名")));
    for page in ["check", "submissions", "examination"] {
        let read = head.get(&format!("/dossiers/{id}/{page}")).await;
        assert_eq!(read.status, 200, "{page}: {}", read.text);
        assert!(!names_one(&read.text), "{page}: {}", read.text);
    }
}
