//! Who may know why somebody is kept out? The office and the supervisor, and no officer of his own case.

use entity::{
    nomination, recusal_declaration,
    vocabulary::{DeclarationSource, DeclarationState, DeclaredKind, Role},
};
use laurel::{awards, matching::DeclaredWords, shared::Clock as _};
use reqwest::Method;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use serde_json::json;

use super::{YEAR, first, id};
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [
        reasons_stay_with_the_office,
        an_officer_with_an_interest_is_walled_off,
        what_a_hidden_nomination_asks_for_is_not_counted,
        a_pasted_list_is_checked_and_forgotten,
    ],
}

fn addresses(finding: &str) -> Vec<String> {
    let of_round =
        ["conflicts", "declarations", "recusal-alerts", "recusal-scans", "exclusion-statistics"];
    let mut all: Vec<String> = of_round.map(|what| format!("/rounds/{YEAR}/{what}")).into();
    all.push(format!("/conflicts/{finding}"));
    all
}

async fn reasons_stay_with_the_office(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let finding = id(&first(&office, "severity=bar").await);
    let supervisor = app.sign_in(Role::Supervisor).await;
    for path in addresses(&finding) {
        assert_eq!(office.get(&path).await.status, 200, "{path}: it is there to be seen");
        assert_eq!(supervisor.get(&path).await.status, 200, "{path}");
    }
    for role in
        [Role::SocietyClerk, Role::SocietyHead, Role::Reviewer, Role::Cast, Role::Department]
    {
        let visitor = app.sign_in(role).await;
        for path in addresses(&finding) {
            assert_eq!(visitor.get(&path).await.status, 403, "{role:?} {path}");
        }
    }
    let decision = json!({ "outcome": "conflict", "reason": "监督不办理" });
    let path = format!("/conflicts/{finding}/decision");
    assert_eq!(supervisor.change(Method::POST, &path, 0, &decision).await.status, 403);
    // A reviewer learns nothing of a nomination that he was not asked to review, not even that it is there.
    let reviewer = app.sign_in(Role::Reviewer).await;
    assert_eq!(reviewer.data("/my-declarations").await, json!([]));
    let nomination = first(&office, "severity=bar").await["nomination"]["id"].clone();
    let body = json!({ "round": YEAR, "kind": "kin", "nomination_id": nomination, "text": "试探是否存在" });
    let tried = reviewer.create("/my-declarations", "key-of-a-probe", &body).await.status;
    assert!([404, 409].contains(&tried), "{tried}");
}

async fn declare_own(staff: &Visitor, nomination: &serde_json::Value, key: &str) {
    let body = json!({
        "round": YEAR, "kind": "adviser_student", "nomination_id": nomination["id"],
        "text": "第一完成人是本人导师",
    });
    let made = staff.create("/my-declarations", key, &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.json()["data"]["state"], "in_force");
}

async fn an_officer_with_an_interest_is_walled_off(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let flag = first(&office, "severity=flag&is_decided=false").await;
    let number = flag["nomination"]["number"].as_str().unwrap();
    declare_own(&office, &flag["nomination"], "key-of-an-interest").await;
    let hidden = office.get(&format!("/rounds/{YEAR}/conflicts?nomination={number}")).await;
    assert_eq!(hidden.json()["meta"]["total"], 0);
    let shown = office.data(&format!("/conflicts/{}", id(&flag))).await;
    assert!(shown["walled"]["zh"].as_str().unwrap().contains("回避"));
    assert!(!shown.to_string().contains(flag["expert"]["name"].as_str().unwrap()));
    let path = format!("/conflicts/{}/decision", id(&flag));
    let decision = json!({ "outcome": "not_a_conflict", "reason": "认为不构成回避" });
    let refused = office.change(Method::POST, &path, 0, &decision).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    let other = app.sign_in_as("test.other", Role::AwardOffice, None).await;
    assert_eq!(other.change(Method::POST, &path, 0, &decision).await.status, 200);
}

/// A nomination of a society, which asks to keep somebody out.
async fn asking(app: &TestApp) -> nomination::Model {
    use nomination::Column;
    let database = app.app.database.reader();
    let round = awards::find_round(database, YEAR).await.unwrap().unwrap();
    let found = nomination::Entity::find()
        .filter(Column::RoundId.eq(round.id))
        .filter(Column::SocietyCode.is_not_null())
        .order_by_asc(Column::Number)
        .one(database)
        .await
        .unwrap()
        .unwrap();
    let id = app.app.ids.next();
    let row = recusal_declaration::ActiveModel {
        id: Set(id),
        round_id: Set(round.id),
        source: Set(DeclarationSource::Nominator),
        kind: Set(DeclaredKind::Exclusion),
        state: Set(DeclarationState::Waiting),
        nomination_id: Set(Some(found.id)),
        sealed: Set(DeclaredWords::default().seal(&app.app.sealer, id).unwrap()),
        candidates: Set(json!([])),
        declared_by: Set("nominator".to_owned()),
        declared_at: Set(app.clock.now()),
        version: Set(1),
        ..recusal_declaration::ActiveModel::default()
    };
    recusal_declaration::Entity::insert(row).exec_without_returning(database).await.unwrap();
    found
}

async fn what_a_hidden_nomination_asks_for_is_not_counted(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let other = app.sign_in_as("test.other", Role::AwardOffice, None).await;
    let asking = asking(app).await;
    let counted = async |who: &Visitor| {
        let path = format!("/rounds/{YEAR}/exclusion-statistics");
        let societies = who.data(&path).await["societies"].clone();
        let sum = |count: &str| -> u64 {
            societies.as_array().unwrap().iter().map(|one| one[count].as_u64().unwrap()).sum()
        };
        (sum("nominations"), sum("requested"))
    };
    let whole = counted(&office).await;
    declare_own(&office, &json!({ "id": asking.id.0 }), "key-of-an-interest-in-it").await;
    let open = counted(&office).await;
    assert_eq!(open.0 + 1, whole.0);
    assert!(open.1 < whole.1, "{open:?} {whole:?}");
    assert_eq!(counted(&other).await, whole);
}

async fn a_pasted_list_is_checked_and_forgotten(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let barred = first(&office, "severity=bar&kind=completer").await;
    let (name, unit) = (barred["expert"]["name"].as_str().unwrap(), &barred["expert"]["unit"]);
    let text = format!("{name}，{}\n欧阳无冲突，某某研究院\n", unit.as_str().unwrap());
    let path = format!("/rounds/{YEAR}/conflict-check");
    let checked = office.post(&path, &json!({ "text": text })).await;
    assert_eq!(checked.status, 200, "{}", checked.text);
    let data = &checked.json()["data"];
    assert_eq!(
        data["counts"],
        json!({ "lines": 2, "clean": 1, "soft": 0, "hard": 1, "unreadable": 0 })
    );
    let row = &data["rows"][0];
    assert_eq!(
        (&row["grade"], &row["expert"]["code"]),
        (&json!("hard"), &barred["expert"]["code"])
    );
    assert!(row["nominations_barred"].as_u64().unwrap() > 0);
    assert_ne!(row["reasons"][0]["nomination"]["number"], "");
    let too_many = json!({ "text": "甲，某大学\n".repeat(501) });
    assert_eq!(office.post(&path, &too_many).await.status, 422);
    let last = entity::audit_record::Entity::find()
        .order_by_desc(entity::audit_record::Column::Sequence)
        .one(app.app.database.reader())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(last.action, "recusals.check_names");
    assert!(!format!("{last:?}").contains(name), "{last:?}");
}
