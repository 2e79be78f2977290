//! Does any text that a person can paste, into any field of any form, break what is made of it?

use laurel::nominations::forms::{self, Form, Kind};
use reqwest::Method;
use serde_json::{Value, json};

use super::{SOCIETY, begin, clerk, keep, send, write};
use crate::harness::{Answer, TestApp};

db_tests! {
    round: [
        hostile_text_in_every_field_is_kept_as_it_came_and_breaks_nothing,
        what_is_too_large_is_refused_and_the_rest_stands,
    ],
}

const HOSTILE: &str = "</td><script>alert(1)</script><img src=x onerror=alert(1)> {{7*7}} ${7*7} '; DROP TABLE dossier; -- \u{202e}\u{200b}\"&amp;";

/// Hostile text for every field and for a row of every table.
fn everywhere(form: &Form) -> Vec<Value> {
    let mut edits = Vec::new();
    let mut put = |address: String, kind: Kind| {
        if kind == Kind::Rows {
            edits.push(write(&address, json!(["r1"]), 0));
        } else if kind.is_list() {
            edits.push(write(&address, json!([HOSTILE]), 0));
        } else {
            edits.push(write(&address, HOSTILE, 0));
        }
    };
    for section in &form.sections {
        for field in &section.fields {
            let address = format!("{}.{}", section.code, field.code);
            for column in &field.columns {
                put(format!("{address}/r1/{}", column.code), column.kind);
            }
            put(address, field.kind);
        }
    }
    edits
}

async fn hostile_text_in_every_field_is_kept_as_it_came_and_breaks_nothing(app: &TestApp) {
    let clerk = clerk(app).await;
    for form in forms::shipped() {
        let path = begin(&clerk, &form.id).await;
        let edits = everywhere(form);
        assert!(edits.len() > 20, "{}", form.id);
        for part in edits.chunks(100) {
            keep(&clerk, &path, part).await;
        }
        let fields = clerk.data(&path).await["fields"].clone();
        for edit in &edits {
            let address = edit["address"].as_str().unwrap();
            // Personal data are shown by their ends.
            if fields[address]["value"] != edit["value"] {
                let shown = fields[address]["value"].to_string();
                assert!(shown.contains('*') && !shown.contains("script"), "{address}: {shown}");
            }
        }
        for page in ["check", "submissions", "nominees", "process", "publicity", "attachments"] {
            assert_eq!(clerk.get(&format!("{path}/{page}")).await.status, 200, "{page}");
        }
        for file in ["form.pdf", "bundle.pdf", "publicity.pdf", "workbook.xlsx", "archive"] {
            let answer =
                clerk.request(Method::GET, &format!("{path}/{file}")).send().await.unwrap();
            assert_eq!(answer.status().as_u16(), 200, "{} {file}", form.id);
        }
    }
    assert_eq!(clerk.get("/rounds/2027/home").await.status, 200);
    assert!(clerk.data("/rounds/2027/dossiers").await.as_array().unwrap().len() >= 10);
}

async fn what_is_too_large_is_refused_and_the_rest_stands(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let most = "字".repeat(133_333);
    keep(&clerk, &path, &[write("summary.text", most.as_str(), 0)]).await;
    let over = format!("{most}字");
    let told = send(&clerk, &path, &[write("opinion.text", over, 0)], "over-the-limit").await;
    assert_eq!(told.outcome(), (422, "invalid".to_owned()));
    assert_eq!(told.json()["errors"][0]["pointer"], "/edits/0");
    let before = clerk.data(&path).await;
    assert_eq!(before["fields"]["summary.text"]["value"], most.as_str(), "not cut");
    let table = json!({ "society_id": SOCIETY, "form_id": "x".repeat(1_000) });
    let request = clerk.request(Method::POST, "/rounds/2027/dossiers");
    let long = Answer::of(request.header("idempotency-key", "a-long-name").json(&table)).await;
    assert_eq!(long.status, 422);
    // Last: the line may be closed while the rest is still being sent.
    let huge = json!({ "edits": [write("opinion.text", "字".repeat(3_500_000), 0)] });
    let request = clerk.request(Method::PATCH, &path).header("idempotency-key", "ten-megabytes");
    match request.json(&huge).send().await {
        Ok(answer) => assert_eq!(answer.status().as_u16(), 413),
        Err(error) => assert!(error.is_request(), "{error}"),
    }
    assert_eq!(clerk.data(&path).await["version"], before["version"], "nothing was written");
}
