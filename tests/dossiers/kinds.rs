//! Does a complete nomination on each of the other forms go its whole way to a receipt that holds, and become what
//! the later stages read?

use std::collections::BTreeSet;

use entity::{
    expert, nomination,
    vocabulary::{NominationState, Role},
};
use laurel::{
    awards,
    conflicts::{ConflictKind, Severity},
    demo::{DEMO_ROUND, complete::Complete},
    matching::RoundRecords,
    nominations::{
        checks::{Level, RuleBook},
        submission::{Archive, Receipt},
    },
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
};
use serde_json::{Value, json};

use super::submission::{approved, head, submitted};
use crate::harness::{TestApp, keys};

db_tests! {
    round: [
        a_candidate_of_the_preeminent_award_is_nominated,
        a_project_of_public_benefit_is_nominated,
        a_team_is_nominated,
        a_work_of_popular_science_is_nominated,
        a_major_project_is_nominated_by_its_units_alone,
        a_person_from_abroad_is_nominated,
        an_organization_from_abroad_is_nominated,
    ],
}

/// Takes the complete dossier of a name to its submission, and says what the office reads of the nomination.
async fn nominated(app: &TestApp, name: &str) -> Value {
    let complete = Complete::of(name).unwrap().apart(501);
    let id = approved(app, &complete).await;
    let (path, head) = (format!("/dossiers/{id}"), head(app).await);
    let check = head.data(&format!("{path}/check")).await;
    let book = RuleBook::shipped().unwrap();
    for finding in check["findings"].as_array().unwrap() {
        let level = book.rule(finding["rule"].as_str().unwrap()).unwrap().level;
        let is_open = level == Level::A && finding["verdict"] == "needs_person";
        assert!(finding["verdict"] != "fail" && !is_open, "{name}: {finding}");
    }
    assert_eq!(check["is_submittable"], true);

    let told = submitted(&head, &path).await["submissions"][0]["receipt"].clone();
    let receipt: Receipt = serde_json::from_value(told).unwrap();
    assert!(receipt.is_sound());
    assert_eq!(receipt.public_key, app.app.signer.public_key());
    assert_eq!(receipt.statement.form.id, complete.form);
    let archive = head.get(&format!("{path}/archive")).await;
    let read: Archive = serde_json::from_str(&archive.text).unwrap();
    assert_eq!(read.digest(), receipt.statement.digest);
    assert_eq!(head.data(&path).await["state"], "submitted");

    let office = app.sign_in(Role::AwardOffice).await;
    let nomination = office.data(&format!("/nominations/{id}")).await;
    assert_eq!(nomination["category"], receipt.statement.category);
    assert_eq!(nomination["title"], receipt.statement.title);
    nomination
}

fn names(nomination: &Value, list: &str) -> Vec<String> {
    keys(&nomination[list], "name")
}

/// A nomination of the Progress Award by three people and two units.
async fn by_people_and_units(app: &TestApp, name: &str) {
    let nomination = nominated(app, name).await;
    assert_eq!(names(&nomination, "people"), ["示范甲", "示范乙", "示范丙"]);
    // The second has none of the people, and is awarded with them (X25 art. 31).
    assert_eq!(names(&nomination, "units"), ["示范农业大学", "示范水利研究院"]);
}

async fn a_candidate_of_the_preeminent_award_is_nominated(app: &TestApp) {
    let nomination = nominated(app, "TOP").await;
    assert_eq!(names(&nomination, "people"), ["示范庚"]);
    assert_eq!(names(&nomination, "units"), ["示范旱地农业研究所"]);
    assert_eq!(nomination["grade"], Value::Null, "the award has no grades");
}

async fn a_project_of_public_benefit_is_nominated(app: &TestApp) {
    by_people_and_units(app, "PRO_PUBLIC").await;
}

async fn a_team_is_nominated(app: &TestApp) {
    by_people_and_units(app, "PRO_TEAM").await;
}

async fn a_work_of_popular_science_is_nominated(app: &TestApp) {
    by_people_and_units(app, "PRO_SCIENCE").await;
}

async fn a_major_project_is_nominated_by_its_units_alone(app: &TestApp) {
    let nomination = nominated(app, "PRO_MAJOR").await;
    assert_eq!(names(&nomination, "people"), [""; 0]);
    assert_eq!(names(&nomination, "units"), ["示范引水工程有限公司", "示范水工设计研究院"]);
    whoever_works_there_is_kept_out(app, nomination["nomination_id"].as_str().unwrap()).await;
}

/// Puts a nomination into a state, and says in which it was.
async fn put(app: &TestApp, number: &str, state: NominationState) -> NominationState {
    let database = app.app.database.reader();
    let of = nomination::Entity::find().filter(nomination::Column::Number.eq(number));
    let row = of.one(database).await.unwrap().unwrap();
    let before = row.state;
    let mut row = row.into_active_model();
    row.state = Set(state);
    row.update(database).await.unwrap();
    before
}

/// An expert who works at a completing unit is of one unit with a candidate: looked at alone, among all, and by a run.
async fn whoever_works_there_is_kept_out(app: &TestApp, number: &str) {
    let unit = "示范水工设计研究院";
    let database = app.app.database.reader();
    let before = put(app, number, NominationState::Accepted).await;
    let first = expert::Entity::find().order_by_asc(expert::Column::Code);
    let whom = first.one(database).await.unwrap().unwrap();
    let (id, code) = (whom.id, whom.code.clone());
    let mut whom = whom.into_active_model();
    whom.unit = Set(unit.to_owned());
    whom.update(database).await.unwrap();

    let round = awards::find_round(database, DEMO_ROUND).await.unwrap().unwrap();
    let of = (round.id, DEMO_ROUND);
    for records in [
        RoundRecords::load(&app.app, of).await.unwrap(),
        RoundRecords::load_of(&app.app, of, &BTreeSet::from([id])).await.unwrap(),
    ] {
        let mut findings = records.findings().await.unwrap();
        findings.retain(|one| one.nomination_id == number && one.kind == ConflictKind::SameUnit);
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!((&findings[0].expert_id, findings[0].severity), (&code, Severity::Bar));
        let evidence = &findings[0].evidence[0];
        assert!(evidence.zh.contains(unit) && evidence.en.contains(unit), "{evidence:?}");
    }

    let office = app.sign_in(Role::AwardOffice).await;
    let body = json!({ "least_score": 0.2 });
    let asked = office.ask_for_match(DEMO_ROUND, "key-of-a-run-with-units", &body).await;
    assert_eq!(asked.status, 202, "{}", asked.text);
    app.run_jobs().await;
    let query = format!("kind=same_unit&nomination={number}");
    let rows = office.data(&format!("/rounds/{DEMO_ROUND}/conflicts?{query}")).await;
    assert_eq!(keys(&rows, "severity"), ["bar"]);
    assert_eq!(rows[0]["expert"]["code"], code.as_str());
    let found = office.data(&format!("/conflicts/{}", rows[0]["id"].as_str().unwrap())).await;
    assert_eq!(keys(&found["path"]["nodes"], "type"), ["expert", "unit", "nomination"]);
    assert_eq!(found["path"]["nodes"][1]["label"], unit);
    assert_eq!(found["may"]["lift"], false);
    put(app, number, before).await;
}

async fn a_person_from_abroad_is_nominated(app: &TestApp) {
    let nomination = nominated(app, "INT_PERSON").await;
    assert_eq!(names(&nomination, "people"), ["示范·卡娅"]);
    assert_eq!(names(&nomination, "units"), ["示范国海岸大学"]);
}

async fn an_organization_from_abroad_is_nominated(app: &TestApp) {
    let nomination = nominated(app, "INT_ORGANIZATION").await;
    assert_eq!(names(&nomination, "people"), [""; 0], "a contact person is no nominee");
    assert_eq!(names(&nomination, "units"), [""; 0]);
}
