//! Does whoever keeps its places for correction get a taskbook for it, when that is published?

use entity::vocabulary::Role;
use laurel::quotas::load_default_policy;
use serde_json::{Value, json};

use super::{
    proposals::{YEAR, colleague, step},
    record, register, send,
};
use crate::harness::{TestApp, Visitor, keys};

db_tests! {
    empty: [a_quota_held_for_correction_opens_a_taskbook],
}

/// Two societies alike in everything but that one has abandoned a nomination.
async fn past(app: &TestApp) {
    register(app, &["D-01", "D-02"]).await;
    for round in [2023, 2025] {
        for society in ["D-01", "D-02"] {
            let abandoned = u32::from((society, round) == ("D-02", 2025));
            let counts = [
                (society, "quota", 2),
                (society, "submitted", 2),
                (society, "form_passed", 2),
                (society, "accepted", 2),
                (society, "first_review_passed", 1),
                (society, "awarded", 1),
                (society, "abandoned", abandoned),
            ];
            record(app, round, &counts).await;
        }
    }
}

async fn numbers(visitor: &Visitor) -> Vec<String> {
    keys(&visitor.data("/taskbooks").await, "number")
}

async fn a_quota_held_for_correction_opens_a_taskbook(app: &TestApp) {
    past(app).await;
    let policy = load_default_policy(&app.app).await.unwrap().to_string();
    let (cast, other) = (app.sign_in(Role::Cast).await, colleague(app, "test.cast.two").await);
    let body = json!({ "policy_id": policy, "year": YEAR, "total": 8, "note": "年度调整" });
    let made = send(&cast, "/quota-proposals", "key-of-a-proposal", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let proposal = made.json()["data"].clone();
    let decided = |code: &str| -> Value {
        let all = proposal["decisions"].as_array().unwrap();
        all.iter().find(|one| one["society_id"] == code).unwrap().clone()
    };
    assert_eq!(decided("D-02")["band"], "hold");
    assert!(decided("D-01")["score"].as_i64().unwrap() > 70_000_000, "{}", decided("D-01"));
    assert_eq!(step(&cast, &proposal, "confirm").await.status, 200);
    assert_eq!(numbers(&cast).await, Vec::<String>::new(), "not before it is published");
    let published = step(&other, &proposal, "publish").await;
    assert_eq!(published.status, 200, "{}", published.text);
    assert_eq!(numbers(&cast).await, [format!("{YEAR}-C-D-02")]);

    // The society reads what it is to do and why, and signs it like any other.
    let head = app.sign_in_of(Role::SocietyHead, Some("D-02")).await;
    let own = head.data("/taskbooks").await[0].clone();
    assert_eq!(own["state"], "draft");
    let whole = head.data(&format!("/taskbooks/{}", own["id"].as_str().unwrap())).await;
    assert!(whole.to_string().contains("1 件提名视为放弃"), "{whole}");
    let stranger = app.sign_in_of(Role::SocietyHead, Some("D-01")).await;
    assert_eq!(numbers(&stranger).await, Vec::<String>::new());
}
