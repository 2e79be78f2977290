//! Clerks of a society: named for a time, out at the second.

use entity::vocabulary::Role;
use serde_json::{Value, json};

use super::faults;
use crate::harness::{TestApp, Visitor, keys};

db_tests! {
    round: [
        a_clerk_is_out_at_the_second_in_a_live_session,
        a_clerk_who_is_taken_back_is_out_at_once,
        a_head_names_clerks_for_its_own_society_alone,
        who_holds_another_duty_is_no_clerk,
    ],
}

fn body(app: &TestApp, username: &str, days: i64) -> Value {
    let end = laurel::shared::Clock::now(&app.clock) + chrono::Duration::days(days);
    json!({ "username": username, "display_name": "经办人", "expires_at": end, "note": "填报" })
}

/// Names `username` a clerk and signs in as it.
async fn clerk(app: &TestApp, head: &Visitor, username: &str, body: &Value) -> Visitor {
    let path = format!("/societies/{}/delegations", app.society().await);
    let answer = head.create(&path, &format!("key-of-{username}"), body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let password = answer.json()["data"]["initial_password"].as_str().unwrap().to_owned();
    // A repetition names nobody again and tells no password again.
    let again = head.create(&path, &format!("key-of-{username}"), body).await;
    assert_eq!(again.json()["data"]["initial_password"], Value::Null);
    assert_eq!(again.json()["data"]["id"], answer.json()["data"]["id"]);
    let visitor = app.anyone();
    let credentials = json!({ "username": username, "password": password });
    assert_eq!(visitor.post("/session", &credentials).await.status, 200);
    visitor
}

async fn a_clerk_is_out_at_the_second_in_a_live_session(app: &TestApp) {
    let own = app.society().await;
    let path = format!("/societies/{own}");
    let head = app.sign_in(Role::SocietyHead).await;
    // Within the minutes after which an idle session would end anyway.
    let mut for_minutes = body(app, "clerk.brief", 1);
    let end = laurel::shared::Clock::now(&app.clock) + chrono::Duration::minutes(5);
    for_minutes["expires_at"] = json!(end);
    let visitor = clerk(app, &head, "clerk.brief", &for_minutes).await;
    assert_eq!(visitor.get(&path).await.status, 200);
    app.clock.advance(chrono::Duration::minutes(5) - chrono::Duration::microseconds(1));
    assert_eq!(visitor.get(&path).await.status, 200, "a moment before");
    app.clock.advance(chrono::Duration::microseconds(1));
    assert_eq!(visitor.get(&path).await.outcome(), (403, "forbidden".to_owned()));
    // The session lives, the role does not.
    let session = visitor.data("/session").await;
    assert_eq!(session["roles"], json!([]));
    let list = head.data(&format!("{path}/delegations")).await;
    let brief = list.as_array().unwrap().iter().find(|one| one["username"] == "clerk.brief");
    assert_eq!(brief.unwrap()["state"], "expired");
}

async fn a_clerk_who_is_taken_back_is_out_at_once(app: &TestApp) {
    let own = app.society().await;
    let path = format!("/societies/{own}");
    let head = app.sign_in(Role::SocietyHead).await;
    let visitor = clerk(app, &head, "clerk.long", &body(app, "clerk.long", 300)).await;
    assert_eq!(visitor.get(&path).await.status, 200);
    let list = head.data(&format!("{path}/delegations")).await;
    let clerk_row =
        list.as_array().unwrap().iter().find(|one| one["username"] == "clerk.long").unwrap();
    assert_eq!(clerk_row["is_revocable"], true);
    let one = format!("{path}/delegations/{}", clerk_row["id"].as_str().unwrap());
    assert_eq!(visitor.delete(&one).await.status, 403, "a clerk takes nothing back");
    assert_eq!(head.delete(&one).await.status, 204);
    assert_eq!(visitor.get(&path).await.outcome(), (403, "forbidden".to_owned()));
    assert_eq!(head.delete(&one).await.status, 404, "it is taken back already");
    let list = head.data(&format!("{path}/delegations")).await;
    let clerk_row =
        list.as_array().unwrap().iter().find(|one| one["username"] == "clerk.long").unwrap();
    assert_eq!(
        (&clerk_row["state"], &clerk_row["is_revocable"]),
        (&json!("revoked"), &json!(false))
    );
    let by = clerk_row["revoked_by"].as_str().unwrap();
    assert!(by.starts_with("test.society_head"));
    app.call(by, "示范会长").await;
    let list = head.data(&format!("{path}/delegations")).await;
    let clerk_row =
        list.as_array().unwrap().iter().find(|one| one["username"] == "clerk.long").unwrap();
    assert_eq!(clerk_row["names"], json!({ by: "示范会长" }), "granted and taken back by him");
}

async fn a_head_names_clerks_for_its_own_society_alone(app: &TestApp) {
    let own = app.society().await;
    let foreign = if own == "D-A-01" { "D-A-02" } else { "D-A-01" };
    let head = app.sign_in(Role::SocietyHead).await;
    let new = body(app, "clerk.other", 30);
    let path = format!("/societies/{foreign}/delegations");
    let refused = head.create(&path, "key-of-foreign", &new).await;
    assert_eq!(refused.outcome(), (404, "not_found".to_owned()));
    let clerk = app.sign_in(Role::SocietyClerk).await;
    let path = format!("/societies/{own}/delegations");
    assert_eq!(clerk.create(&path, "key-of-a-clerk", &new).await.status, 403);
    // CAST does it for all, and every field is told.
    let cast = app.sign_in(Role::Cast).await;
    let path = format!("/societies/{foreign}/delegations");
    for (days, code) in [(0, "range"), (-1, "range"), (800, "range")] {
        let late = body(app, "clerk.other", days);
        let answer = cast.create(&path, &format!("key-of-day-{days}"), &late).await;
        assert_eq!(faults(&answer), [("/expires_at".to_owned(), code.to_owned())]);
    }
    let odd = body(app, "Clerk Other", 30);
    let answer = cast.create(&path, "key-of-odd-name", &odd).await;
    assert_eq!(faults(&answer), [("/username".to_owned(), "form".to_owned())]);
    assert_eq!(cast.create(&path, "key-of-cast-01", &new).await.status, 201);
    let twice = cast.create(&path, "key-of-cast-02", &new).await;
    assert_eq!(faults(&twice), [("/username".to_owned(), "already".to_owned())]);
    assert_eq!(keys(&cast.data(&path).await, "username"), ["clerk.other"]);
    let nowhere = cast.create("/societies/NO-SUCH/delegations", "key-of-nowhere", &new).await;
    assert_eq!(nowhere.status, 404);
}

async fn who_holds_another_duty_is_no_clerk(app: &TestApp) {
    app.add_account("test.office.person", Role::AwardOffice, None).await;
    let head = app.sign_in(Role::SocietyHead).await;
    let path = format!("/societies/{}/delegations", app.society().await);
    let new = body(app, "test.office.person", 30);
    let answer = head.create(&path, "key-of-an-officer", &new).await;
    assert_eq!(faults(&answer), [("/username".to_owned(), "other_duty".to_owned())]);
}
