//! Assignments from a file: refused whole, or taken whole.

use entity::vocabulary::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::{address, draft};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [a_file_is_refused_by_row_and_column_or_taken_whole],
}

async fn send(office: &Visitor, plan: &Value, query: &str, text: &str) -> Value {
    let path = format!("{}/import?{query}", address(plan));
    let tag = format!("\"{}\"", plan["version"]);
    let request = office.request(Method::POST, &path).header("if-match", tag);
    let answer = Answer::of(request.body(text.to_owned())).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["data"].take()
}

async fn a_file_is_refused_by_row_and_column_or_taken_whole(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let plan = draft(&office, "a-key-of-an-import").await;
    let rows = office.data(&format!("{}/nominations?limit=200&sort=-total", address(&plan))).await;
    let (mut good, mut barred) = (None, None);
    for row in rows.as_array().unwrap() {
        let id = row["nomination"]["id"].as_str().unwrap();
        let path = format!("{}/nominations/{id}/candidates", address(&plan));
        for one in office.data(&path).await.as_array().unwrap() {
            let pair = format!(
                "{},{}",
                row["nomination"]["nomination_id"].as_str().unwrap(),
                one["expert"]["expert_id"].as_str().unwrap()
            );
            if one["conflict"] == "bar" {
                barred.get_or_insert(pair);
            } else if one["standing"] == "free" {
                good.get_or_insert(pair);
            }
        }
        if good.is_some() && barred.is_some() {
            break;
        }
    }
    let (good, barred) = (good.unwrap(), barred.unwrap());
    let bad = format!("nomination_id,expert_id\n{good}\n没有,E-没有\n{barred}\n");
    let refused = send(&office, &plan, "mode=add", &bad).await;
    let places: Vec<(u64, &str)> = refused["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["line"].as_u64().unwrap(), one["column"].as_str().unwrap()))
        .collect();
    assert_eq!(places, [(3, "nomination_id"), (3, "expert_id"), (4, "expert_id")]);
    assert_eq!((&refused["written"], &refused["consequences"]), (&json!(false), &Value::Null));
    let headless = send(&office, &plan, "mode=add", "a,b\n1,2\n").await;
    assert_eq!(headless["fault_count"], 1);
    assert_eq!(office.data(&address(&plan)).await["version"], plan["version"]);

    let path = format!("{}/import?reason={}", address(&plan), "理".repeat(501));
    let request = office.request(Method::POST, &path).header("if-match", "\"1\"");
    let long = Answer::of(request.body(bad.clone())).await;
    assert_eq!(long.outcome(), (422, "invalid".to_owned()), "{}", long.text);
    let contract = serde_json::to_value(laurel::http::open_api()).unwrap();
    let said = &contract["paths"]["/api/v1/assignment-plans/{id}/import"]["post"]["responses"];
    assert!(said["422"].is_object(), "the contract says so: {said}");

    let file = format!("\u{feff}nomination_id,expert_id\n{good}\n");
    let told = send(&office, &plan, "dry_run=true", &file).await;
    assert_eq!(told["consequences"]["moved"], json!([1, 0]));
    assert_eq!(told["written"], false);
    assert_eq!(office.data(&address(&plan)).await["version"], plan["version"]);
    let taken = send(&office, &plan, "mode=replace", &file).await;
    assert_eq!(taken["written"], true);
    let plan = office.data(&address(&plan)).await;
    assert_eq!(plan["totals"]["assigned"], 1);
    assert_eq!(plan["changes"][0]["kind"], "import");
    assert!(plan["broken_count"].as_u64().unwrap() > 1, "places are empty now");
}
