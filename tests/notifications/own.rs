//! One's own notices, address and language: nobody else reads or sets them.

use entity::vocabulary::Role;
use laurel::notifications::{Kind, To};
use reqwest::Method;
use serde_json::json;

use super::{account_of, set_address, tell};
use crate::harness::TestApp;

db_tests! {
    empty: [
        a_notice_is_read_by_whom_it_is_for_and_nobody_else,
        a_notice_for_a_role_or_a_society_reaches_each_of_its_people_once,
        an_address_is_set_by_its_owner_or_the_administrator_and_shown_masked,
    ],
}

async fn a_notice_is_read_by_whom_it_is_for_and_nobody_else(app: &TestApp) {
    let head = app.sign_in_of(Role::SocietyHead, Some("D-B-12")).await;
    let other = app.sign_in_of(Role::SocietyHead, Some("D-A-01")).await;
    let office = app.sign_in(Role::AwardOffice).await;
    let to = To::Account(account_of(app, "test.society_head.d-b-12").await);
    tell(app, "somebody", &to, Kind::CorrectionAsked, "nomination/1").await;
    let told = head.data("/notices").await;
    assert_eq!(told["unread"], 1);
    let one = &told["notices"][0];
    assert_eq!(one["title"], "请补正：2027-N-001 某项目");
    assert!(one["text"].as_str().unwrap().contains("形式审查") && one["link"] == "/messages");
    let english = head.request(Method::GET, "/notices").header("accept-language", "en");
    let english = crate::harness::Answer::of(english).await;
    assert_eq!(
        english.json()["data"]["notices"][0]["title"],
        "Corrections needed: 2027-N-001 某项目"
    );
    let read = format!("/notices/{}/read", one["id"].as_str().unwrap());
    for visitor in [&other, &office] {
        assert_eq!(visitor.data("/notices").await, json!({ "unread": 0, "notices": [] }));
        assert_eq!(visitor.post(&read, &json!({})).await.outcome(), (404, "not_found".to_owned()));
    }
    assert_eq!(app.anyone().get("/notices").await.status, 401);
    assert_eq!(head.data("/notices/unread").await["unread"], 1, "nobody else read it");
    let answer = head.post(&read, &json!({})).await;
    assert_eq!((answer.status, &answer.json()["data"]["unread"]), (200, &json!(0)));
    assert_eq!(head.post(&read, &json!({})).await.status, 200, "again is the same");
    assert_ne!(head.data("/notices").await["notices"][0]["read_at"], json!(null));
    tell(app, "somebody", &to, Kind::MaterialAsked, "nomination/2").await;
    let titles = head.data("/notices").await;
    assert_eq!(titles["notices"][0]["kind"], "material_asked", "the unread first");
    assert_eq!(head.post("/notices/read", &json!({})).await.status, 200);
    assert_eq!(head.data("/notices/unread").await["unread"], 0);
}

async fn a_notice_for_a_role_or_a_society_reaches_each_of_its_people_once(app: &TestApp) {
    let head = app.sign_in_of(Role::SocietyHead, Some("D-B-12")).await;
    let clerk = app.sign_in_of(Role::SocietyClerk, Some("D-B-12")).await;
    let foreign = app.sign_in_of(Role::SocietyClerk, Some("D-A-01")).await;
    let supervisor = app.sign_in(Role::Supervisor).await;
    let society = To::Society("D-B-12".to_owned());
    tell(app, "somebody", &society, Kind::Accepted, "nomination/1").await;
    tell(app, "somebody", &To::Role(Role::Supervisor), Kind::ObjectionReported, "objection/1")
        .await;
    for (visitor, unread) in [(&head, 1), (&clerk, 1), (&foreign, 0), (&supervisor, 1)] {
        assert_eq!(visitor.data("/notices/unread").await["unread"], unread);
    }
}

async fn an_address_is_set_by_its_owner_or_the_administrator_and_shown_masked(app: &TestApp) {
    let clerk = app.sign_in_of(Role::SocietyClerk, Some("D-B-12")).await;
    let (office, admin) =
        (app.sign_in(Role::AwardOffice).await, app.sign_in(Role::AwardAdmin).await);
    let before = clerk.data("/me/mail").await;
    assert_eq!((&before["address"], &before["version"]), (&json!(null), &json!(0)));
    set_address(&clerk, "clerk.of.b12@example.org", Some("en")).await;
    let shown = clerk.get("/me/mail").await;
    assert_eq!(shown.json()["data"]["address"], "c***@example.org");
    assert!(!shown.text.contains("clerk.of.b12"));
    // The language alone, and the address stays.
    let kept = clerk.change(Method::PUT, "/me/mail", 1, &json!({ "language": "zh" })).await;
    assert_eq!(kept.json()["data"]["address"], "c***@example.org");
    assert_eq!(kept.json()["data"]["language"], "zh");
    let stale = clerk.change(Method::PUT, "/me/mail", 1, &json!({ "language": "en" })).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    for body in [
        json!({ "address": "nobody" }),
        json!({ "address": "a@b.org, c@d.org" }),
        json!({ "language": "fr" }),
    ] {
        let refused = clerk.change(Method::PUT, "/me/mail", 2, &body).await;
        assert_eq!(refused.outcome(), (422, "invalid".to_owned()), "{body}");
    }
    let path = "/accounts/test.society_clerk.d-b-12/mail";
    let body = json!({ "address": "other@example.org" });
    for visitor in [&clerk, &office] {
        let refused = visitor.change(Method::PUT, path, 2, &body).await;
        assert_eq!(refused.outcome(), (403, "forbidden".to_owned()));
    }
    let set = admin.change(Method::PUT, path, 2, &body).await;
    assert_eq!((set.status, &set.json()["data"]["address"]), (200, &json!("o***@example.org")));
    let nobody = admin.change(Method::PUT, "/accounts/nobody/mail", 0, &body).await;
    assert_eq!(nobody.outcome(), (404, "not_found".to_owned()));
    let removed = clerk.change(Method::PUT, "/me/mail", 3, &json!({ "address": "" })).await;
    assert_eq!((removed.status, &removed.json()["data"]["address"]), (200, &json!(null)));
}
