//! Who learns that something was refused for a mark of classification, and of how little?

use chrono::Duration;
use entity::vocabulary::Role;
use laurel::audit;
use reqwest::Method;
use serde_json::{Value, json};

use super::{SOCIETY, attachments::begin_upload, begin, clerk, send, write};
use crate::harness::{Answer, TestApp, Visitor, walk::every_row};

db_tests! {
    round: [
        a_refusal_is_written_down_each_time_and_told_once_a_day,
        a_refusal_is_of_the_time_at_which_it_was_refused,
    ],
}

/// Recognisable wherever it turns up.
const WORD: &str = "青鸾八五六";
const MARKED: &str = "密级：机密，青鸾八五六";

/// What the gate refused, once it is written down, oldest first.
pub(crate) async fn refusals(app: &TestApp) -> Vec<audit::Entry> {
    laurel::http::write_refusals_down(&app.app).await.unwrap();
    let chain = audit::read_all(app.app.database.reader()).await.unwrap();
    let entries = chain.into_iter().map(|(link, _)| link.entry);
    entries.filter(|entry| entry.action == "classified.refuse").collect()
}

/// The notices of it that somebody has.
pub(crate) async fn told(visitor: &Visitor) -> Vec<Value> {
    let all = visitor.data("/notices").await;
    let of_kind = |notice: &&Value| notice["kind"] == "mark_refused";
    all["notices"].as_array().unwrap().iter().filter(of_kind).cloned().collect()
}

/// A field, the name of an attachment, a row of a table: each is refused at its place.
async fn sent_in_three_ways(clerk: &Visitor, dossier: &str) {
    let edits = [write("project.grade", "second", 0), write("project.title", MARKED, 0)];
    assert_eq!(send(clerk, dossier, &edits, "a-key-of-the-told").await.status, 422);
    let named = [("filename", "绝密★青鸾八五六.pdf"), ("filetype", "application/pdf")];
    assert_eq!(begin_upload(clerk, dossier, 10, &named).await.status, 422);
    let rows = format!("姓名,工作单位\n甲一,{}\n", MARKED.replace('，', "、"));
    let preview = format!("{dossier}/imports/preview?table=completers.items");
    let shown = Answer::of(clerk.request(Method::POST, &preview).body(rows)).await;
    assert_eq!(shown.json()["data"]["faults"][0]["code"], "classified", "{}", shown.text);
}

async fn a_refusal_is_written_down_each_time_and_told_once_a_day(app: &TestApp) {
    let (admin, office) =
        (app.sign_in(Role::AwardAdmin).await, app.sign_in(Role::AwardOffice).await);
    let head = app.sign_in_of(Role::SocietyHead, Some(SOCIETY)).await;
    let of_another = app.sign_in_of(Role::SocietyHead, Some("D-A-01")).await;
    let clerk = clerk(app).await;
    let dossier = begin(&clerk, "nat-1").await;
    let shown = clerk.data(&dossier).await;
    let (id, number) =
        (dossier.trim_start_matches("/dossiers/"), shown["number"].as_str().unwrap());
    let before = refusals(app).await.len();
    sent_in_three_ways(&clerk, &dossier).await;
    let refused = refusals(app).await.split_off(before);
    let of = |operation: &str, at: &str| Some(format!("{operation} /api/v1/dossiers/{{id}}{at}"));
    let reasons: Vec<Option<String>> = refused.iter().map(|one| one.reason.clone()).collect();
    assert_eq!(
        reasons,
        [
            of("PATCH", &format!("; nomination {number}; project.title secret")),
            of("POST", &format!("/uploads; nomination {number}; /file top_secret")),
            // The header of a column is the file's: the row alone is told.
            of("POST", &format!("/imports/preview; nomination {number}; /source/2/* secret")),
        ]
    );
    for one in &refused {
        assert_eq!(one.subject, format!("refusal/nomination/{id}"));
        let clerk = Role::SocietyClerk.as_str();
        assert_eq!(one.actor, format!("test.{clerk}.{}", SOCIETY.to_lowercase()));
        assert!(one.request_id.is_some());
    }
    // The office's administrator and the head of the society, once each; nobody else.
    for visitor in [&admin, &head] {
        let notices = told(visitor).await;
        assert_eq!(notices.len(), 1, "{notices:?}");
        let said = notices[0].to_string();
        assert!(said.contains(number) && said.contains("project.title secret"), "{said}");
    }
    for visitor in [&office, &of_another, &clerk] {
        assert_eq!(told(visitor).await.len(), 0);
    }
    // Another day it is told again.
    app.clock.advance(Duration::days(1));
    let clerk = super::clerk(app).await;
    let again = clerk.post(&format!("{dossier}/reveal"), &json!({ "reason": MARKED })).await;
    assert_eq!(again.outcome(), (422, "invalid".to_owned()));
    assert_eq!(refusals(app).await.len(), before + 4);
    assert_eq!(told(&app.sign_in(Role::AwardAdmin).await).await.len(), 2);
    for (table, row) in every_row(app).await {
        assert!(!row.contains(WORD), "{table}");
    }
}

/// Where it could not be written down at once, the chain says when it was refused, not when that was told.
async fn a_refusal_is_of_the_time_at_which_it_was_refused(app: &TestApp) {
    let clerk = clerk(app).await;
    let dossier = begin(&clerk, "nat-1").await;
    let before = refusals(app).await.len();
    let at = laurel::shared::Clock::now(&app.clock);
    let edits = [write("project.title", MARKED, 0)];
    assert_eq!(send(&clerk, &dossier, &edits, "a-key-of-a-late-record").await.status, 422);
    app.clock.advance(Duration::hours(3));
    assert_eq!(refusals(app).await.len(), before + 1);
    let chain = audit::read_all(app.app.database.reader()).await.unwrap();
    let refused = chain.iter().rfind(|(link, _)| link.entry.action == "classified.refuse");
    assert_eq!(refused.unwrap().0.at, at);
}
