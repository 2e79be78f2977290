//! Is a conflict of this moment known before an expert learns of a nomination, whether or not a recheck has run?

use entity::{
    ids::NominationId,
    nomination_person::{Column, Entity, Model},
    vocabulary::{PersonRole, Role},
};
use reqwest::Method;
use sea_orm::{EntityTrait as _, QueryOrder as _};
use serde_json::{Value, json};

use super::{YEAR, act, address, done, draft, take_demonstration_back};
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [
        a_bar_that_came_since_the_match_keeps_a_plan_from_coming_into_force,
        nobody_is_invited_to_what_he_is_barred_from_now,
        nobody_is_offered_in_a_place_who_is_barred_now,
        a_bar_stands_whoever_takes_care_of_it,
    ],
}

/// A completer of a nomination by name, with a unit of his; nobody of that name stands in another nomination.
async fn completer(app: &TestApp, nomination: &Value) -> (String, String) {
    let id: uuid::Uuid = nomination.as_str().unwrap().parse().unwrap();
    let everybody =
        Entity::find().order_by_asc(Column::Rank).all(app.app.database.reader()).await.unwrap();
    let of =
        |one: &&Model| one.nomination_id == NominationId(id) && one.role == PersonRole::Completer;
    let is_alone = |one: &&Model| {
        let is_namesake = |other: &Model| other.name == one.name && other.id != one.id;
        !everybody.iter().any(is_namesake)
    };
    let named = |one: &Model| Some((one.name.clone(), one.work_unit.clone().or(one.unit.clone())?));
    let mut people = everybody.iter().filter(of).filter(is_alone);
    people.find_map(named).expect("a completer with a unit")
}

/// The office registers that an expert is kin of a completer, whom it names: which nominations that reaches is for
/// the engine to say.
async fn declare_kin(
    app: &TestApp,
    office: &Visitor,
    (nomination, expert): (&Value, &Value),
) -> Value {
    let (name, unit) = completer(app, nomination).await;
    let body = json!({
        "kind": "kin", "expert_id": expert, "person": { "name": name, "unit": unit },
        "text": "专家来电说明与一名完成人系近亲属",
    });
    let path = format!("/rounds/{YEAR}/declarations");
    let made = office.create(&path, "key-of-kin", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["data"].take()
}

/// An assigned pair of a plan without any conflict.
async fn pair(office: &Visitor, plan: &Value) -> (Value, Value) {
    let rows = office.data(&format!("{}/nominations?limit=1", address(plan))).await;
    let nomination = rows[0]["nomination"]["id"].clone();
    let candidates = candidates(office, plan, &nomination).await;
    let is_free = |one: &&Value| one["standing"] == "assigned" && one["conflict"] == "none";
    let expert = candidates.iter().find(is_free).unwrap()["expert"]["id"].clone();
    (nomination, expert)
}

async fn candidates(office: &Visitor, plan: &Value, nomination: &Value) -> Vec<Value> {
    let path = format!("{}/nominations/{}/candidates", address(plan), nomination.as_str().unwrap());
    office.data(&path).await.as_array().unwrap().clone()
}

/// How the conflict of a pair stands in a plan.
async fn conflict(office: &Visitor, plan: &Value, (nomination, expert): (&Value, &Value)) -> Value {
    let all = candidates(office, plan, nomination).await;
    all.iter().find(|one| one["expert"]["id"] == *expert).unwrap()["conflict"].clone()
}

fn why() -> Value {
    json!({ "override_reason": "演示数据专家不足" })
}

fn codes(refused: &crate::harness::Answer) -> Vec<Value> {
    let errors = refused.json()["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|one| one["code"].clone()).collect()
}

async fn a_bar_that_came_since_the_match_keeps_a_plan_from_coming_into_force(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    take_demonstration_back(&office).await;
    let plan = draft(&office, "a-key-of-a-draft-to-apply").await;
    let (nomination, expert) = pair(&office, &plan).await;
    declare_kin(app, &office, (&nomination, &expert)).await;
    let apply = format!("{}/apply", address(&plan));
    let refused = act(&office, &apply, &plan, &why()).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    assert!(codes(&refused).contains(&json!("bar")), "{}", refused.text);
    assert_eq!(office.data(&address(&plan)).await["state"], "draft");
    // Without that pair nothing is in its way.
    let change = json!({ "kind": "unassign", "nomination": nomination, "expert": expert });
    let edit = json!({ "changes": [change], "reason": "该专家须回避", "solve": "none" });
    let edited = done(&office, &format!("{}/changes", address(&plan)), &plan, &edit).await;
    let applied = done(&office, &apply, &edited["plan"], &why()).await;
    assert_eq!(applied["state"], "applied");
}

/// A plan in force with its assignments.
pub(super) async fn in_force(office: &Visitor) -> (Value, Vec<Value>) {
    take_demonstration_back(office).await;
    let plan = draft(office, "a-key-of-a-plan-in-force").await;
    let plan = done(office, &format!("{}/apply", address(&plan)), &plan, &why()).await;
    let path = format!(
        "/rounds/{YEAR}/review-assignments?limit=200&plan={}",
        plan["id"].as_str().unwrap()
    );
    let rows = office.data(&path).await.as_array().unwrap().clone();
    (plan, rows)
}

async fn nobody_is_invited_to_what_he_is_barred_from_now(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let (plan, rows) = in_force(&office).await;
    let barred = &rows[0];
    declare_kin(app, &office, (&barred["nomination"]["id"], &barred["expert"]["id"])).await;
    let path = format!("{}/invitations", address(&plan));
    let due = laurel::shared::Clock::now(&app.clock) + chrono::Duration::days(10);
    let all = json!({ "due_at": due });
    let refused = office.create(&path, "key-of-all-invitations", &all).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    assert!(codes(&refused).contains(&json!("bar")), "{}", refused.text);
    let list = format!(
        "/rounds/{YEAR}/review-assignments?limit=200&state=invited&plan={}",
        plan["id"].as_str().unwrap()
    );
    assert_eq!(office.data(&list).await, json!([]), "nobody was asked");
    let other = rows.iter().find(|one| one["expert"]["id"] != barred["expert"]["id"]).unwrap();
    let body = json!({ "assignments": [other["id"]], "due_at": due });
    let sent = office.create(&path, "key-of-one-invitation", &body).await;
    assert_eq!(sent.json()["data"]["invited"], 1, "{}", sent.text);
}

async fn nobody_is_offered_in_a_place_who_is_barred_now(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let (_, rows) = in_force(&office).await;
    let (mut open, mut offered) = (Value::Null, Vec::new());
    for row in &rows {
        let here = format!("/review-assignments/{}", row["id"].as_str().unwrap());
        let reason = json!({ "reason": "核查是否存在利害关系" });
        open = done(&office, &format!("{here}/freeze"), row, &reason).await;
        offered = office.data(&format!("{here}/replacements")).await.as_array().unwrap().clone();
        if offered.len() > 1 {
            break;
        }
    }
    let chosen = offered[0]["expert"]["id"].clone();
    declare_kin(app, &office, (&open["nomination"]["id"], &chosen)).await;
    let here = format!("/review-assignments/{}", open["id"].as_str().unwrap());
    let now = office.data(&format!("{here}/replacements")).await;
    let is_chosen = |one: &Value| one["expert"]["id"] == chosen;
    assert!(!now.as_array().unwrap().iter().any(is_chosen), "{now}");
    assert_eq!(now[0]["expert"]["id"], offered[1]["expert"]["id"], "the next one is");
    let due = laurel::shared::Clock::now(&app.clock) + chrono::Duration::days(5);
    let body = json!({ "expert": chosen, "due_at": due, "reason": "仍请该专家评审" });
    let refused = act(&office, &format!("{here}/replace"), &open, &body).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    assert_eq!(codes(&refused), [json!("bar")], "{}", refused.text);
}

/// The alert of a pair.
async fn alert(office: &Visitor, (nomination, expert): (&Value, &Value)) -> Value {
    let all = office.data(&format!("/rounds/{YEAR}/recusal-alerts?limit=200")).await;
    let is_of = |one: &&Value| {
        one["nomination"]["id"] == *nomination
            && one["expert"]["id"] == *expert
            && one["kind"] == "kin"
    };
    all.as_array().unwrap().iter().find(is_of).expect("an alert").clone()
}

async fn a_bar_stands_whoever_takes_care_of_it(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    take_demonstration_back(&office).await;
    let plan = draft(&office, "a-key-of-a-draft-to-recheck").await;
    let (nomination, expert) = pair(&office, &plan).await;
    let key = (&nomination, &expert);
    let declared = declare_kin(app, &office, key).await;
    app.tick().await;
    assert_eq!(conflict(&office, &plan, key).await, "bar");
    let told = alert(&office, key).await;
    assert_eq!((&told["state"], &told["phase"]), (&json!("open"), &json!("draft")));
    let path = format!("/recusal-alerts/{}/handling", told["id"].as_str().unwrap());
    let handled = act(&office, &path, &told, &json!({ "reason": "已知悉，另行安排" })).await;
    assert_eq!(handled.json()["data"]["state"], "handled", "{}", handled.text);
    assert_eq!(conflict(&office, &plan, key).await, "bar", "one person clears no bar");
    app.tick().await;
    assert_eq!(conflict(&office, &plan, key).await, "bar");
    // When the facts go, it falls, and that is told; when they come back, that is told as well.
    let path = format!("/declarations/{}/withdrawal", declared["id"].as_str().unwrap());
    let why = json!({ "reason": "核实并非亲属，登记有误" });
    let version = declared["version"].as_i64().unwrap();
    let asked = office.change(Method::POST, &path, version, &why).await;
    assert_eq!(asked.json()["data"]["state"], "in_force", "{}", asked.text);
    app.tick().await;
    assert_eq!(conflict(&office, &plan, key).await, "bar", "one person withdraws no bar");
    let second = app.sign_in_as("test.second", Role::AwardAdmin, None).await;
    let withdrawn = second.change(Method::POST, &path, version + 1, &why).await;
    assert_eq!(withdrawn.json()["data"]["state"], "withdrawn", "{}", withdrawn.text);
    app.tick().await;
    assert_eq!(conflict(&office, &plan, key).await, "none");
    assert_eq!(alert(&office, key).await["state"], "cleared");
}
