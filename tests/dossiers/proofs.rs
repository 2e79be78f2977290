//! Can a society prove its publicity and its council's resolution by files that come into being after its text
//! was locked, and does that text stay what was made public?

use chrono::Duration;
use serde_json::{Value, json};

use super::{
    attachments::{begin_upload, files, part, place},
    clerk,
    made_files::pdf,
    process::{RESOLUTIONS, done, passed, post, process, publicity, published, resolution},
};
use crate::harness::{Answer, TestApp, Visitor, keys};

db_tests! {
    round: [
        proofs_come_after_the_lock_and_change_nothing_of_the_text,
        the_minutes_of_several_dossiers_are_one_file,
    ],
}

/// Uploads what proves something.
pub(super) async fn prove(visitor: &Visitor, path: &str, what: &str, words: &str) -> Answer {
    let bytes = pdf(words);
    let told = [("filename", "证明.pdf"), ("proves", what)];
    let begun = begin_upload(visitor, path, bytes.len(), &told).await;
    part(visitor, &place(&begun), 0, &bytes).await
}

/// Where a refusal points, and its word.
fn fault(answer: &Answer) -> (String, String) {
    let error = &answer.json()["errors"][0];
    (error["pointer"].as_str().unwrap().to_owned(), error["code"].as_str().unwrap().to_owned())
}

fn told(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

async fn proofs_come_after_the_lock_and_change_nothing_of_the_text(app: &TestApp) {
    let path = passed(app).await;
    let writer = clerk(app).await;
    let said = process(&writer, &path).await["content_digest"].clone();
    let plain = begin_upload(&writer, &path, 100, &[("filename", "论文.pdf")]).await;
    assert_eq!(plain.outcome(), (409, "conflict".to_owned()), "the text is locked");
    assert_eq!(prove(&writer, &path, "publicity", "notice").await.status, 204);
    assert_eq!(prove(&writer, &path, "publicity", "mistake").await.status, 204);
    let list = files(&writer, &path).await;
    assert_eq!((&list["may_edit"], &list["may_prove"]), (&json!(false), &json!(true)));
    assert_eq!(process(&writer, &path).await["content_digest"], said);

    let at = format!("{path}/publicity");
    let mut body = publicity(app, 6, &["示范研究所"]);
    body["proofs"] = json!(["9"]);
    assert_eq!(fault(&post(&writer, &at, &body).await), told("/proofs", "no_file"));
    body["proofs"] = json!([" 1 "]);
    let begun = done(&writer, &at, &body).await;
    assert_eq!(begun["publicity"]["proofs"], json!(["1"]));
    let replace = [("filename", "证明.pdf"), ("proves", "publicity"), ("replaces", "1")];
    assert_eq!(begin_upload(&writer, &path, 100, &replace).await.status, 409);
    assert_eq!(writer.delete(&format!("{path}/attachments/1")).await.status, 409, "it is a proof");
    assert_eq!(writer.delete(&format!("{path}/attachments/2")).await.status, 204, "a mistake goes");

    app.clock.advance(Duration::days(7));
    let writer = clerk(app).await;
    assert_eq!(prove(&writer, &path, "publicity", "outcome").await.status, 204);
    let end = json!({ "outcome": "none", "proofs": ["2"] });
    let gone = post(&writer, &format!("{at}/end"), &end).await;
    assert_eq!(fault(&gone), told("/proofs", "no_file"), "it was removed");
    let end = json!({ "outcome": "none", "proofs": ["3", "1"] });
    let ended = done(&writer, &format!("{at}/end"), &end).await;
    assert_eq!(ended["publicity"]["proofs"], json!(["1", "3"]));

    let mut body = resolution(app, &[&path], 30);
    body["minutes"] = json!("");
    body["minutes_attachment"] = json!("4");
    let early = post(&writer, RESOLUTIONS, &body).await;
    assert_eq!(fault(&early), told("/minutes_attachment", "no_file"));
    assert_eq!(prove(&writer, &path, "minutes", "minutes").await.status, 204);
    done(&writer, RESOLUTIONS, &body).await;
    assert_eq!(prove(&writer, &path, "minutes", "signed minutes").await.status, 204);
    let stands = process(&writer, &path).await;
    assert_eq!(stands["state"], "council_approved");
    assert_eq!(
        (&stands["resolution"]["minutes_attachment"], &stands["content_digest"]),
        (&json!("4"), &said)
    );
    let list = files(&writer, &path).await;
    assert_eq!(keys(&list["files"], "number"), ["1", "3", "4", "5"]);
    assert_eq!(keys(&list["files"], "is_proof"), ["true", "true", "true", "false"]);
}

async fn the_minutes_of_several_dossiers_are_one_file(app: &TestApp) {
    let (one, other) = (published(app).await, published(app).await);
    app.clock.advance(Duration::days(7));
    let writer = clerk(app).await;
    for path in [&one, &other] {
        done(&writer, &format!("{path}/publicity/end"), &json!({ "outcome": "none" })).await;
        assert_eq!(prove(&writer, path, "minutes", path).await.status, 204);
        assert_eq!(prove(&writer, path, "minutes", "the same").await.status, 204);
    }
    let mut body = resolution(app, &[&one, &other], 30);
    body["minutes"] = json!("");
    // The first file of each proves its publicity.
    body["minutes_attachment"] = json!("2");
    let apart = post(&writer, RESOLUTIONS, &body).await;
    assert_eq!(fault(&apart), told("/minutes_attachment", "other_file"));
    body["minutes_attachment"] = json!("3");
    let carried: Value = done(&writer, RESOLUTIONS, &body).await;
    assert_eq!(carried["is_carried"], true);
}
