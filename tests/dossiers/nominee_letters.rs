//! Personal links by mail: to the nominee's own address, known to nobody else, and kept nowhere once they have gone.

use chrono::Duration;
use entity::{notice, notice_mail, vocabulary::Role};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::{Value, json};

use super::{
    SOCIETY, clerk, keep,
    nominees::{A, confirm, open, submit, two_people},
    write,
};
use crate::harness::{
    Answer, TestApp, Visitor,
    walk::{decoded, every_row, hear_the_log, heard},
};

db_tests! {
    round: [
        a_letter_brings_the_link_and_nothing_keeps_it,
        a_letter_goes_to_the_address_that_the_dossier_names_now,
        whoever_has_no_address_or_was_written_to_lately_gets_no_letter,
        an_address_gets_so_many_letters_a_day_whoever_names_it,
        a_letter_that_comes_back_is_told_and_the_office_sees_nothing_of_it,
        nobody_else_sends_or_previews_a_letter,
    ],
}

const ADDRESS: &str = "jia.planted@nominee.example";
const OTHER: &str = "jia.moved@nominee.example";

/// A dossier with two people, of whom the first has an address.
async fn with_address(clerk: &Visitor) -> String {
    let path = two_people(clerk).await;
    name_address(clerk, &path, ADDRESS).await;
    path
}

async fn name_address(clerk: &Visitor, path: &str, address: &str) {
    keep(clerk, path, &[write(&format!("{A}/email"), address, i64::MAX)]).await;
}

/// Asks for letters under a key.
async fn send_as(clerk: &Visitor, path: &str, rows: &[&str], key: &str) -> Answer {
    clerk.create(&format!("{path}/nominees/letters"), key, &json!({ "rows": rows })).await
}

async fn send(clerk: &Visitor, path: &str, rows: &[&str]) -> Answer {
    send_as(clerk, path, rows, &laurel::shared::random_token(12)).await
}

/// The first person as the society sees him.
async fn first(clerk: &Visitor, path: &str) -> Value {
    clerk.data(&format!("{path}/nominees")).await["people"][0].clone()
}

/// Lets the outbox send; a round of it sends no more than so many, and the demonstration left some.
async fn deliver(app: &TestApp) {
    for _ in 0..10 {
        laurel::notifications::sweep(&app.app).await.unwrap();
    }
}

/// The letters to an address, as their readers have them.
fn letters_to(app: &TestApp, address: &str) -> Vec<String> {
    let Ok(folder) = std::fs::read_dir(app.folder().join("outbox")) else { return Vec::new() };
    let letters = folder.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    let to = format!("To: {address}");
    letters.filter(|letter| letter.contains(&to)).map(|letter| decoded(&letter)).collect()
}

/// The word of the link in a letter.
fn token_in(letter: &str) -> String {
    let is_of_word = |one: char| one.is_ascii_alphanumeric() || one == '-' || one == '_';
    let mut words = letter
        .split("/nominee/")
        .skip(1)
        .map(|rest| rest.split(|one: char| !is_of_word(one)).next().unwrap().to_owned())
        .filter(|word| word.len() == 43);
    words.next().unwrap_or_else(|| panic!("no link: {letter}"))
}

/// What the notices of letters keep sealed.
async fn sealed(app: &TestApp) -> Vec<Option<String>> {
    let of_letters = notice::Column::Kind.eq("nominee_asked");
    let found = notice::Entity::find().filter(of_letters).order_by_asc(notice::Column::Id);
    let rows = found.all(app.app.database.reader()).await.unwrap();
    rows.into_iter().map(|row| row.address).collect()
}

/// Every row of the database as text.
async fn rows(app: &TestApp) -> String {
    let rows: Vec<String> =
        every_row(app).await.into_iter().map(|(table, row)| format!("{table} {row}")).collect();
    rows.join("\n")
}

async fn a_letter_brings_the_link_and_nothing_keeps_it(app: &TestApp) {
    hear_the_log();
    let clerk = clerk(app).await;
    let path = with_address(&clerk).await;
    let preview = clerk.data(&format!("{path}/nominees/a/letter")).await;
    assert_eq!(preview["to"], "j***@nominee.example");
    for (language, part) in [("zh", "示范甲"), ("en", "means to nominate")] {
        let text = preview[language]["text"].as_str().unwrap();
        assert!(text.contains(part) && text.contains("/nominee/…"), "{text}");
        assert!(preview[language]["subject"].as_str().unwrap().contains("界面空位的演化规律"));
    }
    assert_eq!(first(&clerk, &path).await["link"], Value::Null, "a preview makes nothing");

    let answer = send(&clerk, &path, &["a"]).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let person = answer.json()["data"]["people"][0].clone();
    assert_eq!((&person["state"], &person["mail_to"]), (&json!("asked"), &preview["to"]));
    assert_eq!(person["link"]["letter"]["state"], "queued");
    assert!(!answer.text.contains("/nominee/"), "nobody else is told the link");
    let waiting = rows(app).await;
    let kept = sealed(app).await;
    assert!(kept[0].as_deref().unwrap().starts_with("sealed:1:"), "{kept:?}");

    deliver(app).await;
    let [letter]: [String; 1] = letters_to(app, ADDRESS).try_into().unwrap();
    let token = token_in(&letter);
    let person = first(&clerk, &path).await;
    assert_eq!(person["link"]["letter"]["state"], "sent");
    assert_eq!(person["link"]["letter"]["is_current"], true);
    assert_eq!(sealed(app).await, [None::<String>], "wiped with the letter");
    let kept = confirm(app, &format!("/nominee/{token}"), &[]).await;
    assert!(kept.text.contains("您已确认"), "{}", kept.text);
    assert_eq!(first(&clerk, &path).await["state"], "confirmed");

    for told in [&waiting, &rows(app).await, &heard()] {
        assert!(!told.contains(&token) && !told.contains("jia.planted"));
    }
    assert!(waiting.contains("nominations.mail_nominee_link"));
}

async fn a_letter_goes_to_the_address_that_the_dossier_names_now(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = with_address(&clerk).await;
    assert_eq!(send(&clerk, &path, &["a"]).await.status, 200);
    // The address was wrong, and the letter has not gone: it goes to the new one, and to no other.
    name_address(&clerk, &path, OTHER).await;
    let person = first(&clerk, &path).await;
    assert_eq!(person["link"]["letter"]["is_current"], false);
    assert_eq!(person["mail_from"], Value::Null, "a letter to elsewhere is not waited for");
    assert_eq!(send(&clerk, &path, &["a"]).await.status, 200);
    let kept: Vec<bool> = sealed(app).await.iter().map(Option::is_some).collect();
    assert_eq!(kept, [false, true], "what was taken back is wiped");
    deliver(app).await;
    assert!(letters_to(app, ADDRESS).is_empty());
    let [letter]: [String; 1] = letters_to(app, OTHER).try_into().unwrap();
    assert_eq!(open(app, &format!("/nominee/{}", token_in(&letter))).await.status, 200);
    // A link that is taken back takes its letter with it.
    app.clock.advance(Duration::minutes(10));
    assert_eq!(send(&clerk, &path, &["a"]).await.status, 200);
    let revoked = clerk.post(&format!("{path}/nominees/a/revoke"), &json!({})).await;
    assert_eq!(revoked.status, 200, "{}", revoked.text);
    deliver(app).await;
    assert_eq!(letters_to(app, OTHER).len(), 1);
    assert!(sealed(app).await.iter().all(Option::is_none));
}

async fn whoever_has_no_address_or_was_written_to_lately_gets_no_letter(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = with_address(&clerk).await;
    for (rows, code, pointer) in [
        (&["a", "b"][..], "no_address", "/rows/1"),
        (&["zz"][..], "unknown", "/rows/0"),
        (&[][..], "length", "/rows"),
    ] {
        let answer = send(&clerk, &path, rows).await;
        assert_eq!(answer.status, 422, "{}", answer.text);
        let fault = &answer.json()["errors"][0];
        assert_eq!((&fault["code"], &fault["pointer"]), (&json!(code), &json!(pointer)));
    }
    let bare = clerk.post(&format!("{path}/nominees/letters"), &json!({ "rows": ["a"] })).await;
    assert_eq!(bare.outcome(), (400, "idempotency_key_required".to_owned()));
    assert!(sealed(app).await.is_empty(), "all are sent, or none");
    assert_eq!(first(&clerk, &path).await["link"], Value::Null);

    // The same request again is one letter; another one waits.
    for _ in 0..2 {
        assert_eq!(send_as(&clerk, &path, &["a"], "key-of-the-letter").await.status, 200);
    }
    assert_eq!(sealed(app).await.len(), 1);
    let soon = send(&clerk, &path, &["a"]).await;
    assert_eq!(soon.outcome(), (429, "too_many_attempts".to_owned()));
    assert!(soon.header("retry-after").parse::<i64>().unwrap() <= 601);
    assert!(first(&clerk, &path).await["mail_from"].is_string());
    deliver(app).await;
    for _ in 1..5 {
        app.clock.advance(Duration::minutes(10));
        assert_eq!(send(&clerk, &path, &["a"]).await.status, 200);
        deliver(app).await;
    }
    app.clock.advance(Duration::minutes(10));
    assert_eq!(send(&clerk, &path, &["a"]).await.status, 429, "five in a day");
    let mut opened = Vec::new();
    for letter in letters_to(app, ADDRESS) {
        opened.push(open(app, &format!("/nominee/{}", token_in(&letter))).await.status);
    }
    opened.sort_unstable();
    assert_eq!(opened, [200, 404, 404, 404, 404], "the newest link alone opens");
}

async fn an_address_gets_so_many_letters_a_day_whoever_names_it(app: &TestApp) {
    let clerk = clerk(app).await;
    let both = async || {
        let path = with_address(&clerk).await;
        keep(&clerk, &path, &[write("completers.items/b/email", ADDRESS, 0)]).await;
        path
    };
    let (path, other) = (both().await, both().await);
    for _ in 0..4 {
        assert_eq!(send(&clerk, &path, &["a", "b"]).await.status, 200, "colleagues share it");
        deliver(app).await;
        app.clock.advance(Duration::minutes(10));
        assert_eq!(first(&clerk, &path).await["mail_from"], Value::Null, "after the pause, again");
    }
    assert_eq!(send(&clerk, &path, &["a"]).await.status, 200);
    deliver(app).await;
    // The ninth is gone: of two more neither goes, one does, and then none.
    let two = send(&clerk, &other, &["a", "b"]).await;
    assert_eq!(two.outcome(), (429, "too_many_attempts".to_owned()));
    assert_eq!(two.json()["errors"][0]["pointer"], "/rows/1");
    assert_eq!(first(&clerk, &other).await["link"], Value::Null, "all are sent, or none");
    assert_eq!(first(&clerk, &other).await["mail_from"], Value::Null);
    assert_eq!(send(&clerk, &other, &["b"]).await.status, 200);
    deliver(app).await;
    assert!(first(&clerk, &other).await["mail_from"].is_string(), "who was never written to");
    let full = send(&clerk, &other, &["a"]).await;
    assert_eq!(full.outcome(), (429, "too_many_attempts".to_owned()));
    // To another address it goes at once.
    name_address(&clerk, &other, OTHER).await;
    assert_eq!(first(&clerk, &other).await["mail_from"], Value::Null);
    assert_eq!(send(&clerk, &other, &["a"]).await.status, 200);
}

async fn a_letter_that_comes_back_is_told_and_the_office_sees_nothing_of_it(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = with_address(&clerk).await;
    assert_eq!(send(&clerk, &path, &["a"]).await.status, 200);
    deliver(app).await;
    let of_letters =
        notice_mail::Entity::find().filter(notice_mail::Column::Kind.eq("nominee_asked"));
    let mail = of_letters.one(app.app.database.reader()).await.unwrap().unwrap();
    let office = app.sign_in(Role::AwardOffice).await;
    let message = format!("/outbox/{}", mail.id);
    let shown = office.get(&message).await;
    assert!(shown.text.contains("/nominee/…"), "{}", shown.text);
    for part in ["示范甲", "界面空位", "jia.planted"] {
        assert!(!shown.text.contains(part), "not submitted yet: {}", shown.text);
    }
    let bounced = office.post(&format!("{message}/bounce"), &json!({ "status": "5.1.1" })).await;
    assert_eq!(bounced.status, 200, "{}", bounced.text);
    let version = bounced.json()["data"]["version"].as_i64().unwrap();
    let again = format!("{message}/resend");
    let again = office.change(reqwest::Method::POST, &again, version, &json!({})).await;
    assert_eq!(again.outcome(), (409, "conflict".to_owned()), "its link is wiped");
    let person = first(&clerk, &path).await;
    assert_eq!(person["link"]["letter"]["state"], "refused");
    assert_eq!(person["mail_from"], Value::Null, "one that did not arrive is not waited for");
    assert_eq!(send(&clerk, &path, &["a"]).await.status, 200);
}

async fn nobody_else_sends_or_previews_a_letter(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = with_address(&clerk).await;
    let letter = format!("{path}/nominees/a/letter");
    let other = app.sign_in_of(Role::SocietyClerk, Some("D-A-01")).await;
    let office = app.sign_in(Role::AwardOffice).await;
    for (visitor, status) in [(&other, 404), (&office, 403), (&app.anyone(), 401)] {
        assert_eq!(visitor.get(&letter).await.status, status);
        assert_eq!(send(visitor, &path, &["a"]).await.status, status);
    }
    let head = app.sign_in_of(Role::SocietyHead, Some(SOCIETY)).await;
    assert_eq!(head.get(&letter).await.status, 200);
    assert_eq!(clerk.get(&format!("{path}/nominees/zz/letter")).await.status, 404);
    submit(app, &path).await;
    let late = send(&clerk, &path, &["a"]).await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()));
    assert!(sealed(app).await.is_empty());
}
