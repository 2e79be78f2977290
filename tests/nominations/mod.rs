//! What does the list of nominations show, to whom, in which order?

mod least_sight;
mod listing;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::harness::Visitor;

/// The year of the round.
const YEAR: i32 = laurel::demo::DEMO_ROUND;

/// A page of the list with these parameters.
async fn page(visitor: &Visitor, parameters: &str) -> Value {
    let answer = visitor.get(&format!("/rounds/{YEAR}/nominations?{parameters}")).await;
    assert_eq!(answer.status, 200, "{parameters}: {}", answer.text);
    answer.json()
}

/// How many rows of a list have each value of `key`, as its facet must say.
fn tally(rows: &Value, key: &str) -> BTreeMap<String, u64> {
    let mut tally = BTreeMap::new();
    for row in rows.as_array().unwrap() {
        if let Some(value) = row[key].as_str() {
            *tally.entry(value.to_owned()).or_default() += 1;
        }
    }
    tally
}

/// The values of a facet with their counts.
fn facet(page: &Value, key: &str) -> BTreeMap<String, u64> {
    let values = page["meta"]["facets"][key].as_array().unwrap();
    let pair =
        |one: &Value| (one["value"].as_str().unwrap().to_owned(), one["count"].as_u64().unwrap());
    values.iter().map(pair).collect()
}
