//! Is the interface written down as it is?

use std::path::Path;

use laurel::http::open_api;

#[test]
fn the_document_in_the_repository_is_the_one_that_the_server_shows() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/openapi.json");
    let written: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let made: serde_json::Value = serde_json::to_value(open_api()).unwrap();
    assert!(written == made, "docs/openapi.json is out of date: run `cargo xtask generate`");
}

#[test]
fn every_operation_says_what_it_is_and_what_it_answers() {
    let document = serde_json::to_value(open_api()).unwrap();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(operation["operationId"].is_string(), "{method} {path}");
            assert!(operation["summary"].is_string(), "{method} {path}");
            assert!(!operation["responses"].as_object().unwrap().is_empty(), "{method} {path}");
        }
    }
}

/// Writes that name neither the version that was seen nor a key of their own, and why nobody's work is lost by them.
/// The list may only grow shorter.
const WITHOUT_A_VERSION: [(&str, &str); 42] = [
    ("append_to_upload", "the offset is the version"),
    ("back_test_quotas", "keeps nothing"),
    ("bounce_outbox_message", "said once"),
    ("check_pasted_names", "keeps nothing"),
    ("check_review_book", "keeps nothing"),
    ("check_sheet_workbook", "keeps nothing"),
    ("close_calendar", "the reader's own"),
    ("collect_round", "counts anew what the records say"),
    ("confirm_deadline_extension", "what was asked for never changes, and is confirmed once"),
    ("create_person_search", "looks anew at what the records say"),
    ("create_session", "the reader's own"),
    ("delete_attachment", "only what no field names, and what was removed can still be read"),
    ("delete_delegation", "ended once"),
    ("delete_session", "the reader's own"),
    ("delete_upload", "the reader's own"),
    ("look_back_at_round", "finds anew what the records say"),
    ("open_examination", "one that is open is shown as it is"),
    ("open_quota_ledger", "opened once"),
    ("preview_agenda_order", "keeps nothing"),
    ("preview_dossier_import", "keeps nothing"),
    ("preview_examination_batch", "keeps nothing"),
    ("preview_notice_template", "marks the version that it shows"),
    ("preview_panels", "keeps nothing"),
    ("preview_plan_changes", "keeps nothing"),
    ("read_all_notices", "the reader's own"),
    ("read_own_notice", "the reader's own"),
    ("recheck_recusals", "compares anew what the records say"),
    ("recount_ballot", "adds a row of its own and changes none"),
    ("renew_calendar", "the reader's own"),
    ("reply_to_finding", "said once"),
    ("resample_quotas", "keeps nothing"),
    ("reveal_dossier_field", "changes nothing"),
    ("revoke_nominee_link", "an answer that was given stays"),
    ("sign_review_commitment", "signed once"),
    ("sign_taskbook", "the digest of the text is the version"),
    ("simulate_quotas", "keeps nothing"),
    ("tie_expert_account", "only where none is tied"),
    ("undo_examination_batch", "once, before it is carried out"),
    ("undo_panel_division", "undone once"),
    ("untie_expert_account", "said once"),
    ("withdraw_disclosure", "said once"),
    ("withdraw_from_library", "said once"),
];

#[test]
fn every_write_names_the_version_seen_or_can_lose_nobody_s_work() {
    let document = serde_json::to_value(open_api()).unwrap();
    let mut bare = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let headers: Vec<&str> = parameters
                .filter(|one| one["in"] == "header")
                .map(|one| one["name"].as_str().unwrap())
                .collect();
            if method == "put" {
                assert!(headers.contains(&"If-Match"), "{path} writes over what stands");
            }
            let is_bare = !headers.contains(&"If-Match") && !headers.contains(&"Idempotency-Key");
            if is_bare && matches!(method.as_str(), "post" | "put" | "patch" | "delete") {
                bare.push(operation["operationId"].as_str().unwrap().to_owned());
            }
        }
    }
    bare.sort();
    assert_eq!(bare, WITHOUT_A_VERSION.map(|(operation, _)| operation));
}
