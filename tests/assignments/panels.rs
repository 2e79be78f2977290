//! Does a plan keep to the panels of its round where it is told to, from its first pair to its certificate?

use std::{collections::BTreeMap, time::Duration};

use entity::{
    assignment_plan, expert,
    ids::{AssignmentPlanId, ExpertId},
    vocabulary::Role,
};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _, sea_query::Expr,
};
use serde_json::{Value, json};

use super::{YEAR, act, address, done, draft, take_demonstration_back};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        a_plan_keeps_to_the_panels_that_its_run_knew,
        a_plan_beside_the_panels_says_why,
        nobody_is_moved_within_panels_that_are_gone,
        who_is_kept_from_a_nomination_binds_no_plan,
        what_changes_while_a_plan_is_solved_is_heeded,
    ],
}

/// Divides the round; codes of the experts of each panel, by its name.
async fn divide(office: &Visitor) -> BTreeMap<String, Vec<Value>> {
    let here = format!("/rounds/{YEAR}/panel-divisions");
    let bounds = json!({ "min_nominations": 3, "max_nominations": 8, "experts": 5 });
    let proposal = office.post(&format!("{here}/preview"), &bounds).await.json()["data"].take();
    let agreed =
        json!({ "bounds": bounds, "digest": proposal["digest"], "reason": "按学科分组评审" });
    let made = office.create(&here, "a-key-of-panels", &agreed).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let panels = made.json()["data"][0]["panels"].take();
    let seats = |panel: &Value| {
        let codes = panel["experts"].as_array().unwrap().iter();
        let codes = codes.map(|seat| seat["expert_id"].clone()).collect();
        (panel["name"].as_str().unwrap().to_owned(), codes)
    };
    panels.as_array().unwrap().iter().map(seats).collect()
}

async fn matched(app: &TestApp, office: &Visitor, key: &str, body: &Value) -> Value {
    // The newest run is the one that counts.
    app.clock.advance(chrono::Duration::seconds(1));
    let asked = office.ask_for_match(YEAR, key, body).await;
    assert_eq!(asked.status, 202, "{}", asked.text);
    app.run_jobs().await;
    asked.json()["data"]["id"].take()
}

async fn begin(office: &Visitor, key: &str, from: (&str, &Value)) -> Answer {
    let mut body = json!({ "name": "组内方案", "within_panels": true });
    if !from.0.is_empty() {
        body[from.0] = from.1.clone();
    }
    office.create(&format!("/rounds/{YEAR}/assignment-plans"), key, &body).await
}

/// Every candidate of a plan with the panel and the key of the nomination.
async fn candidates(office: &Visitor, plan: &Value) -> Vec<(Value, Value)> {
    let rows = office.data(&format!("{}/nominations?limit=200", address(plan))).await;
    let mut found = Vec::new();
    for row in rows.as_array().unwrap() {
        let id = row["nomination"]["id"].as_str().unwrap();
        let path = format!("{}/nominations/{id}/candidates", address(plan));
        let all = office.data(&path).await.as_array().unwrap().clone();
        found.extend(all.into_iter().map(|one| (row["nomination"].clone(), one)));
    }
    found
}

async fn a_plan_keeps_to_the_panels_that_its_run_knew(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    take_demonstration_back(&office).await;
    let newest = ("", &Value::Null);
    let refused = begin(&office, "a-key-before-any-panels", newest).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "there are none");
    let panels = divide(&office).await;
    let refused = begin(&office, "a-key-with-an-old-run", newest).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "its run did not score them");

    let body = json!({ "per_nomination": 3, "max_load": 30 });
    let run = matched(app, &office, "a-key-of-a-new-run", &body).await;
    let made = begin(&office, "a-key-of-a-bound-plan", newest).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let plan = made.json()["data"].take();
    let again = begin(&office, "a-key-of-a-bound-plan", newest).await;
    assert_eq!(again.json()["data"]["id"], plan["id"], "a repetition makes no second plan");
    assert_eq!((&plan["run"], &plan["parameters"]["within_panels"]), (&run, &json!(true)));
    let rules: Vec<&Value> =
        plan["broken"].as_array().unwrap().iter().map(|one| &one["rule"]).collect();
    assert!(!rules.contains(&&json!("panel")) && !rules.contains(&&json!("bar")), "{rules:?}");
    let by = plan["created_by"].as_str().unwrap();
    app.call(by, "承办人甲").await;
    assert_eq!(office.data(&address(&plan)).await["names"][by], "承办人甲");

    let all = candidates(&office, &plan).await;
    let mut outsider = None;
    for (nomination, one) in &all {
        let seats = nomination["panel"].as_str().and_then(|panel| panels.get(panel));
        let is_outside = seats.is_some_and(|seats| !seats.contains(&one["expert"]["expert_id"]));
        assert_eq!(one["outside_panel"], is_outside, "{nomination} {one}");
        assert!(one["standing"] == "free" || !is_outside, "{nomination} {one}");
        if is_outside && one["conflict"] == "none" {
            outsider = Some((nomination, one));
        }
    }
    assert!(all.iter().any(|(_, one)| one["standing"] == "assigned"));
    only_within(&office, &plan, &panels).await;
    let (nomination, expert) = outsider.unwrap();
    with_an_outsider(&office, &plan, (&nomination["id"], &expert["expert"]["id"])).await;

    // A draw is not drawn again, so that it is drawn within the panels or not at all.
    let draw = json!({ "per_nomination": 3, "objective": "random" });
    let drawn = matched(app, &office, "a-key-of-a-free-draw", &draw).await;
    let refused = begin(&office, "a-key-of-a-drawn-plan", ("run", &drawn)).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "{}", refused.text);
    let draw = json!({
        "per_nomination": 3, "objective": "random", "max_probability": 0.9, "within_panels": true,
    });
    let drawn = matched(app, &office, "a-key-of-a-bound-draw", &draw).await;
    let made = begin(&office, "a-key-of-a-bound-drawn-plan", ("run", &drawn)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let plan = made.json()["data"].take();
    assert!(
        candidates(&office, &plan)
            .await
            .iter()
            .all(|(_, one)| { one["standing"] == "free" || one["outside_panel"] == json!(false) })
    );
}

/// The certificate names as candidates of a nomination nobody but the experts of its panel.
async fn only_within(office: &Visitor, plan: &Value, panels: &BTreeMap<String, Vec<Value>>) {
    let rows = office.data(&format!("{}/nominations?limit=200", address(plan))).await;
    let panel_of: BTreeMap<&str, &Value> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (row["nomination"]["nomination_id"].as_str().unwrap(), &row["nomination"]["panel"])
        })
        .collect();
    let file = office.get(&format!("{}/certificate.json", address(plan))).await;
    assert_eq!(file.status, 200, "{}", file.text);
    for row in file.json()["nominations"].as_array().unwrap() {
        let panel = panel_of[row["nomination_id"].as_str().unwrap()].as_str();
        let Some(seats) = panel.and_then(|panel| panels.get(panel)) else { continue };
        for candidate in row["candidates"].as_array().unwrap() {
            assert!(seats.contains(&candidate[0]), "{panel:?} {candidate}");
        }
    }
}

/// Somebody of another panel comes by a person's word alone: said, with a reason, and without a proof.
async fn with_an_outsider(office: &Visitor, plan: &Value, (nomination, expert): (&Value, &Value)) {
    let here = address(plan);
    let change = json!({ "kind": "assign", "nomination": nomination, "expert": expert });
    let edit = json!({ "changes": [change], "reason": "该专家最熟悉", "solve": "none" });
    let edited = done(office, &format!("{here}/changes"), plan, &edit).await;
    let of_panel = |plan: &Value| -> Vec<Value> {
        let all = plan["broken"].as_array().unwrap().iter();
        all.filter(|one| one["rule"] == "panel").cloned().collect()
    };
    let told = of_panel(&edited["plan"]);
    assert_eq!((told.len(), &told[0]["grade"]), (1, &json!("override")), "{told:?}");
    let file = office.get(&format!("{here}/certificate.json")).await;
    assert_eq!(file.outcome(), (409, "conflict".to_owned()), "no price proves a word");
    let refused = act(office, &format!("{here}/apply"), &edited["plan"], &json!({})).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    let copied = begin(office, "a-key-of-a-bound-copy", ("from", &plan["id"])).await;
    assert_eq!(copied.status, 201, "{}", copied.text);
    assert_eq!(of_panel(&copied.json()["data"]).len(), 1, "a copy keeps what people chose");
}

/// The rules of a plan that stand broken, of one kind.
fn broken(plan: &Value, rule: &str) -> Vec<Value> {
    let all = plan["broken"].as_array().unwrap().iter();
    all.filter(|one| one["rule"] == rule).cloned().collect()
}

async fn a_plan_beside_the_panels_says_why(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    take_demonstration_back(&office).await;
    let before = draft(&office, "a-key-before-any-division").await;
    assert!(broken(&before, "no_panels").is_empty(), "there are none: {before}");
    divide(&office).await;
    let plan = draft(&office, "a-key-beside-the-panels").await;
    let told = broken(&plan, "no_panels");
    assert_eq!((told.len(), &told[0]["grade"]), (1, &json!("override")), "{plan}");
    let here = address(&plan);
    let file = office.get(&format!("{here}/certificate.json")).await;
    assert_eq!(file.status, 200, "it is the best without them: {}", file.text);
    let copy = json!({ "name": "副本", "from": plan["id"] });
    let path = format!("/rounds/{YEAR}/assignment-plans");
    let copy = office.create(&path, "a-key-of-a-copy-beside", &copy).await.json()["data"].take();
    assert_eq!(broken(&copy, "no_panels"), told, "a copy keeps to none either");

    let refused = act(&office, &format!("{here}/apply"), &plan, &json!({})).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    assert_eq!(refused.json()["errors"][0]["code"], "no_panels", "{}", refused.text);
    let why = json!({ "override_reason": "网络评审不分组" });
    let applied = done(&office, &format!("{here}/apply"), &plan, &why).await;
    assert_eq!(
        (&applied["state"], &applied["override_reason"], &applied["applied_by"]),
        (&json!("applied"), &why["override_reason"], &json!("test.award_office"))
    );
    let again = office.get(&format!("{here}/certificate.json")).await;
    assert_eq!((again.status, again.text), (200, file.text), "the same proof");
}

/// A plan that is begun within the panels of a round that is divided and matched.
async fn bound(app: &TestApp, office: &Visitor) -> Value {
    divide(office).await;
    let body = json!({ "per_nomination": 3, "max_load": 30 });
    matched(app, office, "a-key-of-a-run-within", &body).await;
    let made = begin(office, "a-key-of-a-plan-within", ("", &Value::Null)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["data"].take()
}

async fn nobody_is_moved_within_panels_that_are_gone(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    take_demonstration_back(&office).await;
    let plan = bound(app, &office).await;
    let why = json!({ "override_reason": "按评审组指派" });
    let plan = done(&office, &format!("{}/apply", address(&plan)), &plan, &why).await;
    let id = plan["id"].as_str().unwrap();
    let list = format!("/rounds/{YEAR}/review-assignments?limit=1&plan={id}");
    let one = office.data(&list).await[0].take();
    let here = format!("/review-assignments/{}", one["id"].as_str().unwrap());
    let reason = json!({ "reason": "核查是否存在利害关系" });
    let open = done(&office, &format!("{here}/freeze"), &one, &reason).await;
    let offered = office.get(&format!("{here}/repair")).await;
    assert_eq!(offered.status, 200, "while they stand: {}", offered.text);

    let divisions = office.data(&format!("/rounds/{YEAR}/panel-divisions")).await;
    let undo = format!("/panel-divisions/{}/undo", divisions[0]["id"].as_str().unwrap());
    let undone = office.post(&undo, &json!({ "reason": "重新分组" })).await;
    assert_eq!(undone.status, 200, "{}", undone.text);
    let due_at = laurel::shared::Clock::now(&app.clock) + chrono::Duration::days(5);
    let moves = json!({ "digest": "0".repeat(64), "due_at": due_at });
    let repair = format!("{here}/repair");
    for refused in [office.get(&repair).await, act(&office, &repair, &open, &moves).await] {
        assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "{}", refused.text);
        assert!(refused.text.contains("评审组已变更或者撤回"), "{}", refused.text);
    }
    let stands = office.data(&address(&plan)).await;
    assert_eq!(broken(&stands, "no_panels").len(), 1, "nor is it passed over: {stands}");
}

async fn who_is_kept_from_a_nomination_binds_no_plan(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let plan = bound(app, &office).await;
    let walled = app.sign_in_as("test.walled", Role::AwardOffice, None).await;
    let rows = office.data(&format!("{}/nominations?limit=1", address(&plan))).await;
    let interest = json!({
        "round": YEAR, "kind": "kin", "nomination_id": rows[0]["nomination"]["id"],
        "text": "完成人是近亲属",
    });
    let newest = ("", &Value::Null);
    let made = begin(&walled, "a-key-before-the-wall", newest).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let declared = walled.create("/my-declarations", "key-of-a-wall", &interest).await;
    assert_eq!(declared.status, 201, "{}", declared.text);
    let refused = begin(&walled, "a-key-behind-the-wall", newest).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    assert!(refused.text.contains("回避"), "{}", refused.text);
    // What its run assigned he may begin from: nothing of it is solved anew.
    draft(&walled, "a-key-of-a-plan-as-it-was").await;
}

/// Takes every nomination from an expert while somebody else waits for a plan.
async fn take_all_from(tx: laurel::persistence::WriteTx, expert: ExpertId) {
    // Long enough for a draft to be made of the records as they were.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let taken = expert::Entity::update_many()
        .col_expr(expert::Column::MaxLoad, Expr::value(0))
        .filter(expert::Column::Id.eq(expert))
        .exec(&*tx)
        .await;
    assert_eq!(taken.unwrap().rows_affected, 1);
    tx.commit().await.unwrap();
}

async fn what_changes_while_a_plan_is_solved_is_heeded(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let seen = bound(app, &office).await;
    let free = draft(&office, "a-key-of-a-free-plan").await;
    let all = candidates(&office, &seen).await;
    let is_assigned = |one: &&(Value, Value)| one.1["standing"] == "assigned";
    let (_, one) = all.iter().find(is_assigned).unwrap();
    let key = |of: &Value| -> uuid::Uuid { of["id"].as_str().unwrap().parse().unwrap() };
    let (plan, expert) = (AssignmentPlanId(key(&free)), ExpertId(key(&one["expert"])));
    // Whoever begins from the plan has drafted before he waits for it, or for the records as a whole.
    let tx = app.app.database.begin_write().await.unwrap();
    let held = assignment_plan::Entity::find_by_id(plan).lock_exclusive().one(&*tx).await;
    assert!(held.unwrap().is_some());
    let (made, ()) = tokio::join!(
        begin(&office, "a-key-of-a-plan-meanwhile", ("from", &free["id"])),
        take_all_from(tx, expert)
    );
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json()["data"].take();
    assert!(broken(&made, "load").is_empty(), "he is given nothing any more: {made}");
    assert_eq!(broken(&office.data(&address(&seen)).await, "load").len(), 1, "as he was before");
}
