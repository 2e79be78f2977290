//! Does a decision settle what was seen, and nothing stronger?

use entity::{
    recusal_declaration::{Entity, Model},
    vocabulary::{DeclarationSource, DeclarationState, DeclaredKind, Role},
};
use laurel::{awards, matching::DeclaredWords, recusals, shared::Clock as _};
use reqwest::Method;
use sea_orm::{EntityTrait as _, IntoActiveModel as _};
use serde_json::{Value, json};

use super::{YEAR, first, id, match_again};
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [what_comes_to_a_settled_finding_asks_again],
}

/// A completer says that something may bear on the expert: of others it is a flag.
async fn said_by_a_completer(app: &TestApp, pair: &Value, number: u128) {
    let key = |of: &Value| id(of).parse::<uuid::Uuid>().unwrap();
    let database = app.app.database.reader();
    let round = awards::find_round(database, YEAR).await.unwrap().unwrap();
    let id = uuid::Uuid::from_u128(number).into();
    let words = DeclaredWords { text: "曾有争议".to_owned(), ..DeclaredWords::default() };
    let row = Model {
        id,
        round_id: round.id,
        source: DeclarationSource::Nominee,
        kind: DeclaredKind::Other,
        state: DeclarationState::InForce,
        expert_id: Some(key(&pair["expert"]).into()),
        account_id: None,
        nomination_id: Some(key(&pair["nomination"]).into()),
        sealed: words.seal(&app.app.sealer, id).unwrap(),
        candidates: json!([]),
        origin: Some(format!("nominee/test/{number}")),
        declared_by: "nominee".to_owned(),
        declared_at: app.clock.now(),
        answered_by: None,
        answered_at: None,
        answer: None,
        withdrawal_asked_by: None,
        withdrawal_asked_at: None,
        withdrawal_asked_reason: None,
        withdrawn_by: None,
        withdrawn_at: None,
        withdrawal_reason: None,
        version: 1,
    };
    Entity::insert(row.into_active_model()).exec(database).await.unwrap();
}

async fn recheck(app: &TestApp) {
    let round = awards::find_round(app.app.database.reader(), YEAR).await.unwrap().unwrap();
    recusals::recheck(&app.app, &round, "laurel").await.unwrap();
}

/// The finding of the pair by what was declared, as the latest run found it.
async fn found(office: &Visitor, pair: &Value, severity: &str) -> Value {
    let (nomination, expert) = (&pair["nomination"]["number"], &pair["expert"]["code"]);
    let (nomination, expert) = (nomination.as_str().unwrap(), expert.as_str().unwrap());
    let pair = format!("nomination={nomination}&expert={expert}");
    first(office, &format!("{pair}&severity={severity}&kind=other_declared")).await
}

async fn clears(office: &Visitor, finding: &Value, version: i64) {
    let path = format!("/conflicts/{}", id(finding));
    let cleared = json!({ "outcome": "not_a_conflict", "reason": "争议早已了结，双方书面确认" });
    let done = office.change(Method::POST, &format!("{path}/decision"), version, &cleared).await;
    assert_eq!(done.json()["data"]["standing"], "cleared", "{}", done.text);
}

async fn what_comes_to_a_settled_finding_asks_again(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let pair = first(&office, "severity=flag").await;
    said_by_a_completer(app, &pair, 1).await;
    match_again(app, &office, "key-of-a-first-run").await;
    let flag = found(&office, &pair, "flag").await;
    let path = format!("/conflicts/{}", id(&flag));
    clears(&office, &flag, 0).await;
    recheck(app).await;
    assert_eq!(office.data(&path).await["standing"], "cleared", "nothing came to it");
    said_by_a_completer(app, &pair, 2).await;
    recheck(app).await;
    let now = office.data(&path).await;
    assert_eq!((&now["standing"], &now["decision"]), (&json!("flag"), &Value::Null));
    assert_eq!(now["may"]["decide"], true, "an officer decides");
    let decision = &now["decisions"][0];
    assert_eq!(
        (&decision["state"], &decision["reversed_by"]),
        (&json!("reversed"), &json!("laurel"))
    );
    let told = decision["reversed_reason"].as_str().unwrap();
    assert!(told.contains("须重新认定") && told.contains("完成人申报"), "{told}");
    // Whoever decides it now was told of both.
    clears(&office, &flag, 2).await;
    recheck(app).await;
    assert_eq!(office.data(&path).await["standing"], "cleared");
    match_again(app, &office, "key-of-a-second-run").await;
    assert_eq!(found(&office, &pair, "note").await["standing"], "cleared");
    // A run by itself silences no more than that.
    said_by_a_completer(app, &pair, 3).await;
    match_again(app, &office, "key-of-a-third-run").await;
    assert_eq!(found(&office, &pair, "flag").await["standing"], "flag");
}
