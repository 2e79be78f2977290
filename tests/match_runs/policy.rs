//! Does a run go by the policy of its round and by what earlier rounds tell, and is as much found of a few experts as
//! of the whole pool?

use std::collections::BTreeSet;

use entity::{
    expert,
    ids::ExpertId,
    nomination_person, round_conflict_policy,
    vocabulary::{NominationState, PersonRole, Role},
};
use laurel::{
    awards,
    conflicts::{ConflictPolicy, Finding},
    matching::RoundRecords,
    nominations::{
        Placing, apply_nominations, apply_people,
        model::{Nomination, Person},
    },
    shared::{Clock as _, hex_sha256},
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
};
use serde_json::{Value, json};

use super::YEAR;
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [
        a_run_goes_by_the_policy_that_its_round_is_bound_to,
        an_earlier_round_tells_of_people_of_this_one,
        a_few_experts_are_looked_at_as_the_whole_pool_is,
    ],
}

async fn match_round(app: &TestApp, office: &Visitor, key: &str) {
    let asked = office.ask_for_match(YEAR, key, &json!({ "per_nomination": 2 })).await;
    assert_eq!(asked.status, 202, "{}", asked.text);
    app.run_jobs().await;
}

/// What the newest run found of a pair, by a kind.
async fn found(office: &Visitor, (nomination, expert, kind): (&str, &str, &str)) -> Value {
    let path = format!(
        "/rounds/{YEAR}/conflicts?limit=1&nomination={nomination}&expert={expert}&kind={kind}"
    );
    office.data(&path).await[0].clone()
}

/// Binds the round to the policy that ships, with changes.
async fn bind(app: &TestApp, changes: &str) {
    let content = ConflictPolicy::changed(changes).unwrap().to_toml().unwrap();
    let tx = app.app.database.begin_write().await.unwrap();
    let round = awards::find_round(&*tx, YEAR).await.unwrap().unwrap();
    let row = round_conflict_policy::Entity::find_by_id(round.id).one(&*tx).await.unwrap();
    let mut row = row.expect("an opened round is bound to a policy").into_active_model();
    row.digest = Set(hex_sha256(content.as_bytes()));
    row.content = Set(content);
    row.update(&*tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_run_goes_by_the_policy_that_its_round_is_bound_to(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let rules = format!("/rounds/{YEAR}/rules");
    assert_eq!(office.data(&rules).await["conflict_policy"]["differences"], json!([]));
    let query = "limit=1&severity=bar&kind=same_unit&is_decided=false";
    let bar = office.data(&format!("/rounds/{YEAR}/conflicts?{query}")).await[0].clone();
    let of = |side: &str, key: &str| bar[side][key].as_str().unwrap().to_owned();
    let (nomination, expert) = (of("nomination", "number"), of("expert", "code"));
    bind(app, "[severity]\nsame_unit = \"note\"\n").await;
    let policy = office.data(&rules).await["conflict_policy"].clone();
    let turned = json!([{ "key": "severity.same_unit", "value": "note", "usual": "bar" }]);
    assert_eq!(policy["differences"], turned);
    assert_eq!(policy["digest"].as_str().unwrap().len(), 64);
    match_round(app, &office, "key-of-a-run-by-another-policy").await;
    let now = found(&office, (&nomination, &expert, "same_unit")).await;
    assert!(now["severity"].is_string(), "it is still found: {now}");
    assert_ne!(now["severity"], "bar", "{now}");
}

/// Plants a nomination of two years ago that two people completed together.
async fn completed_together(app: &TestApp, people: [(String, Option<String>); 2]) {
    let tx = app.app.database.begin_write().await.unwrap();
    let round = awards::ensure_round(&app.app, &tx, "tests", YEAR - 2).await.unwrap().id;
    let planted = Nomination {
        nomination_id: "PLANTED-2".to_owned(),
        title: "前一轮次的成果".to_owned(),
        ..Nomination::default()
    };
    let person = |(order, (name, unit)): (u32, (String, Option<String>))| Person {
        nomination_id: planted.nomination_id.clone(),
        order,
        name,
        unit: unit.clone(),
        work_unit: unit,
        ..Person::default()
    };
    let people: Vec<Person> = (1..).zip(people).map(person).collect();
    let placing = Placing { round, state: NominationState::Awarded, now: app.clock.now() };
    apply_nominations(&*tx, app.app.ids, placing, std::slice::from_ref(&planted)).await.unwrap();
    apply_people(&*tx, app.app.ids, Some(round), &people).await.unwrap();
    tx.commit().await.unwrap();
}

/// A nomination with experts: its row in the list and its page.
async fn matched(office: &Visitor) -> (Value, Value) {
    let rows = office.data(&format!("/rounds/{YEAR}/nominations?limit=50&state=accepted")).await;
    for row in rows.as_array().unwrap() {
        let page = office.data(&format!("/nominations/{}", row["id"].as_str().unwrap())).await;
        if page["match"]["assigned"][0].is_object() {
            return (row.clone(), page);
        }
    }
    panic!("{rows}")
}

async fn an_earlier_round_tells_of_people_of_this_one(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let database = app.app.database.reader();
    let (row, nomination) = matched(&office).await;
    let path = format!("/nominations/{}", row["id"].as_str().unwrap());
    let number = row["nomination_id"].as_str().unwrap();
    let assigned = &nomination["match"]["assigned"][0]["expert"];
    let code = assigned["expert_id"].as_str().unwrap();
    assert_eq!(found(&office, (number, code, "co_completer")).await, Value::Null);
    let expert = expert::Entity::find().filter(expert::Column::Code.eq(code)).one(database).await;
    let expert = expert.unwrap().unwrap();
    let id: uuid::Uuid = row["id"].as_str().unwrap().parse().unwrap();
    let completer = nomination_person::Entity::find()
        .filter(nomination_person::Column::NominationId.eq(entity::ids::NominationId(id)))
        .filter(nomination_person::Column::Role.eq(PersonRole::Completer))
        .order_by_asc(nomination_person::Column::Rank)
        .one(database)
        .await
        .unwrap()
        .unwrap();
    let ours = (expert.name, Some(expert.unit));
    let theirs = (completer.name, completer.work_unit.or(completer.unit));
    completed_together(app, [ours, theirs]).await;
    match_round(app, &office, "key-of-a-run-that-looks-back").await;
    let now = found(&office, (number, code, "co_completer")).await;
    assert_eq!(now["severity"], "bar", "{now}");
    let nomination = office.data(&path).await;
    let assigned = nomination["match"]["assigned"].to_string();
    assert!(!assigned.contains(&format!("\"{code}\"")), "{assigned}");
}

async fn a_few_experts_are_looked_at_as_the_whole_pool_is(app: &TestApp) {
    let database = app.app.database.reader();
    let round = awards::find_round(database, YEAR).await.unwrap().unwrap();
    let of = (round.id, YEAR);
    let whole = RoundRecords::load(&app.app, of).await.unwrap();
    let all = whole.findings().await.unwrap();
    let with_conflicts: BTreeSet<&str> = all.iter().map(|one| one.expert_id.as_str()).collect();
    let every = (with_conflicts.len() / 12).max(1);
    let few: BTreeSet<&str> = with_conflicts.into_iter().step_by(every).collect();
    for some in few.iter().copied().collect::<Vec<_>>().chunks(4) {
        let ids: BTreeSet<ExpertId> = some.iter().filter_map(|code| whole.expert(code)).collect();
        let records = RoundRecords::load_of(&app.app, of, &ids).await.unwrap();
        let theirs = |findings: &[Finding]| -> Vec<Finding> {
            let own = findings.iter().filter(|one| some.contains(&one.expert_id.as_str()));
            own.cloned().collect()
        };
        let found = records.findings().await.unwrap();
        assert_eq!(theirs(&found), theirs(&all), "{some:?}");
    }
}
