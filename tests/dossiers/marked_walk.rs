//! Does nothing that bears a mark of classification get in, by whichever operation? Every one that takes a body
//! is tried, and whatever else keeps a text beside its body; then every table and the log are looked through.
//! What comes over the public pages is tried beside them (`nominees`, `objections::intake`).

use std::collections::BTreeMap;

use entity::vocabulary::Role;
use reqwest::Method;
use serde_json::json;

use super::{SOCIETY, attachments::begin_upload, begin, clerk, marked_told::refusals, send, write};
use crate::harness::{
    Answer, TestApp, Visitor,
    walk::{NOBODY, every_row, hear_the_log, heard},
};

db_tests! { round: [nothing_that_bears_a_mark_gets_in] }

/// Recognisable wherever it turns up.
const WORD: &str = "青鸾七三四";
const MARKED: &str = "密级：机密，青鸾七三四";

/// Operations whose body is not looked through before the handler. The first two tell the place in their own
/// way; the others take files.
const OTHERS: [(&str, &str); 12] = [
    ("PATCH", "/dossiers/{id}"),
    ("POST", "/rounds/{year}/dossiers/from-archive"),
    ("POST", "/rounds/{year}/dossiers/from-workbook"),
    ("POST", "/dossiers/{id}/imports"),
    ("POST", "/dossiers/{id}/imports/preview"),
    ("PATCH", "/uploads/{id}"),
    ("POST", "/qualifications/{id}/items/{criterion}/files"),
    ("POST", "/assignment-plans/{id}/import"),
    ("PUT", "/nominations/{id}/redactions/{number}/files/{file}"),
    ("POST", "/my-sheets/workbook/check"),
    ("POST", "/my-sheets/workbook"),
    ("POST", "/society-defences/{id}/files"),
];

/// Those of them that are not walked through here.
const FILES: [&str; 7] = [
    "/uploads/{id}",
    "/dossiers/{id}/imports/preview",
    "/rounds/{year}/dossiers/from-archive",
    "/nominations/{id}/redactions/{number}/files/{file}",
    "/my-sheets/workbook/check",
    "/my-sheets/workbook",
    "/society-defences/{id}/files",
];

/// Method and path of every operation that takes a body.
fn operations() -> Vec<(String, String)> {
    let document = serde_json::to_value(laurel::http::open_api()).unwrap();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let path = path.strip_prefix("/api/v1").unwrap();
        for (method, operation) in methods.as_object().unwrap() {
            if operation.get("requestBody").is_some() {
                operations.push((method.to_uppercase(), path.to_owned()));
            }
        }
    }
    operations
}

/// A path with keys of nothing.
fn filled(path: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    for part in &mut parts {
        *part = match *part {
            "{year}" => "2027",
            "{number}" | "{position}" => "1",
            name if name.starts_with('{') => NOBODY,
            name => name,
        };
    }
    parts.join("/")
}

/// Refused by the place of the text, which is not said again.
fn refused(answer: &Answer, what: &str, place: &str) {
    assert_eq!(answer.outcome(), (422, "invalid".to_owned()), "{what}: {}", answer.text);
    let first = &answer.json()["errors"][0];
    let found = (&first["pointer"], &first["code"]);
    assert_eq!(found, (&json!(place), &json!("classified")), "{what}");
    assert!(!answer.text.contains(WORD), "{what}");
}

/// Every operation with a body refuses it before anything else is asked of it.
async fn every_body_is_looked_through(visitor: &Visitor) {
    let all = operations();
    let is_other =
        |(method, path): &(String, String)| OTHERS.contains(&(method.as_str(), path.as_str()));
    let others = all.iter().filter(|one| is_other(one)).count();
    assert_eq!(others, OTHERS.len(), "one of OTHERS is gone");
    assert!(all.len() > 90, "{}", all.len());
    for (method, path) in all.iter().filter(|one| !is_other(one)) {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let request = visitor.request(method.clone(), &filled(path)).header("if-match", "\"1\"");
        let request = request.header("idempotency-key", "a-key-of-the-walk");
        let body = json!({ "said": [{ "by/whom": "甲" }, { "by/whom": MARKED }] });
        let answer = Answer::of(request.json(&body)).await;
        refused(&answer, &format!("{method} {path}"), "/said/1/by~1whom");
    }
}

/// Names and reasons in an address, what is said of an upload, fields and rows of a dossier.
async fn every_text_beside_a_body_is_looked_through(clerk: &Visitor, dossier: &str) {
    let text = MARKED.bytes().fold(String::new(), |said, byte| format!("{said}%{byte:02X}"));
    let table = format!("{dossier}/imports?table=completers.items&mode=add&seen=1");
    for (method, path, place) in [
        (Method::POST, format!("{table}&name={text}"), "/name"),
        (
            Method::POST,
            format!("/rounds/2027/dossiers/from-workbook?society={SOCIETY}&name={text}"),
            "/name",
        ),
        (Method::POST, format!("/qualifications/{NOBODY}/items/x/files?name={text}"), "/name"),
        (Method::GET, format!("{dossier}/workbook.xlsx?reason={text}"), "/reason"),
        (Method::POST, format!("/assignment-plans/{NOBODY}/import?reason={text}"), "/reason"),
    ] {
        let request = clerk.request(method, &path).header("idempotency-key", "a-key-of-the-walk");
        let request = request.header("if-match", "\"1\"");
        refused(&Answer::of(request.body("x")).await, &path, place);
    }
    let told = [("filename", "a.pdf"), ("filetype", MARKED)];
    refused(&begin_upload(clerk, dossier, 10, &told).await, "an upload", "/file");
    let edits = [write("project.grade", "second", 0), write("project.title", MARKED, 0)];
    let edited = send(clerk, dossier, &edits, "a-key-of-the-walk").await;
    refused(&edited, "a field", "/edits/1");
    let rows = format!("姓名,工作单位\n甲一,{MARKED}\n").replace('，', "、");
    let request = clerk.request(Method::POST, &format!("{table}&name=a.csv"));
    let request = request.header("idempotency-key", "a-key-of-the-walk");
    let taken = Answer::of(request.body(rows)).await;
    refused(&taken, "a row", "/source/2/工作单位");
    let pairs = format!("nomination_id,expert_id\nN-1,{MARKED}\n");
    let path = format!("/assignment-plans/{NOBODY}/import");
    let request = clerk.request(Method::POST, &path).header("if-match", "\"1\"");
    refused(&Answer::of(request.body(pairs)).await, "a pair", "/file");
}

/// How many rows each table holds.
fn counts(rows: &[(String, String)]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for (table, _) in rows {
        *counts.entry(table.as_str()).or_default() += 1;
    }
    counts
}

/// A moment later the chain says of every operation that it was refused; nothing else is written but notices.
async fn every_refusal_is_told(app: &TestApp, mut before: BTreeMap<&str, usize>) {
    let refused = refusals(app).await;
    let said = |operation: &String| {
        let is_of = |reason: &String| reason.starts_with(operation.as_str());
        refused.iter().any(|one| one.reason.as_ref().is_some_and(is_of))
    };
    for (method, path) in operations() {
        let is_file = FILES.contains(&path.as_str());
        let operation = format!("{method} /api/v1{path}; ");
        assert!(is_file || said(&operation), "{operation}");
    }
    let rows = every_row(app).await;
    let mut now = counts(&rows);
    for table in ["audit_record", "notice"] {
        assert!(now.remove(table) > before.remove(table), "{table}");
    }
    assert_eq!(now, before);
}

async fn nothing_that_bears_a_mark_gets_in(app: &TestApp) {
    hear_the_log();
    let office = app.sign_in(Role::AwardOffice).await;
    let clerk = clerk(app).await;
    let dossier = begin(&clerk, "nat-1").await;
    // Whoever answers for secrecy.
    app.sign_in(Role::AwardAdmin).await;
    let before = every_row(app).await;
    every_body_is_looked_through(&office).await;
    every_text_beside_a_body_is_looked_through(&clerk, &dossier).await;
    let after = every_row(app).await;
    assert_eq!(counts(&after), counts(&before));
    every_refusal_is_told(app, counts(&after)).await;
    for (table, row) in every_row(app).await {
        assert!(!row.contains(WORD), "{table}");
    }
    let log = heard();
    assert!(log.contains("/api/v1/session") && !log.contains(WORD), "it is in the log");
}
