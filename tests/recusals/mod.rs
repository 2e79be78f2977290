//! Do people's decisions count at once, are they remembered, and does a changed fact reach who judges?

mod decisions;
mod leaks;
mod outgrown;
mod rechecks;
mod unsure;
mod walls;
mod works;

use serde_json::{Value, json};

use crate::harness::{TestApp, Visitor};

/// The year of the round.
const YEAR: i32 = laurel::demo::DEMO_ROUND;

/// The first finding that a query finds.
async fn first(office: &Visitor, query: &str) -> Value {
    let rows = office.data(&format!("/rounds/{YEAR}/conflicts?limit=1&{query}")).await;
    assert!(!rows[0].is_null(), "nothing is found by {query}");
    rows[0].clone()
}

/// Matches the round anew.
async fn match_again(app: &TestApp, office: &Visitor, key: &str) {
    let asked = office.ask_for_match(YEAR, key, &json!({ "least_score": 0.2 })).await;
    assert_eq!(asked.status, 202, "{}", asked.text);
    app.run_jobs().await;
}

/// The key of an object.
fn id(of: &Value) -> String {
    of["id"].as_str().unwrap_or_else(|| panic!("no key: {of}")).to_owned()
}
