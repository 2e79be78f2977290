//! Does a dossier come back from its archive to the same digest, whole or not at all?

use laurel::{
    demo::journey::{Complete, Journey},
    nominations::submission::Archive,
    shared::Clock as _,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::SOCIETY;
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        an_archive_comes_back_to_the_same_digest,
        a_damaged_archive_makes_nothing,
    ],
}

/// The archive, with its files, of a dossier in which nothing is missing.
async fn archive(app: &TestApp, clerk: &Visitor) -> Archive {
    let set_clock = |instant| app.clock.advance(instant - app.clock.now());
    let today = app.clock.now();
    let journey =
        Journey { app: &app.app, year: 2027, society: SOCIETY, set_clock: &set_clock, today };
    let id = journey.write(&Complete::of("NAT").unwrap()).await.unwrap();
    taken(clerk, &format!("/dossiers/{id}")).await
}

async fn taken(clerk: &Visitor, path: &str) -> Archive {
    let answer = clerk.get(&format!("{path}/archive?files=true")).await;
    serde_json::from_str(&answer.text).unwrap()
}

async fn restore(clerk: &Visitor, archive: &str, key: &str) -> Answer {
    let request = clerk.request(Method::POST, "/rounds/2027/dossiers/from-archive");
    let request = request.header("idempotency-key", key).header("content-type", "application/json");
    Answer::of(request.body(archive.to_owned())).await
}

async fn an_archive_comes_back_to_the_same_digest(app: &TestApp) {
    let clerk = super::clerk(app).await;
    let mut archive = archive(app, &clerk).await;
    assert!(!archive.files.is_empty() && archive.values.len() > 100);
    // Under a number that is free, as it is where the records were lost.
    "2027-D-B-12-77".clone_into(&mut archive.number);
    let text = serde_json::to_string(&archive).unwrap();
    let made = restore(&clerk, &text, "first-request").await;
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json()["data"].clone();
    assert_eq!(made["number"], archive.number);
    assert_eq!((&made["digest"], &made["is_same"]), (&json!(archive.digest()), &json!(true)));
    let path = format!("/dossiers/{}", made["id"].as_str().unwrap());
    assert_eq!(taken(&clerk, &path).await, archive, "files and all");
    let again = restore(&clerk, &text, "first-request").await.json()["data"].clone();
    assert_eq!(again, made, "the same request is answered the same");

    // By the command line, where the number is taken by now.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("archive.json");
    std::fs::write(&file, &text).unwrap();
    let file = file.display().to_string();
    let words = ["import", "dossiers", &file, "--round", "2027", "--society", SOCIETY];
    let said = app.laurel(words.to_vec()).done();
    assert!(said.out.contains("编号已被占用") && !said.out.contains(&archive.digest()), "{said:?}");
}

async fn a_damaged_archive_makes_nothing(app: &TestApp) {
    let clerk = super::clerk(app).await;
    let archive = archive(app, &clerk).await;
    let count = async || clerk.data("/rounds/2027/dossiers").await.as_array().map(Vec::len);
    let before = count().await;
    let without = Archive { files: std::collections::BTreeMap::new(), ..archive.clone() };
    let mut other = serde_json::to_value(&archive).unwrap();
    let title = "/values/project.title";
    *other.pointer_mut(title).unwrap() = json!(["a list"]);
    let mut marked = serde_json::to_value(&archive).unwrap();
    *marked.pointer_mut(title).unwrap() = json!("绝密★启用前");
    let mut salted = serde_json::to_value(&archive).unwrap();
    salted["salt"] = json!("绝密★启用前");
    let mut unknown = serde_json::to_value(&archive).unwrap();
    unknown["values"]["project.nothing"] = json!("甲");
    let text = |value: &Value| value.to_string();
    for (sent, pointer) in [
        (serde_json::to_string(&without).unwrap(), "/attachments/1"),
        (text(&other), "/values/project.title"),
        (text(&marked), "/values/project.title"),
        (text(&salted), "/salt"),
        (text(&unknown), "/values/project.nothing"),
        (text(&json!({ "format": "laurel-dossier/1" })), ""),
        ("{ no json".to_owned(), ""),
    ] {
        let refused = restore(&clerk, &sent, "a-damaged-one").await;
        assert_eq!(refused.outcome(), (422, "invalid".to_owned()), "{pointer}");
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer, "{}", refused.text);
    }
    assert_eq!(count().await, before);
    let other = app.sign_in_of(entity::vocabulary::Role::SocietyClerk, Some("A-01")).await;
    let whole = serde_json::to_string(&archive).unwrap();
    assert_eq!(restore(&other, &whole, "of-another-society").await.status, 404);
}
