//! The outbox: decisions wait for a second person, newer messages take the place of older ones, and what
//! does not arrive is seen.

use chrono::Duration;
use entity::vocabulary::{MailState, Role};
use laurel::notifications::{Kind, To};
use reqwest::Method;
use serde_json::{Value, json};

use super::{account_of, letters, mails, set_address, states, sweep, tell};
use crate::harness::{TestApp, Visitor, keys};

db_tests! {
    empty: [
        a_decision_goes_when_a_second_person_releases_it,
        a_newer_notice_takes_the_place_of_an_unsent_older_one,
        a_waiting_message_can_be_held_and_let_go_again,
        whoever_cannot_be_reached_is_listed,
        the_outbox_is_for_the_award_office,
    ],
}

/// The head of a society with an address, told of a decision by the office.
async fn decided(app: &TestApp, kind: Kind, subject: &str) -> Visitor {
    let head = app.sign_in_of(Role::SocietyHead, Some("D-B-12")).await;
    if head.data("/me/mail").await["address"].is_null() {
        set_address(&head, "head@example.org", Some("zh")).await;
    }
    let to = To::Account(account_of(app, "test.society_head.d-b-12").await);
    tell(app, "test.award_office", &to, kind, subject).await;
    head
}

async fn first_of(visitor: &Visitor, state: &str) -> (String, i64, Value) {
    let outbox = visitor.data(&format!("/outbox?state={state}")).await;
    let one = outbox["messages"][0].clone();
    (one["id"].as_str().unwrap().to_owned(), one["version"].as_i64().unwrap(), one)
}

async fn release(visitor: &Visitor, id: &str, version: i64) -> (u16, String) {
    let path = format!("/outbox/{id}/release");
    visitor.change(Method::POST, &path, version, &json!({})).await.outcome()
}

async fn a_decision_goes_when_a_second_person_releases_it(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let second = app.sign_in(Role::AwardAdmin).await;
    let head = decided(app, Kind::NotAccepted, "nomination/1").await;
    sweep(app).await;
    sweep(app).await;
    assert_eq!(states(app).await, [MailState::Held], "composed once, and not sent");
    assert!(letters(app).is_empty());
    assert_eq!(head.data("/notices/unread").await["unread"], 1, "in Laurel it is told at once");
    let (id, version, one) = first_of(&second, "held").await;
    assert_eq!((&one["kind"], &one["barred"]), (&json!("not_accepted"), &json!("no_preview")));
    assert_eq!(one["recipient"], "test.society_head.d-b-12");
    assert_eq!(
        release(&second, &id, version).await,
        (409, "conflict".to_owned()),
        "no preview yet"
    );
    let preview = second.post("/notice-templates/not_accepted/preview", &json!({})).await;
    assert_eq!(preview.status, 200, "{}", preview.text);
    assert!(preview.json()["data"][0]["text"].as_str().unwrap().contains("不予受理"));
    let templates = second.data("/notice-templates").await;
    let seen =
        templates.as_array().unwrap().iter().find(|one| one["kind"] == "not_accepted").unwrap();
    assert_eq!(seen["previewed_by"], "test.award_admin");
    let none = second.post("/notice-templates/accepted/preview", &json!({})).await;
    assert_eq!(none.outcome(), (409, "conflict".to_owned()), "nothing to preview it on");
    // Whoever decided may not send, however often.
    let (_, _, one) = first_of(&office, "held").await;
    assert_eq!(one["barred"], "same_person");
    assert_eq!(release(&office, &id, version).await, (409, "conflict".to_owned()));
    assert_eq!(release(&second, &id, version + 1).await, (412, "stale".to_owned()));
    assert_eq!(release(&second, &id, version).await, (200, String::new()));
    assert_eq!(release(&second, &id, version + 1).await, (409, "conflict".to_owned()), "gone");
    sweep(app).await;
    sweep(app).await;
    assert_eq!(states(app).await, [MailState::Sent]);
    let letters = letters(app);
    assert_eq!(letters.keys().collect::<Vec<_>>(), [&format!("{id}.eml")]);
    let letter = &letters[&format!("{id}.eml")];
    for part in [
        "To: head@example.org",
        &format!("Message-ID: <{id}@localhost>"),
        "Auto-Submitted: auto-generated",
    ] {
        assert!(letter.contains(part), "{part}: {letter}");
    }
    let shown = second.data(&format!("/outbox/{id}")).await;
    assert_eq!(shown["released_by"], "test.award_admin");
    assert!(shown["text"].as_str().unwrap().contains("http://127.0.0.1:8080/messages"));
}

async fn a_newer_notice_takes_the_place_of_an_unsent_older_one(app: &TestApp) {
    use MailState::{Held, Sent, Superseded};
    let office = app.sign_in(Role::AwardOffice).await;
    let head = decided(app, Kind::NotAccepted, "nomination/1").await;
    sweep(app).await;
    app.clock.advance(Duration::minutes(5));
    decided(app, Kind::Accepted, "nomination/1").await;
    decided(app, Kind::Accepted, "nomination/2").await;
    sweep(app).await;
    assert_eq!(states(app).await, [Superseded, Held, Held]);
    let told = head.data("/notices").await;
    assert_eq!(told["unread"], 2, "the old one asks for nothing");
    assert_eq!(told["notices"].as_array().unwrap().len(), 3, "and is kept");
    let old = told["notices"].as_array().unwrap().iter().find(|one| one["kind"] == "not_accepted");
    assert_eq!(old.unwrap()["is_superseded"], true);
    let (id, version, _) = first_of(&office, "superseded").await;
    assert_eq!(release(&office, &id, version).await, (409, "conflict".to_owned()));
    // What was sent stays sent.
    decided(app, Kind::CorrectionAsked, "nomination/3").await;
    sweep(app).await;
    assert_eq!(states(app).await, [Superseded, Held, Held, Sent]);
    decided(app, Kind::Accepted, "nomination/3").await;
    sweep(app).await;
    assert_eq!(states(app).await, [Superseded, Held, Held, Sent, Held]);
    // Of another family, about the same thing: both stand.
    decided(app, Kind::ExtensionDecided, "nomination/1").await;
    sweep(app).await;
    assert_eq!(states(app).await[1], Held);
}

async fn a_waiting_message_can_be_held_and_let_go_again(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let head = app.sign_in_of(Role::SocietyHead, Some("D-B-12")).await;
    let to = To::Account(account_of(app, "test.society_head.d-b-12").await);
    tell(app, "somebody", &to, Kind::CorrectionAsked, "nomination/1").await;
    sweep(app).await;
    let (id, version, _) = first_of(&office, "failed").await;
    set_address(&head, "head@example.org", None).await;
    let act = async |deed: &str, version: i64, body: Value| {
        office.change(Method::POST, &format!("/outbox/{id}/{deed}"), version, &body).await
    };
    let again = act("resend", version, json!({})).await;
    assert_eq!((again.status, &again.json()["data"]["state"]), (200, &json!("waiting")));
    let bad = act("hold", version + 1, json!({ "reason": "" })).await;
    assert_eq!(bad.outcome(), (422, "invalid".to_owned()));
    let stopped = act("hold", version + 1, json!({ "reason": "待核对" })).await;
    assert_eq!(
        (stopped.status, &stopped.json()["data"]["held_by"]),
        (200, &json!("test.award_office"))
    );
    sweep(app).await;
    assert!(letters(app).is_empty());
    // No decision is told: who held it lets it go.
    assert_eq!(release(&office, &id, version + 2).await, (200, String::new()));
    sweep(app).await;
    assert_eq!(states(app).await, [MailState::Sent]);
    let letter = letters(app).into_values().next().unwrap();
    assert!(letter.contains("Subject: =?utf-8?"), "both languages: {letter}");
    let sent = act("hold", version + 5, json!({ "reason": "太晚" })).await.status;
    assert!(sent == 409 || sent == 412, "{sent}");
}

async fn whoever_cannot_be_reached_is_listed(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    decided(app, Kind::CorrectionAsked, "nomination/1").await;
    app.add_account("without.address", Role::Reviewer, None).await;
    let without = To::Account(account_of(app, "without.address").await);
    tell(app, "somebody", &without, Kind::CorrectionAsked, "nomination/2").await;
    tell(app, "somebody", &without, Kind::CorrectionAsked, "nomination/3").await;
    sweep(app).await;
    let listed = office.data("/outbox/unreachable").await;
    assert_eq!(listed.as_array().unwrap().len(), 1, "{listed}");
    assert_eq!(listed[0]["message"]["recipient"], "without.address");
    assert_eq!(
        (&listed[0]["count"], &listed[0]["message"]["error"]),
        (&json!(2), &json!("no_address"))
    );
    // A letter that was sent comes back, as the office or its mailbox script reports.
    let (id, _, _) = first_of(&office, "sent").await;
    let path = format!("/outbox/{id}/bounce");
    let bad = office.post(&path, &json!({ "status": "550 <head@example.org> unknown" })).await;
    assert_eq!(bad.outcome(), (422, "invalid".to_owned()));
    for _ in 0..2 {
        let bounced = office.post(&path, &json!({ "status": "5.1.1" })).await;
        assert_eq!(bounced.status, 200, "{}", bounced.text);
        assert_eq!(bounced.json()["data"]["state"], "bounced");
        assert_eq!(bounced.json()["data"]["error"], "bounced 5.1.1");
    }
    let listed = office.data("/outbox/unreachable").await;
    assert_eq!(listed.as_array().unwrap().len(), 2);
    // Nothing more goes there until there is another address.
    let head = decided(app, Kind::ExtensionDecided, "nomination/4").await;
    assert_ne!(head.data("/me/mail").await["bounced_at"], json!(null));
    app.clock.advance(Duration::minutes(1));
    sweep(app).await;
    assert_eq!(mails(app).await.last().unwrap().last_error.as_deref(), Some("address_bounced"));
    set_address(&head, "new@example.org", None).await;
    assert_eq!(head.data("/me/mail").await["bounced_at"], json!(null));
    app.clock.advance(Duration::minutes(1));
    decided(app, Kind::CorrectionAsked, "nomination/5").await;
    sweep(app).await;
    let listed = office.data("/outbox/unreachable").await;
    assert_eq!(listed.as_array().unwrap().len(), 1, "reached again: {listed}");
}

async fn the_outbox_is_for_the_award_office(app: &TestApp) {
    decided(app, Kind::Accepted, "nomination/1").await;
    sweep(app).await;
    let office = app.sign_in(Role::AwardOffice).await;
    let (id, version, _) = first_of(&office, "held").await;
    assert_eq!(office.get("/outbox?state=lost").await.outcome(), (400, "bad_parameter".to_owned()));
    assert_eq!(keys(&office.data("/outbox").await["messages"], "id"), std::slice::from_ref(&id));
    for role in [Role::SocietyHead, Role::Reviewer, Role::Cast, Role::Supervisor, Role::Department]
    {
        let society = (role == Role::SocietyHead).then_some("D-B-12");
        let visitor = app.sign_in_of(role, society).await;
        for path in
            ["/outbox", "/outbox/unreachable", "/notice-templates", &format!("/outbox/{id}")]
        {
            assert_eq!(visitor.get(path).await.outcome(), (403, "forbidden".to_owned()), "{path}");
        }
        assert_eq!(release(&visitor, &id, version).await, (403, "forbidden".to_owned()));
    }
    assert_eq!(states(app).await, [MailState::Held]);
}
