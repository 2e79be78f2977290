//! Is every change of a dossier told, however many there are?

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{begin, clerk, keep, write};
use crate::harness::TestApp;

db_tests! {
    round: [a_history_is_read_to_its_beginning_page_by_page],
}

async fn a_history_is_read_to_its_beginning_page_by_page(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    for turn in 0..3 {
        let cell = |row: i32| {
            write(&format!("completers.items/r{row}/name"), format!("{turn}-{row}"), 9_999)
        };
        let edits: Vec<Value> = (0..300).map(cell).collect();
        keep(&clerk, &path, &edits).await;
    }
    let at = format!("{path}/changes");
    let newest = clerk.get(&at).await.json();
    let versions = |page: &Value| -> BTreeSet<i64> {
        let changes = page["data"].as_array().unwrap().iter();
        changes.map(|one| one["version"].as_i64().unwrap()).collect()
    };
    let count = |page: &Value| page["data"].as_array().unwrap().len();
    assert_eq!(
        (count(&newest), versions(&newest)),
        (600, BTreeSet::from([3, 4])),
        "whole versions"
    );
    assert_eq!(newest["data"][0]["version"], 4);
    let before = newest["meta"]["before"].as_i64().unwrap();
    let first = clerk.get(&format!("{at}?before={before}")).await.json();
    assert_eq!((count(&first), versions(&first)), (300, BTreeSet::from([2])));
    assert_eq!(first["meta"], json!({ "before": null }));
    let none = clerk.get(&format!("{at}?before=2")).await.json();
    assert_eq!((count(&none), &none["meta"]["before"]), (0, &Value::Null));
    assert_eq!(clerk.get(&format!("{at}?before=x")).await.status, 400);
}
