//! Does a plan that is begun now hold nobody whom recusal keeps away by now, and say whom it left out?

use entity::vocabulary::Role;
use serde_json::{Value, json};

use super::{YEAR, act, address, draft, take_demonstration_back};
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [a_plan_is_begun_without_whom_recusal_keeps_away],
}

/// The pairs of a plan that it was begun without (`unassign`), or that took their places (`assign`).
fn begun(plan: &Value, kind: &str) -> Vec<(Value, Value)> {
    let changes = plan["begun"]["changes"].as_array().unwrap().iter();
    let changes = changes.filter(|one| one["kind"] == kind);
    changes.map(|one| (one["nomination"]["id"].clone(), one["expert"]["id"].clone())).collect()
}

fn holds_no_bar(plan: &Value) {
    assert!(plan["broken"].as_array().unwrap().iter().all(|one| one["rule"] != "bar"), "{plan}");
    let count = |kind: &str| begun(plan, kind).len();
    assert_eq!(plan["begun"]["left_out"], count("unassign"));
    assert_eq!(plan["begun"]["filled"], count("assign"));
    assert!(count("assign") <= count("unassign"));
    assert_eq!(plan["changes"], json!([]), "nobody changed it yet");
}

/// Somebody whom the run of a plan assigned to a nomination without any relation.
async fn assigned(office: &Visitor, plan: &Value) -> (Value, Value) {
    let later = begun(plan, "assign");
    let path = format!("{}/nominations?limit=200&sort=-total", address(plan));
    for row in office.data(&path).await.as_array().unwrap() {
        let nomination = &row["nomination"]["id"];
        let here = format!("{}/nominations/{}", address(plan), nomination.as_str().unwrap());
        let candidates = office.data(&format!("{here}/candidates")).await;
        let is_free = |one: &&Value| one["standing"] == "assigned" && one["conflict"] == "none";
        let found = candidates.as_array().unwrap().iter().filter(is_free);
        let mut pairs = found.map(|one| (nomination.clone(), one["expert"]["id"].clone()));
        if let Some(pair) = pairs.find(|pair| !later.contains(pair)) {
            return pair;
        }
    }
    panic!("nobody is assigned");
}

async fn a_plan_is_begun_without_whom_recusal_keeps_away(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    take_demonstration_back(&office).await;
    // The demonstration froze a review of a pair that the run assigned.
    let plan = draft(&office, "a-key-before-a-declaration").await;
    let frozen = begun(&plan, "unassign");
    assert!(!frozen.is_empty(), "{plan}");
    holds_no_bar(&plan);
    for (nomination, expert) in &frozen {
        let here = format!("{}/nominations/{}", address(&plan), nomination.as_str().unwrap());
        let candidates = office.data(&format!("{here}/candidates")).await;
        let of = |one: &&Value| one["expert"]["id"] == *expert;
        let found = candidates.as_array().unwrap().iter().find(of).unwrap();
        assert_eq!((&found["standing"], &found["conflict"]), (&json!("free"), &json!("bar")));
    }

    // What was declared since the run counts at once, in what was drafted before and in what is drafted now.
    let (nomination, expert) = assigned(&office, &plan).await;
    let interest = json!({
        "kind": "kin", "expert_id": expert, "nomination_id": nomination,
        "text": "专家来电说明与第一完成人系近亲属",
    });
    let path = format!("/rounds/{YEAR}/declarations");
    let declared = office.create(&path, "key-of-a-late-interest", &interest).await;
    assert_eq!(declared.status, 201, "{}", declared.text);
    let before = office.data(&address(&plan)).await;
    let is_bar = |one: &&Value| one["rule"] == "bar" && one["expert"]["id"] == expert;
    assert!(before["broken"].as_array().unwrap().iter().any(|one| is_bar(&one)), "{before}");
    let copy = json!({ "name": "副本", "from": plan["id"] });
    let path = format!("/rounds/{YEAR}/assignment-plans");
    let copy = office.create(&path, "a-key-of-a-copy", &copy).await.json()["data"].take();
    let pair = (nomination, expert);
    assert_eq!(begun(&copy, "unassign"), std::slice::from_ref(&pair));
    let now = draft(&office, "a-key-after-a-declaration").await;
    assert!(begun(&now, "unassign").contains(&pair));
    assert_eq!(now["begun"]["left_out"], frozen.len() + 1);
    for one in [&copy, &now] {
        holds_no_bar(one);
        let back = act(&office, &format!("{}/changes/undo", address(one)), one, &json!({})).await;
        assert_eq!(back.outcome(), (409, "conflict".to_owned()), "it never comes back unseen");
    }
}
