//! Edits, repetitions, meetings, history.

use reqwest::Method;
use serde_json::{Value, json};

use super::{SOCIETY, begin, clerk, keep, says, send, write};
use crate::harness::{Answer, TestApp, Visitor};
use entity::vocabulary::Role;

db_tests! {
    round: [
        an_edit_is_kept_once_however_often_it_is_sent,
        different_fields_merge_and_the_same_field_meets,
        rows_that_two_clerks_add_are_both_there,
        nothing_that_is_typed_is_cut,
        a_version_is_brought_back_as_a_version_of_its_own,
        what_a_colleague_wrote_meanwhile_is_not_brought_back_over,
        what_no_form_takes_is_refused_whole,
        many_editors_at_once_lose_nothing,
        dossiers_begun_at_once_have_numbers_of_their_own,
    ],
}

async fn an_edit_is_kept_once_however_often_it_is_sent(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let edits = [write("project.title", "凝聚态中的新量子态", 0)];
    let first = send(&clerk, &path, &edits, "key-of-one-edit").await;
    assert_eq!(first.status, 200, "{}", first.text);
    keep(&clerk, &path, &[write("project.title", "后来改的题目", 2)]).await;
    let again = send(&clerk, &path, &edits, "key-of-one-edit").await;
    assert_eq!((again.status, &again.text), (200, &first.text), "the same answer");
    assert_eq!(
        says(&clerk, &path, "project.title").await,
        "后来改的题目",
        "and nothing done again"
    );
    let other = send(&clerk, &path, &[write("project.title", "乙", 3)], "key-of-one-edit").await;
    assert_eq!(other.outcome(), (422, "idempotency_key_reused".to_owned()));
    let rows = clerk.data("/rounds/2027/dossiers").await;
    let own = |row: &&Value| path.ends_with(row["id"].as_str().unwrap());
    let row = rows.as_array().unwrap().iter().find(own).unwrap();
    assert_eq!((&row["title"], &row["state"]), (&json!("后来改的题目"), &json!("draft")));
}

async fn different_fields_merge_and_the_same_field_meets(app: &TestApp) {
    let clerk = clerk(app).await;
    let head = app.sign_in_of(Role::SocietyHead, Some(SOCIETY)).await;
    let path = begin(&clerk, "nat-1").await;
    keep(&clerk, &path, &[write("project.title", "甲", 0)]).await;
    // Both saw the title at version 2.
    keep(&head, &path, &[write("project.title", "负责人的题目", 2)]).await;
    let outcome = keep(
        &clerk,
        &path,
        &[write("project.title", "经办人的题目", 2), write("summary.text", "简介。", 0)],
    )
    .await;
    let met = &outcome["met"][0];
    assert_eq!((&met["address"], &met["value"]), (&json!("project.title"), &json!("负责人的题目")));
    assert_eq!(met["version"], 3);
    assert!(met["by"].as_str().unwrap().contains("head"), "{met}");
    assert!(
        outcome["saved"]["summary.text"].is_i64() && outcome["saved"]["project.title"].is_null()
    );
    assert_eq!(says(&clerk, &path, "project.title").await, "负责人的题目");
    assert_eq!(says(&clerk, &path, "summary.text").await, "简介。");
    // Having seen it, the clerk may write over it.
    let outcome = keep(&clerk, &path, &[write("project.title", "商定的题目", 3)]).await;
    assert_eq!(outcome["met"], json!([]));
    assert_eq!(says(&head, &path, "project.title").await, "商定的题目");
}

async fn rows_that_two_clerks_add_are_both_there(app: &TestApp) {
    let clerk = clerk(app).await;
    let head = app.sign_in_of(Role::SocietyHead, Some(SOCIETY)).await;
    let path = begin(&clerk, "nat-1").await;
    let rows = |rows: &[&str], seen: i64, base: &[&str]| json!({ "address": "completers.items", "value": rows, "seen": seen, "base": base });
    keep(&clerk, &path, &[rows(&["a", "b"], 0, &[])]).await;
    keep(&head, &path, &[rows(&["a", "b", "h"], 2, &["a", "b"])]).await;
    let outcome = keep(&clerk, &path, &[rows(&["a", "c", "b"], 2, &["a", "b"])]).await;
    let merged = json!(["a", "c", "b", "h"]);
    assert_eq!(outcome["merged"]["completers.items"], merged);
    assert_eq!(says(&clerk, &path, "completers.items").await, merged);
    // Both changed the order: nobody's is taken without the other knowing.
    keep(&head, &path, &[rows(&["h", "a", "c", "b"], 4, &["a", "c", "b", "h"])]).await;
    let late = keep(&clerk, &path, &[rows(&["b", "a", "c", "h"], 4, &["a", "c", "b", "h"])]).await;
    assert_eq!(late["met"][0]["value"], json!(["h", "a", "c", "b"]));
}

async fn nothing_that_is_typed_is_cut(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let long = "字".repeat(3_000);
    let html = "<script>alert(1)</script>\u{0} & \"引号\"\r\n第二行";
    keep(
        &clerk,
        &path,
        &[
            write("summary.text", long.as_str(), 0),
            write("opinion.text", html.replace('\0', "").as_str(), 0),
            write("project.starts_on", "前年春天", 0),
        ],
    )
    .await;
    let dossier = clerk.data(&path).await;
    assert_eq!(dossier["fields"]["summary.text"]["value"], long.as_str());
    assert_eq!(dossier["fields"]["opinion.text"]["value"], html.replace('\0', "").as_str());
    assert_eq!(dossier["fields"]["project.starts_on"]["value"], "前年春天");
    let fault = |address: &str| {
        let faults = dossier["faults"].as_array().unwrap();
        let found = faults.iter().find(|fault| fault["address"] == address);
        found.map(|fault| fault["code"].as_str().unwrap().to_owned())
    };
    assert_eq!(fault("summary.text").as_deref(), Some("too_long"));
    assert_eq!(fault("project.starts_on").as_deref(), Some("day"));
    assert_eq!(fault("project.title").as_deref(), Some("missing"));
}

async fn a_version_is_brought_back_as_a_version_of_its_own(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    keep(&clerk, &path, &[write("project.title", "第一稿", 0)]).await;
    keep(&clerk, &path, &[write("project.title", "第二稿", 2), write("project.title_en", "B", 0)])
        .await;
    let changes = clerk.data(&format!("{path}/changes")).await;
    assert_eq!(changes.as_array().unwrap().len(), 3);
    let of_title = |one: &&Value| one["address"] == "project.title";
    let newest = changes.as_array().unwrap().iter().find(of_title).unwrap();
    assert_eq!((&newest["version"], &newest["before"]), (&json!(3), &json!("第一稿")));
    let bring_back = async |version: i64, seen: i64| {
        restore(&clerk, &path, (version, seen), &laurel::shared::random_token(12)).await
    };
    let restored = bring_back(2, 3).await;
    assert_eq!(restored.status, 200, "{}", restored.text);
    assert_eq!(says(&clerk, &path, "project.title").await, "第一稿");
    assert_eq!(says(&clerk, &path, "project.title_en").await, Value::Null);
    assert_eq!(clerk.data(&format!("{path}/changes")).await.as_array().unwrap().len(), 5);
    for none in [0, 99] {
        assert_eq!(bring_back(none, 4).await.status, 422);
    }
}

/// Asks for a version to be brought back over the one that was seen.
async fn restore(visitor: &Visitor, path: &str, (version, seen): (i64, i64), key: &str) -> Answer {
    let request = visitor.request(Method::POST, &format!("{path}/restore"));
    let request = request.header("if-match", format!("\"{seen}\""));
    Answer::of(request.header("idempotency-key", key).json(&json!({ "version": version }))).await
}

async fn what_a_colleague_wrote_meanwhile_is_not_brought_back_over(app: &TestApp) {
    let clerk = clerk(app).await;
    let head = app.sign_in_of(Role::SocietyHead, Some(SOCIETY)).await;
    let path = begin(&clerk, "nat-1").await;
    keep(&clerk, &path, &[write("summary.text", "第一稿", 0)]).await;
    keep(&clerk, &path, &[write("summary.text", "第二稿", 2)]).await;
    // While the clerk reads the history of version 3, the head goes on writing.
    keep(&head, &path, &[write("summary.text", "负责人的新稿", 3)]).await;
    let key = "key-of-one-restoring";
    let late = restore(&clerk, &path, (2, 3), key).await;
    assert_eq!(late.outcome(), (412, "stale".to_owned()));
    let present = &late.json()["present"];
    let of_summary = &present["data"]["fields"]["summary.text"];
    assert_eq!((&present["version"], &of_summary["value"]), (&json!(4), &json!("负责人的新稿")));
    assert_eq!(says(&clerk, &path, "summary.text").await, "负责人的新稿");
    let unseen = clerk.request(Method::POST, &format!("{path}/restore"));
    let unseen = unseen.header("idempotency-key", key).json(&json!({ "version": 2 }));
    assert_eq!(Answer::of(unseen).await.status, 428);
    // Having seen it, the clerk may; and may ask again where the answer was lost.
    let restored = restore(&clerk, &path, (2, 4), key).await;
    assert_eq!(restored.status, 200, "{}", restored.text);
    keep(&head, &path, &[write("summary.text", "第三稿", 5)]).await;
    let again = restore(&clerk, &path, (2, 4), key).await;
    assert_eq!((again.status, &again.text), (200, &restored.text), "the same answer");
    assert_eq!(says(&clerk, &path, "summary.text").await, "第三稿", "and nothing done again");
}

async fn what_no_form_takes_is_refused_whole(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let good = write("project.title", "甲", 0);
    for bad in [
        write("project.colour", "red", 0),
        write("completers.items", "a", 0),
        write("project.title", json!(["a"]), 0),
        write("completers.items", json!(["../../etc"]), 0),
        write("project.title", "again", 0),
    ] {
        let answer = send(&clerk, &path, &[good.clone(), bad.clone()], "some-key-here").await;
        assert_eq!(answer.outcome(), (422, "invalid".to_owned()), "{bad}");
        assert_eq!(answer.json()["errors"][0]["pointer"], "/edits/1");
    }
    for body in [json!({ "edits": [] }), json!({ "edits": [{ "address": "nowhere" }] }), json!([])]
    {
        let request =
            clerk.request(Method::PATCH, &path).header("idempotency-key", "some-key-here");
        let answer = Answer::of(request.json(&body)).await;
        assert!(answer.status == 400 || answer.status == 422, "{} {body}", answer.status);
    }
    let keyless =
        Answer::of(clerk.request(Method::PATCH, &path).json(&json!({ "edits": [good] }))).await;
    assert_eq!(keyless.status, 400);
    assert_eq!(clerk.data(&path).await["version"], 1, "nothing was written");
    let unknown = json!({ "society_id": SOCIETY, "form_id": "nat-99" });
    let request = clerk.request(Method::POST, "/rounds/2027/dossiers");
    let answer =
        Answer::of(request.header("idempotency-key", "some-key-there").json(&unknown)).await;
    assert_eq!(answer.outcome(), (422, "invalid".to_owned()));
}

/// Eight editors each write their own field ten times, all at once: every acknowledged edit is in the
/// history, once and in order.
async fn many_editors_at_once_lose_nothing(app: &TestApp) {
    const EDITORS: usize = 8;
    const EDITS: usize = 10;
    let first = clerk(app).await;
    let path = begin(&first, "nat-1").await;
    let rows: Vec<String> = (0..EDITORS).map(|row| format!("r{row}")).collect();
    keep(&first, &path, &[write("completers.items", json!(rows), 0)]).await;
    let editors = (0..EDITORS).map(|editor| {
        let (visitor, path) = (first.clone(), path.clone());
        async move {
            let address = format!("completers.items/r{editor}/contribution");
            let mut seen = 0;
            for edit in 0..EDITS {
                let text = format!("第 {edit} 次");
                let outcome = keep(&visitor, &path, &[write(&address, text, seen)]).await;
                assert_eq!(outcome["met"], json!([]), "nobody else writes here");
                seen = outcome["saved"][&address].as_i64().unwrap();
            }
        }
    });
    futures_util::future::join_all(editors).await;
    let changes = first.data(&format!("{path}/changes")).await;
    for editor in 0..EDITORS {
        let address = format!("completers.items/r{editor}/contribution");
        let own = changes
            .as_array()
            .unwrap()
            .iter()
            .rev()
            .filter(|one| one["address"] == address.as_str());
        let texts: Vec<&str> = own.map(|one| one["after"].as_str().unwrap()).collect();
        let expected: Vec<String> = (0..EDITS).map(|edit| format!("第 {edit} 次")).collect();
        assert_eq!(texts, expected);
    }
}

async fn dossiers_begun_at_once_have_numbers_of_their_own(app: &TestApp) {
    let clerk = clerk(app).await;
    let before = clerk.data("/rounds/2027/dossiers").await.as_array().unwrap().len();
    futures_util::future::join_all((0..8).map(|_| begin(&clerk, "inv-1"))).await;
    let rows = clerk.data("/rounds/2027/dossiers").await;
    let mut numbers = crate::harness::keys(&rows, "number");
    numbers.dedup();
    assert_eq!(numbers.len(), before + 8, "{numbers:?}");
}
