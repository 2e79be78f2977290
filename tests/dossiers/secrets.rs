//! Personal data: sealed in the database, masked on the way out, shown whole only with a reason; and
//! nobody outside the society sees a dossier at all.

use entity::vocabulary::Role;
use serde_json::json;

use super::{begin, clerk, keep, write};
use crate::harness::TestApp;

db_tests! {
    round: [
        a_personal_datum_is_sealed_masked_and_shown_with_a_reason,
        a_dossier_is_not_there_for_anybody_else,
    ],
}

/// Every text of a column, as the database keeps it.
async fn texts_of(app: &TestApp, table: &str, column: &str) -> Vec<String> {
    use sea_orm::ConnectionTrait as _;
    let database = app.app.database.reader();
    let query = format!("select \"{column}\" from \"{table}\" where \"{column}\" is not null");
    let query = sea_orm::Statement::from_string(database.get_database_backend(), query);
    let rows = database.query_all_raw(query).await.unwrap();
    rows.into_iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

const NUMBER: &str = "11010519491231002X";

async fn a_personal_datum_is_sealed_masked_and_shown_with_a_reason(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let address = "completers.items/a/id_number";
    let edits = [write("completers.items", json!(["a"]), 0), write(address, NUMBER, 0)];
    keep(&clerk, &path, &edits).await;
    let shown = clerk.get(&path).await;
    assert!(!shown.text.contains(NUMBER));
    let field = &shown.json()["data"]["fields"][address];
    assert_eq!(
        (&field["value"], &field["is_masked"]),
        (&json!("11**************2X"), &json!(true))
    );
    let changes = clerk.get(&format!("{path}/changes")).await;
    assert!(!changes.text.contains(NUMBER) && changes.text.contains("11**************2X"));
    // First that it is in the database, then that the database does not tell it.
    let kept = texts_of(app, "dossier_value", "value").await;
    assert!(kept.iter().any(|text| text.starts_with("sealed:1:")));
    for (table, column) in [
        ("dossier_value", "value"),
        ("dossier_change", "after"),
        ("idempotency_record", "reply"),
        ("audit_record", "subject"),
    ] {
        let texts = texts_of(app, table, column).await;
        assert!(!texts.is_empty() && texts.iter().all(|text| !text.contains(NUMBER)), "{table}");
    }
    // Whoever comes second is told that somebody was there, and not what he wrote.
    let met = keep(&clerk, &path, &[write(address, "110105194912310021", 0)]).await;
    assert_eq!(met["met"][0]["value"], "11**************2X");
    assert_eq!(met["version"], clerk.data(&path).await["version"], "nothing was written");
    let reveal = format!("{path}/reveal");
    let without = clerk.post(&reveal, &json!({ "address": address, "reason": "" })).await;
    assert_eq!(without.outcome(), (422, "invalid".to_owned()));
    let body = json!({ "address": address, "reason": "核对身份证复印件" });
    let revealed = clerk.post(&reveal, &body).await;
    assert_eq!((revealed.status, &revealed.json()["data"]["value"]), (200, &json!(NUMBER)));
    let body = json!({ "address": "project.title", "reason": "核对身份证复印件" });
    assert_eq!(clerk.post(&reveal, &body).await.status, 404, "no personal datum");
}

async fn a_dossier_is_not_there_for_anybody_else(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    keep(&clerk, &path, &[write("project.title", "尚未提交的秘密题目", 0)]).await;
    let other = app.sign_in_of(Role::SocietyHead, Some("D-A-01")).await;
    for address in [path.clone(), format!("{path}/changes")] {
        assert_eq!(other.get(&address).await.outcome(), (404, "not_found".to_owned()));
    }
    let listed = other.get("/rounds/2027/dossiers").await;
    assert!(
        !listed.text.contains("秘密题目") && !listed.text.contains("D-B-12"),
        "{}",
        listed.text
    );
    for role in [Role::AwardOffice, Role::Cast, Role::Supervisor, Role::Reviewer] {
        let visitor = app.sign_in(role).await;
        // Who examines what was handed in is told no more of a draft than that he knows of none.
        let examines = matches!(role, Role::AwardOffice | Role::Supervisor);
        let status = if examines { 404 } else { 403 };
        assert_eq!(visitor.get(&path).await.status, status, "{role:?}");
        for public in ["/rounds/2027/nominations?q=秘密题目", "/rounds/2027", "/rounds"] {
            assert!(!visitor.get(public).await.text.contains("秘密题目"), "{role:?} {public}");
        }
    }
}
