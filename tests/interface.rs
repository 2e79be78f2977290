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
