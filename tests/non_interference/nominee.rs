//! By what does a nominee come to the walk? By the personal links of two dossiers of the earlier round: one is answered,
//! and its nomination is in its review; the other asks still.

use chrono::{DateTime, Utc};
use entity::{
    dossier,
    ids::{AccountId, DossierId, NominationId},
    nomination, nominee_link,
    vocabulary::{NominationState, NomineeReply, Role},
};
use laurel::{
    authz::{Actor, Grant},
    demo::{DEMO_ROUND, EARLIER_ROUND},
    nominations::{
        dossier::{Edit, NewDossier, create, edit},
        people::{CONSENT, Opened, Outcome, Reply, answer, issue, open},
    },
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, sea_query::Expr,
};
use serde_json::json;

use super::scene::SOCIETY;
use crate::harness::TestApp;

/// The row of the person who is asked.
const ROW: &str = "a";
const NAME: &str = "示范甲";

/// Where the links lead, from the root of the server: that of the dossier of `nomination`, and the one that asks. Both
/// open until an instant.
pub(super) async fn links(
    app: &TestApp,
    nomination: NominationId,
    until: DateTime<Utc>,
) -> Vec<String> {
    let clerk = Actor {
        account: AccountId(uuid::Uuid::nil()),
        username: "clerk".to_owned(),
        grants: vec![Grant { role: Role::SocietyClerk, society_code: Some(SOCIETY.to_owned()) }],
    };
    let new = NewDossier { society_id: SOCIETY.to_owned(), form_id: "nat-1".to_owned() };
    // It is written where dossiers are written, and moved when it is asked for.
    let draft = create(&app.app, &clerk, DEMO_ROUND, new, None).await.unwrap();
    let nominated = like(app, draft, nomination).await;
    let mut words = Vec::new();
    for id in [nominated, draft] {
        write(app, &clerk, id).await;
        let row = [ROW.to_owned()];
        let made = issue(&app.app, &clerk, id, Some(row.as_slice()), None).await.unwrap();
        words.push(made[0].token.clone().unwrap());
    }
    confirm(app, &words[0]).await;
    let nomination = found(app, nomination).await;
    let society = nomination.society_code.unwrap_or_else(|| SOCIETY.to_owned());
    move_to(app, nominated, (society, nomination.state), until).await;
    move_to(app, draft, (SOCIETY.to_owned(), NominationState::Draft), until).await;
    words.iter().map(|word| format!("/nominee/{word}")).collect()
}

async fn found(app: &TestApp, id: NominationId) -> nomination::Model {
    nomination::Entity::find_by_id(id).one(app.app.database.reader()).await.unwrap().unwrap()
}

/// An empty dossier like another, that of a nomination: they have the same key.
async fn like(app: &TestApp, other: DossierId, nomination: NominationId) -> DossierId {
    let database = app.app.database.reader();
    let other = dossier::Entity::find_by_id(other).one(database).await.unwrap().unwrap();
    let id = DossierId(nomination.0);
    let number = found(app, nomination).await.number;
    let row = dossier::Model { id, number, ..other };
    row.into_active_model().reset_all().insert(database).await.unwrap();
    id
}

/// A title and a person.
async fn write(app: &TestApp, clerk: &Actor, id: DossierId) {
    let values = [
        ("project.title", json!("界面空位的演化规律")),
        ("project.grade", json!("second")),
        ("completers.items", json!([ROW])),
        ("completers.items/a/name", json!(NAME)),
        ("completers.items/a/work_unit", json!("示范金属研究所")),
    ];
    let edits = values.map(|(address, value)| -> Edit {
        let edit = json!({ "address": address, "value": value, "seen": 0 });
        serde_json::from_value(edit).unwrap()
    });
    edit(&app.app, clerk, id, &edits, None).await.unwrap();
}

/// Opens the link with a word, and confirms.
async fn confirm(app: &TestApp, word: &str) {
    let Opened::Asks(page) = open(&app.app, word).await.unwrap() else {
        panic!("the link does not ask");
    };
    let reply = Reply {
        reply: NomineeReply::Confirmed,
        facts_digest: page.facts.digest,
        agreed: CONSENT.statements.iter().map(|one| one.code.clone()).collect(),
        identity: String::new(),
        signature: NAME.to_owned(),
        relations: Vec::new(),
        reason: String::new(),
    };
    let kept = answer(&app.app, word, &reply).await.unwrap();
    assert!(matches!(kept, Outcome::Kept), "{kept:?}");
}

/// Lets a dossier of a society stand in the earlier round at a state, with links that open until an instant.
async fn move_to(
    app: &TestApp,
    id: DossierId,
    (society, state): (String, NominationState),
    until: DateTime<Utc>,
) {
    let database = app.app.database.reader();
    let round = app.round(EARLIER_ROUND).await;
    let moved = dossier::Entity::update_many()
        .col_expr(dossier::Column::RoundId, Expr::value(round))
        .col_expr(dossier::Column::SocietyCode, Expr::value(society))
        .col_expr(dossier::Column::State, Expr::value(state))
        .filter(dossier::Column::Id.eq(id))
        .exec(database);
    assert_eq!(moved.await.unwrap().rows_affected, 1);
    nominee_link::Entity::update_many()
        .col_expr(nominee_link::Column::ExpiresAt, Expr::value(until))
        .filter(nominee_link::Column::DossierId.eq(id))
        .exec(database)
        .await
        .unwrap();
}
