//! Does a changed fact freeze a review within a tick, and leave everything in place?

use std::time::Duration;

use entity::{
    expert, nomination, recusal_alert, review_assignment,
    vocabulary::{AlertState, AssignmentState, Role},
};
use laurel::{audit, awards, persistence::Database, recusals};
use reqwest::Method;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait as _, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QuerySelect as _, SqlErr,
};
use serde_json::{Value, json};

use super::{YEAR, id};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        a_declared_interest_freezes_a_review_and_nothing_is_lost,
        two_rechecks_at_once_tell_once,
        a_recheck_that_waits_for_a_review_holds_nobody_up,
        who_is_kept_from_a_nomination_is_told_nothing_of_what_is_found_there,
        of_alerts_that_were_told_twice_the_open_one_stays,
    ],
}

/// A review that an expert was asked for.
pub(super) async fn invited(app: &TestApp, office: &Visitor) -> Value {
    let of_round = format!("/rounds/{YEAR}/review-assignments?limit=200");
    let standing = office.data(&of_round).await;
    let of_state = |all: &Value, state: &str| {
        all.as_array().unwrap().iter().find(|one| one["state"] == state).cloned()
    };
    if let Some(one) = of_state(&standing, "invited").or_else(|| of_state(&standing, "accepted")) {
        return one;
    }
    if of_state(&standing, "proposed").is_none() {
        let plan = json!({ "name": "复查用方案" });
        let path = format!("/rounds/{YEAR}/assignment-plans");
        let made = office.create(&path, "key-of-a-plan-for-rechecks", &plan).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let (plan, version) = (id(&made.json()["data"]), made.json()["data"]["version"].as_i64());
        let why = json!({ "override_reason": "演示数据专家不足" });
        let path = format!("/assignment-plans/{plan}/apply");
        let applied = office.change(Method::POST, &path, version.unwrap(), &why).await;
        assert_eq!(applied.status, 200, "{}", applied.text);
    }
    let proposed = of_state(&office.data(&of_round).await, "proposed").unwrap();
    app.add_account("test.invited", Role::Reviewer, None).await;
    let path = format!("/experts/{}/account", id(&proposed["expert"]));
    let tied = office.request(Method::POST, &path).json(&json!({ "username": "test.invited" }));
    let tied = Answer::of(tied).await;
    assert_eq!(tied.status, 200, "{}", tied.text);
    let path = format!("/assignment-plans/{}/invitations", proposed["plan"].as_str().unwrap());
    let due = laurel::shared::Clock::now(&app.clock) + chrono::Duration::days(14);
    let body = json!({ "assignments": [id(&proposed)], "due_at": due });
    let sent = office.create(&path, "key-of-an-invitation", &body).await;
    assert!(sent.status < 300, "{}", sent.text);
    office.data(&format!("/review-assignments/{}", id(&proposed))).await
}

pub(super) async fn alerts(office: &Visitor) -> Vec<Value> {
    let path = format!("/rounds/{YEAR}/recusal-alerts?phase=live&limit=200");
    office.data(&path).await.as_array().unwrap().clone()
}

async fn a_declared_interest_freezes_a_review_and_nothing_is_lost(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let review = invited(app, &office).await;
    app.tick().await;
    let before = alerts(&office).await.len();
    let body = json!({
        "kind": "kin", "expert_id": id(&review["expert"]), "nomination_id": id(&review["nomination"]),
        "text": "专家来电说明与第一完成人系近亲属",
    });
    let path = format!("/rounds/{YEAR}/declarations");
    let made = office.create(&path, "key-of-a-declaration", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let again = office.create(&path, "key-of-a-declaration", &body).await;
    assert_eq!(again.json()["data"]["id"], made.json()["data"]["id"], "the same request twice");
    let number = made.json()["data"]["nomination"]["number"].as_str().unwrap().to_owned();
    let named = office.data(&format!("{path}?nomination={number}")).await;
    let named = named.as_array().unwrap();
    assert!(named.iter().any(|one| one["id"] == made.json()["data"]["id"]), "by its number");
    assert!(named.iter().all(|one| one["nomination"]["number"] == number.as_str()));
    assert_eq!(office.data(&format!("{path}?nomination=no-such")).await, json!([]));
    app.tick().await;
    let found = is_frozen(&office, &review, before).await;
    app.tick().await;
    assert_eq!(alerts(&office).await.len(), before + 1, "twice is once");
    let frozen = office.data(&format!("/review-assignments/{}", id(&review))).await;
    let path = format!("/review-assignments/{}/unfreeze", id(&review));
    let why = json!({ "reason": "先行恢复评审" });
    let version = frozen["version"].as_i64().unwrap();
    let let_go = office.change(Method::POST, &path, version, &why).await;
    assert_eq!(let_go.outcome(), (409, "conflict".to_owned()), "one person clears no bar");
    withdraw(app, &office, (&made.json()["data"], &found)).await;
    app.tick().await;
    let now = office.data(&format!("/recusal-alerts/{}", id(&found))).await;
    assert_eq!(now["state"], "cleared");
    let still = office.data(&format!("/review-assignments/{}", id(&review))).await;
    assert!(!still["frozen"].is_null(), "a person lets it go, not a program");
    let path = format!("/recusal-alerts/{}/handling", id(&found));
    let why = json!({ "reason": "已恢复评审" });
    let handled = office.change(Method::POST, &path, now["version"].as_i64().unwrap(), &why).await;
    assert_eq!(handled.json()["data"]["handled_by"], "test.award_office", "{}", handled.text);
}

/// One officer asks to withdraw what was registered, and another agrees.
async fn withdraw(app: &TestApp, office: &Visitor, (declared, told): (&Value, &Value)) {
    let path = format!("/declarations/{}/withdrawal", id(declared));
    let why = json!({ "reason": "核实并非亲属，登记有误" });
    let version = declared["version"].as_i64().unwrap();
    let asked = office.change(Method::POST, &path, version, &why).await;
    assert_eq!(asked.json()["data"]["state"], "in_force", "{}", asked.text);
    app.tick().await;
    let told = office.data(&format!("/recusal-alerts/{}", id(told))).await;
    assert_eq!(told["state"], "open", "it bars on");
    let second = app.sign_in_as("test.second", Role::AwardAdmin, None).await;
    let agreed = second.change(Method::POST, &path, version + 1, &why).await;
    assert_eq!(agreed.json()["data"]["state"], "withdrawn", "{}", agreed.text);
}

/// The review is frozen with its reason; all the others and its own state are as before.
async fn is_frozen(office: &Visitor, review: &Value, before: usize) -> Value {
    let told = alerts(office).await;
    assert_eq!(told.len(), before + 1);
    let is_of = |one: &&Value| {
        one["nomination"]["id"] == review["nomination"]["id"]
            && one["expert"]["id"] == review["expert"]["id"]
    };
    let alert = told.iter().find(is_of).unwrap().clone();
    assert_eq!((&alert["kind"], &alert["is_frozen"]), (&json!("kin"), &json!(true)));
    assert_eq!(alert["review_assignment_id"], review["id"]);
    assert!(!alert["evidence"].as_array().unwrap().is_empty());
    let now = office.data(&format!("/review-assignments/{}", id(review))).await;
    assert_eq!(now["state"], review["state"]);
    assert!(now["frozen"]["reason"].as_str().unwrap().contains("近亲属"), "{now}");
    alert
}

/// The reviews that experts were asked for and that go on, in the order in which bars on them are found.
async fn asked(app: &TestApp) -> Vec<review_assignment::Model> {
    use review_assignment::{Column, Entity};
    let database = app.app.database.reader();
    let rows = Entity::find()
        .filter(Column::State.is_in([AssignmentState::Invited, AssignmentState::Accepted]))
        .filter(Column::FrozenAt.is_null())
        .filter(Column::ReplacedBy.is_null())
        .filter(Column::RoundId.eq(app.round(YEAR).await))
        .all(database)
        .await
        .unwrap();
    let mut placed = Vec::new();
    for row in rows {
        let nomination = nomination::Entity::find_by_id(row.nomination_id).one(database).await;
        let expert = expert::Entity::find_by_id(row.expert_id).one(database).await;
        let place = (nomination.unwrap().unwrap().number, expert.unwrap().unwrap().code);
        placed.push((place, row));
    }
    placed.sort_by(|(a, _), (b, _)| a.cmp(b));
    placed.into_iter().map(|(_, row)| row).collect()
}

/// The office registers that the expert of a review is kin of somebody of the nomination.
async fn declare_kin(office: &Visitor, review: &review_assignment::Model) {
    let body = json!({
        "kind": "kin", "expert_id": review.expert_id.0, "nomination_id": review.nomination_id.0,
        "text": "专家来电说明与第一完成人系近亲属",
    });
    let key = format!("key-of-kin-{}", review.id);
    let made = office.create(&format!("/rounds/{YEAR}/declarations"), &key, &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
}

async fn two_rechecks_at_once_tell_once(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    invited(app, &office).await;
    app.tick().await;
    let before = alerts(&office).await.len();
    declare_kin(&office, asked(app).await.first().unwrap()).await;
    let database = app.app.database.reader();
    let round = awards::find_round(database, YEAR).await.unwrap().unwrap();
    let (one, other) = tokio::join!(
        recusals::recheck(&app.app, &round, "laurel"),
        recusals::recheck(&app.app, &round, "laurel"),
    );
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one.new_alerts + other.new_alerts, 1, "{one:?} {other:?}");
    assert_eq!((one.findings, one.frozen + other.frozen), (other.findings, 1));
    assert_eq!(alerts(&office).await.len(), before + 1);
    // The records themselves take no second one.
    let row = recusal_alert::Entity::find().one(database).await.unwrap().unwrap();
    let twin = recusal_alert::Model { id: uuid::Uuid::from_u128(1).into(), ..row };
    let refused = twin.into_active_model().reset_all().insert(database).await.unwrap_err();
    assert!(matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))), "{refused}");
}

/// Whoever answers holds his review and then waits for the audit chain: a recheck that waits for the review must not
/// hold the chain.
async fn a_recheck_that_waits_for_a_review_holds_nobody_up(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    invited(app, &office).await;
    app.tick().await;
    let reviews = asked(app).await;
    let [first, second, ..] = reviews.as_slice() else { panic!("two reviews: {reviews:?}") };
    declare_kin(&office, first).await;
    declare_kin(&office, second).await;
    let database = &app.app.database;
    let round = awards::find_round(database.reader(), YEAR).await.unwrap().unwrap();
    let tx = database.begin_write().await.unwrap();
    let held = review_assignment::Entity::find_by_id(second.id).lock_exclusive();
    held.one(&*tx).await.unwrap();
    let answer = async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        audit::hold(&*tx).await.unwrap();
        tx.commit().await.unwrap();
    };
    let (done, ()) = tokio::join!(recusals::recheck(&app.app, &round, "laurel"), answer);
    assert_eq!(done.unwrap().frozen, 2);
}

async fn who_is_kept_from_a_nomination_is_told_nothing_of_what_is_found_there(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let kept = app.sign_in_as("test.kept", Role::AwardOffice, None).await;
    invited(app, &office).await;
    app.tick().await;
    let review = asked(app).await.remove(0);
    let own = json!({
        "round": YEAR, "kind": "kin", "nomination_id": review.nomination_id.0,
        "text": "完成人是近亲属",
    });
    let made = kept.create("/my-declarations", "key-of-an-own-interest", &own).await;
    assert_eq!(made.status, 201, "{}", made.text);
    declare_kin(&office, &review).await;
    let path = format!("/rounds/{YEAR}/recusal-recheck");
    let told = kept.post(&path, &json!({})).await.json()["data"].take();
    for count in ["new_alerts", "cleared", "frozen"] {
        assert_eq!(told[count], 0, "{count}: {told}");
    }
    assert_eq!(told["is_changed"], false, "{told}");
    let now = office.data(&format!("/review-assignments/{}", review.id)).await;
    assert!(!now["frozen"].is_null(), "it was done: {now}");
    let whole = office.post(&path, &json!({})).await.json()["data"].take();
    let findings = |told: &Value| told["findings"].as_u64().unwrap();
    assert!(findings(&told) < findings(&whole), "{told} {whole}");
}

/// Takes the step of the schema back by which there is one alert of each.
async fn before_there_is_one_of_each(database: &Database) {
    let columns =
        ["seen", "found_since", "reversal_asked_by", "reversal_asked_at", "reversal_asked_reason"];
    let columns = columns.map(|one| format!("ALTER TABLE recusal_decision DROP COLUMN {one}"));
    let further = [
        "DROP INDEX ix_recusal_alert_nomination_id_expert_id_kind_phase",
        "DELETE FROM seaql_migrations WHERE version = 'm20261128_000037_recusal_guards'",
    ];
    for step in columns.into_iter().chain(further.map(str::to_owned)) {
        database.reader().execute_unprepared(&step).await.unwrap();
    }
}

async fn of_alerts_that_were_told_twice_the_open_one_stays(app: &TestApp) {
    use AlertState::{Cleared, Handled, Open};
    let database = &app.app.database;
    let row = recusal_alert::Entity::find().one(database.reader()).await.unwrap().unwrap();
    before_there_is_one_of_each(database).await;
    for (kind, told) in [
        ("society_staff", [(1, Cleared), (2, Open), (3, Open)]),
        ("office_staff", [(4, Handled), (5, Cleared), (6, Handled)]),
    ] {
        for (number, state) in told {
            let id = uuid::Uuid::from_u128(number).into();
            let twin = recusal_alert::Model { id, kind: kind.to_owned(), state, ..row.clone() };
            twin.into_active_model().reset_all().insert(database.reader()).await.unwrap();
        }
    }
    database.migrate().await.unwrap();
    let left = recusal_alert::Entity::find().all(database.reader()).await.unwrap();
    let mut left: Vec<u128> = left.iter().map(|one| one.id.0.as_u128()).collect();
    left.retain(|number| *number < 10);
    left.sort_unstable();
    assert_eq!(left, [2, 4]);
}
