//! What the society knows already: told with where it comes from, taken by choice, another's never.

use reqwest::Method;
use serde_json::{Value, json};

use super::{SOCIETY, begin, clerk, keep, says, write};
use crate::harness::{Answer, TestApp, Visitor};
use entity::vocabulary::Role;

db_tests! {
    round: [
        people_of_earlier_nominations_are_suggested_with_their_source,
        a_row_of_another_dossier_is_taken_column_by_column,
        nothing_of_another_society_is_suggested_or_taken,
        units_come_from_the_registers,
    ],
}

const PEOPLE: &str = "completers.items";

pub(super) async fn suggestions(visitor: &Visitor, path: &str, place: &str, q: &str) -> Vec<Value> {
    let found = visitor.data(&format!("{path}/prefill?place={place}&q={q}")).await;
    found.as_array().unwrap().clone()
}

pub(super) async fn take(visitor: &Visitor, path: &str, body: &Value) -> Answer {
    let key = laurel::shared::random_token(12);
    visitor.create(&format!("{path}/prefill"), &key, body).await
}

/// Begins a dossier of a society.
pub(super) async fn begin_of(visitor: &Visitor, society: &str) -> String {
    let body = json!({ "society_id": society, "form_id": "nat-1" });
    let key = laurel::shared::random_token(12);
    let made = visitor.create("/rounds/2027/dossiers", &key, &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    format!("/dossiers/{}", made.json()["data"]["id"].as_str().unwrap())
}

async fn people_of_earlier_nominations_are_suggested_with_their_source(app: &TestApp) {
    use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
    let society = app.society().await;
    let clerk = app.sign_in_of(Role::SocietyClerk, Some(&society)).await;
    let path = begin_of(&clerk, &society).await;
    let found = suggestions(&clerk, &path, PEOPLE, "").await;
    let own: Vec<&Value> = found.iter().filter(|one| one["kind"] == "nomination").collect();
    let one = own.first().unwrap();
    let number = one["source"]["zh"].as_str().unwrap().rsplit(' ').next().unwrap().to_owned();
    let nomination = entity::nomination::Entity::find()
        .filter(entity::nomination::Column::Number.eq(&number))
        .one(app.app.database.reader())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(nomination.society_code.as_deref(), Some(society.as_str()));
    assert!(one["round"].is_i64() && one["at"].is_string());
    let body = json!({
        "place": PEOPLE, "suggestion": one["id"], "columns": ["name", "work_unit"], "seen": 1,
    });
    let taken = take(&clerk, &path, &body).await;
    assert_eq!(taken.status, 200, "{}", taken.text);
    let rows = says(&clerk, &path, PEOPLE).await;
    let name = format!("{PEOPLE}/{}/name", rows[0].as_str().unwrap());
    assert_eq!(says(&clerk, &path, &name).await, one["cells"]["name"]["value"]);
    let origins = clerk.data(&format!("{path}/origins")).await;
    assert_eq!(origins[&name]["told"], one["source"]);
    let by_name = one["title"].as_str().unwrap();
    let found = suggestions(&clerk, &path, PEOPLE, by_name).await;
    assert!(found.iter().any(|other| other["id"] == one["id"]));
}

async fn a_row_of_another_dossier_is_taken_column_by_column(app: &TestApp) {
    const NUMBER: &str = "11010519491231002X";
    let clerk = clerk(app).await;
    let old = begin(&clerk, "inv-1").await;
    let edits = [
        write(PEOPLE, json!(["a"]), 0),
        write("completers.items/a/name", "丁四", 0),
        write("completers.items/a/title", "教授", 0),
        write("completers.items/a/id_number", NUMBER, 0),
    ];
    keep(&clerk, &old, &edits).await;
    let path = begin(&clerk, "nat-1").await;
    keep(
        &clerk,
        &path,
        &[write(PEOPLE, json!(["x"]), 0), write("completers.items/x/name", "丁", 0)],
    )
    .await;
    let answer = clerk.get(&format!("{path}/prefill?place={PEOPLE}&q=丁四")).await;
    assert!(!answer.text.contains(NUMBER));
    let one = answer.json()["data"][0].clone();
    assert_eq!(
        one["cells"]["id_number"],
        json!({ "value": "11**************2X", "is_masked": true, "fault": null })
    );
    assert_eq!(suggestions(&clerk, &path, PEOPLE, NUMBER).await, Vec::<Value>::new(), "no oracle");
    let seen = clerk.data(&path).await["version"].clone();
    let body = |columns: Value, seen: Value| json!({ "place": PEOPLE, "row": "x", "suggestion": one["id"], "columns": columns, "seen": seen });
    let taken = take(&clerk, &path, &body(json!(["name", "id_number"]), seen.clone())).await;
    assert_eq!(taken.status, 200, "{}", taken.text);
    assert!(!taken.text.contains(NUMBER));
    assert_eq!(says(&clerk, &path, "completers.items/x/name").await, "丁四");
    assert_eq!(says(&clerk, &path, "completers.items/x/title").await, Value::Null, "not chosen");
    let body_reveal = json!({ "address": "completers.items/x/id_number", "reason": "核对身份证" });
    let whole = clerk.post(&format!("{path}/reveal"), &body_reveal).await;
    assert_eq!(whole.json()["data"]["value"], NUMBER);
    // Changed by hand, it is no longer said to come from there.
    keep(&clerk, &path, &[write("completers.items/x/name", "丁四一", 99)]).await;
    let origins = clerk.data(&format!("{path}/origins")).await;
    assert!(origins["completers.items/x/name"].is_null());
    assert!(
        origins["completers.items/x/id_number"]["told"]["zh"]
            .as_str()
            .unwrap()
            .contains("提名材料")
    );
    // What somebody changed meanwhile is not written over.
    let late = take(&clerk, &path, &body(json!(["name"]), seen)).await;
    assert_eq!(late.json()["data"]["met"][0]["value"], "丁四一", "{}", late.text);
    let none = take(&clerk, &path, &body(json!(["no_such"]), json!(99))).await;
    assert_eq!(none.outcome(), (422, "invalid".to_owned()));
}

async fn nothing_of_another_society_is_suggested_or_taken(app: &TestApp) {
    let other = app.sign_in_of(Role::SocietyClerk, Some("D-A-01")).await;
    let theirs = begin_of(&other, "D-A-01").await;
    let edits = [write(PEOPLE, json!(["a"]), 0), write("completers.items/a/name", "他会之人", 0)];
    keep(&other, &theirs, &edits).await;
    let second = begin_of(&other, "D-A-01").await;
    let seen = suggestions(&other, &second, PEOPLE, "他会之人").await;
    assert_eq!(seen.len(), 1, "it is there for its own society");
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    assert_eq!(suggestions(&clerk, &path, PEOPLE, "他会之人").await, Vec::<Value>::new());
    let body = json!({
        "place": PEOPLE, "suggestion": seen[0]["id"], "columns": ["name"], "seen": 9,
    });
    assert_eq!(take(&clerk, &path, &body).await.outcome(), (422, "invalid".to_owned()));
    assert_eq!(other.get(&format!("{path}/prefill?place={PEOPLE}")).await.status, 404);
    let request = other.request(Method::POST, &format!("{path}/prefill"));
    let answer = Answer::of(request.header("idempotency-key", "foreign-prefill").json(&body)).await;
    assert_eq!(answer.status, 404);
}

async fn units_come_from_the_registers(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "pro-technology-1").await;
    let found = suggestions(&clerk, &path, "units.items", "").await;
    let own = found.iter().find(|one| one["kind"] == "society").unwrap();
    assert!(own["id"].as_str().unwrap().ends_with(SOCIETY) && own["cells"]["name"].is_object());
    let unit = found.iter().find(|one| one["kind"] == "unit").unwrap();
    let title = unit["title"].as_str().unwrap().to_owned();
    let found = suggestions(&clerk, &path, PEOPLE, &title).await;
    let unit = found.iter().find(|one| one["kind"] == "unit").unwrap();
    assert_eq!(unit["cells"]["work_unit"]["value"], title.as_str());
}
