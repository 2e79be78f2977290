//! Who sees what: a reviewer his own and nothing of others, a society nothing at all.

use entity::vocabulary::Role;
use laurel::{
    authz::Grant,
    identity::{NewAccount, add_account},
    shared::Secret,
};
use serde_json::{Value, json};

use super::{YEAR, address, invite, reviewer, take_demonstration_back};
use crate::harness::{PASSWORD, TestApp, Visitor};

db_tests! {
    round: [
        a_reviewer_learns_nothing_of_other_experts,
        words_of_a_reviewer_are_shown_to_the_office_alone,
        a_society_is_not_let_in,
    ],
}

/// The plan that the demonstration applied.
async fn applied(office: &Visitor) -> Value {
    let plans = office.data(&format!("/rounds/{YEAR}/assignment-plans")).await;
    plans.as_array().unwrap().iter().find(|plan| plan["state"] == "applied").unwrap().clone()
}

async fn a_reviewer_learns_nothing_of_other_experts(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let plan = applied(&office).await;
    let list = format!(
        "/rounds/{YEAR}/review-assignments?limit=200&state=proposed&plan={}",
        plan["id"].as_str().unwrap()
    );
    let rows = office.data(&list).await;
    let expert = rows[0]["expert"]["id"].as_str().unwrap().to_owned();
    let visitor = reviewer(app, &office, "test.reviewer.two", &expert).await;
    let own = invite(app, &office, &plan, &expert).await;
    let text = visitor.data("/review-commitment").await;
    let read = json!({ "version": text["version"], "digest": text["digest"] });
    assert_eq!(visitor.post("/review-commitment", &read).await.status, 200);
    let one = format!("/my-reviews/{}", own[0]["id"].as_str().unwrap());
    let shown = [visitor.get("/my-reviews").await.text, visitor.get(&one).await.text].concat();
    assert!(shown.contains(own[0]["nomination"]["title"].as_str().unwrap()), "it shows something");
    let mut others = 0;
    for review in &own {
        let path = format!(
            "{}/nominations/{}/candidates",
            address(&plan),
            review["nomination"]["id"].as_str().unwrap()
        );
        let candidates = office.data(&path).await;
        let is_other = |one: &&Value| one["expert"]["id"] != expert.as_str();
        for other in candidates.as_array().unwrap().iter().filter(is_other) {
            others += 1;
            for key in ["id", "expert_id"] {
                assert!(!shown.contains(other["expert"][key].as_str().unwrap()), "{other}");
            }
        }
    }
    assert!(others > 3);
    // Whether he may score is his to know.
    let shown = shown.replace("\"score\":true", "").replace("\"score\":false", "");
    for word in ["\"score\"", "\"plan\"", "\"author\"", "\"load\""] {
        assert!(!shown.contains(word), "{word}");
    }
    let stranger = app.sign_in_as("test.reviewer.three", Role::Reviewer, None).await;
    for path in ["/my-reviews".to_owned(), one.clone(), format!("{one}/dossier")] {
        assert_eq!(stranger.get(&path).await.status, 404, "{path}");
    }
    assert_eq!(visitor.get(&address(&plan)).await.status, 403);
}

async fn words_of_a_reviewer_are_shown_to_the_office_alone(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let plan = applied(&office).await;
    let list = format!(
        "/rounds/{YEAR}/review-assignments?limit=1&state=proposed&plan={}",
        plan["id"].as_str().unwrap()
    );
    let expert = office.data(&list).await[0]["expert"]["id"].as_str().unwrap().to_owned();
    let visitor = reviewer(app, &office, "test.reviewer.words", &expert).await;
    let own = invite(app, &office, &plan, &expert).await;
    let id = own[0]["id"].as_str().unwrap();
    let mine = format!("/my-reviews/{id}");
    let seen = visitor.data(&mine).await;
    let why = json!({ "reason": "other", "words": "近期出国" });
    super::done(&visitor, &format!("{mine}/decline"), &seen, &why).await;
    let row = format!("/review-assignments/{id}");
    assert_eq!(office.data(&row).await["words"], "近期出国");

    // Somebody who is more than a supervisor is still none of the office.
    let roles = [Role::Supervisor, Role::Cast];
    let new = NewAccount {
        username: "test.two.roles".to_owned(),
        display_name: "test.two.roles".to_owned(),
        password: Secret::new(PASSWORD),
        grants: roles.map(|role| Grant { role, society_code: None }).into(),
    };
    add_account(&app.app, "tests", new).await.unwrap();
    let both = app.sign_in_as("test.two.roles", Role::Supervisor, None).await;
    for reader in [app.sign_in(Role::Supervisor).await, both] {
        let shown = reader.data(&row).await;
        assert_eq!((&shown["decline_reason"], &shown["words"]), (&json!("other"), &Value::Null));
    }
}

async fn a_society_is_not_let_in(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let plan = applied(&office).await;
    let here = address(&plan);
    let rows = office.data(&format!("/rounds/{YEAR}/review-assignments?limit=1")).await;
    let review = rows[0]["id"].as_str().unwrap();
    let paths = [
        format!("/rounds/{YEAR}/assignment-plans"),
        format!("/rounds/{YEAR}/review-assignments"),
        format!("/rounds/{YEAR}/assignment-tasks"),
        here.clone(),
        format!("{here}/nominations"),
        format!("{here}/report.pdf"),
        format!("{here}/certificate.json"),
        format!("/review-assignments/{review}"),
        format!("/review-assignments/{review}/replacements"),
        "/my-reviews".to_owned(),
        "/review-commitment".to_owned(),
        format!("/my-reviews/{review}/dossier"),
    ];
    for role in [Role::SocietyClerk, Role::SocietyHead, Role::Cast, Role::Department] {
        let visitor = app.sign_in(role).await;
        for path in &paths {
            assert_eq!(visitor.get(path).await.status, 403, "{role:?} {path}");
        }
    }
    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(supervisor.get(&here).await.status, 200);
    let reason = json!({ "reason": "不应允许" });
    let undo = super::act(&supervisor, &format!("{here}/undo"), &plan, &reason).await;
    assert_eq!(undo.status, 403);
    take_demonstration_back(&office).await;
}
