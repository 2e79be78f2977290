//! Is every acknowledged edit of a dossier there, once, and does nobody overwrite another?

mod archives;
mod attachments;
mod bucket;
mod charters;
mod compared;
mod crashes;
mod editing;
mod forms;
mod history;
mod hostile_files;
mod hostile_texts;
mod imports;
mod kinds;
mod made_files;
pub(crate) mod marked_told;
mod marked_walk;
mod nominee_letters;
mod nominees;
mod outputs;
mod places;
mod prefill;
mod prefilled_fields;
mod private_walk;
mod process;
mod proofs;
mod receipts;
mod recommendations;
mod registers;
mod secrets;
mod selection_links;
mod selections;
mod steps;
mod submission;
mod timetable;
mod timetable_phases;
mod withdrawals;
mod workbooks;

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, TestApp, Visitor};
use entity::vocabulary::Role;

/// The society of the test clerk.
const SOCIETY: &str = "D-B-12";

async fn clerk(app: &TestApp) -> Visitor {
    app.sign_in_of(Role::SocietyClerk, Some(SOCIETY)).await
}

/// Begins a dossier on the form and says where it is.
async fn begin(visitor: &Visitor, form: &str) -> String {
    let body = json!({ "society_id": SOCIETY, "form_id": form });
    let key = laurel::shared::random_token(12);
    let request = visitor.request(Method::POST, "/rounds/2027/dossiers");
    let made = Answer::of(request.header("idempotency-key", key).json(&body)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    format!("/dossiers/{}", made.json()["data"]["id"].as_str().unwrap())
}

/// Binds the round to another text of its rule set, as if it had been opened with that.
pub(crate) async fn rebind(app: &TestApp, change: impl FnOnce(&str) -> String) {
    use entity::{round, rule_set};
    use sea_orm::{
        ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _,
        IntoActiveModel as _, QueryFilter as _,
    };
    let database = app.app.database.reader();
    let of = round::Column::Year.eq(laurel::demo::DEMO_ROUND);
    let of = round::Entity::find().filter(of).one(database).await.unwrap().unwrap();
    let bound = rule_set::Entity::find_by_id(of.rule_set_id).one(database).await.unwrap().unwrap();
    let content = change(&bound.content);
    let other = rule_set::Model {
        id: app.app.ids.next(),
        digest: laurel::shared::hex_sha256(content.as_bytes()),
        content,
        ..bound
    };
    let id = other.id;
    other.into_active_model().reset_all().insert(database).await.unwrap();
    let mut of = of.into_active_model();
    of.rule_set_id = Set(id);
    of.update(database).await.unwrap();
}

/// An edit of one field.
fn write(address: &str, value: impl Into<Value>, seen: i64) -> Value {
    json!({ "address": address, "value": value.into(), "seen": seen })
}

/// Sends edits under a key.
async fn send(visitor: &Visitor, path: &str, edits: &[Value], key: &str) -> Answer {
    let request = visitor.request(Method::PATCH, path).header("idempotency-key", key);
    Answer::of(request.json(&json!({ "edits": edits }))).await
}

/// Sends edits under a new key, which are kept.
async fn keep(visitor: &Visitor, path: &str, edits: &[Value]) -> Value {
    let answer = send(visitor, path, edits, &laurel::shared::random_token(12)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["data"].clone()
}

/// What a field of the dossier says.
async fn says(visitor: &Visitor, path: &str, address: &str) -> Value {
    visitor.data(path).await["fields"][address]["value"].clone()
}
