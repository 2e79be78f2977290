//! Is a nomination corrected in what was named and nothing else, in time?

use chrono::Duration;
use entity::{ids::DossierId, vocabulary::Role};
use laurel::shared::Clock as _;
use serde_json::{Value, json};

use super::{SOCIETY, deed, done, examiner, handed_in, key, opened, pass_all_but, say};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        what_was_named_is_corrected_and_examined_again,
        a_correction_that_is_late_by_a_second_is_refused,
        a_round_without_time_for_corrections_has_none,
    ],
}

const RULE: &str = "FC-016";
const OTHER: &str = "FC-013";

/// A nomination on which two examiners found something, so that it may be corrected.
async fn refusable(app: &TestApp, mark: u32) -> (DossierId, String, Visitor) {
    let dossier = handed_in(app, ("NAT", mark)).await;
    let (first, second) = (examiner(app, "first").await, examiner(app, "second").await);
    let id = opened(&first, dossier).await;
    pass_all_but(&first, &id, RULE).await;
    say(&first, &id, RULE, "fail").await;
    say(&second, &id, RULE, "fail").await;
    (dossier, id, first)
}

fn asked() -> Value {
    json!({ "addresses": ["summary.text"], "note": "项目简介含品牌名，请改正" })
}

async fn edit(visitor: &Visitor, path: &str, address: &str, value: &str) -> Answer {
    let edit = json!({ "address": address, "value": value, "seen": i64::MAX });
    let request = visitor.request(reqwest::Method::PATCH, path);
    Answer::of(request.header("idempotency-key", key()).json(&json!({ "edits": [edit] }))).await
}

async fn hand_in(visitor: &Visitor, path: &str) -> Answer {
    let version = visitor.data(path).await["version"].as_i64().unwrap();
    deed(visitor, &format!("{path}/correction"), version, &json!({})).await
}

async fn what_was_named_is_corrected_and_examined_again(app: &TestApp) {
    let (dossier, id, first) = refusable(app, 61).await;
    let head = app.sign_in_of(Role::SocietyHead, Some(SOCIETY)).await;
    let path = format!("/dossiers/{dossier}");
    let before = says(&head, &path, "summary.text").await;
    let corrected = format!("{before}（已更正）");
    let closed = edit(&head, &path, "summary.text", &corrected).await;
    assert_eq!(closed.status, 409, "nothing is open before it is asked for");
    let one = done(&first, &id, "correction", &asked()).await;
    assert_eq!(one["standing"], "correcting");
    let told = head.data(&format!("{path}/examination")).await;
    assert_eq!(told["correction"]["addresses"], json!(["summary.text"]));
    assert_eq!(told["correction"]["may_answer"], true);
    assert_eq!(head.data(&path).await["unlocked"], json!(["summary.text"]));

    let locked = edit(&head, &path, "project.title", "别的名称").await;
    assert_eq!(locked.status, 409, "{}", locked.text);
    let kept = edit(&head, &path, "summary.text", &corrected).await;
    assert_eq!(kept.status, 200, "{}", kept.text);
    let hidden = first.data(&format!("/examinations/{id}")).await;
    assert_eq!(hidden["correction"]["changes"], json!([]), "it is the society's until handed in");
    let clerk = app.sign_in_of(Role::SocietyClerk, Some(SOCIETY)).await;
    assert_eq!(hand_in(&clerk, &path).await.status, 403, "the head hands it in");
    let answer = hand_in(&head, &path).await;
    assert_eq!(answer.status, 204, "{}", answer.text);
    assert_eq!(edit(&head, &path, "summary.text", "又改").await.status, 409, "locked again");

    let one = first.data(&format!("/examinations/{id}")).await;
    assert_eq!((&one["attempt"], &one["standing"]), (&json!(2), &json!("judging")));
    let changes = one["correction"]["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0]["after"], corrected);
    let standing = |rule: &str| {
        let items = one["items"].as_array().unwrap().iter();
        items.clone().find(|item| item["rule"] == rule).map(|item| item["standing"].clone())
    };
    assert_eq!(standing(OTHER), Some(json!("pass")), "what is untouched stands");
    assert_ne!(standing(RULE), Some(json!("fail")), "what was corrected is judged anew");
    let receipts = head.data(&format!("{path}/submissions")).await;
    assert_eq!(receipts["submissions"].as_array().unwrap().len(), 2, "with a receipt of its own");
    let office = app.sign_in(Role::AwardOffice).await;
    let nomination = office.data(&format!("/nominations/{dossier}")).await;
    assert_eq!(nomination["state"], "form_check");
    assert!(nomination.to_string().contains("（已更正）"), "what the later stages read follows");
    pass_all_but(&first, &id, "").await;
    assert_eq!(done(&first, &id, "accept", &json!({})).await["standing"], "accepted");
}

async fn a_correction_that_is_late_by_a_second_is_refused(app: &TestApp) {
    let (dossier, id, first) = refusable(app, 62).await;
    let head = app.sign_in_of(Role::SocietyHead, Some(SOCIETY)).await;
    let path = format!("/dossiers/{dossier}");
    done(&first, &id, "correction", &asked()).await;
    let due = head.data(&format!("{path}/examination")).await["correction"]["due_at"].clone();
    let due: chrono::DateTime<chrono::Utc> = due.as_str().unwrap().parse().unwrap();
    let later = due + Duration::days(1);
    let body = json!({ "until": later, "reason": "学会停电" });
    let one = done(&first, &id, "extension", &body).await;
    assert_eq!(one["correction"]["due_at"], json!(later));
    app.clock.advance(later - app.clock.now() - Duration::seconds(1));
    app.tick().await;
    // The session of before is long over.
    let head = app.sign_in_of(Role::SocietyHead, Some(SOCIETY)).await;
    assert_eq!(edit(&head, &path, "summary.text", "最后一秒").await.status, 200);
    app.clock.advance(Duration::seconds(1));
    assert_eq!(edit(&head, &path, "summary.text", "晚了一秒").await.status, 409);
    assert_eq!(hand_in(&head, &path).await.status, 409);
    app.tick().await;
    app.tick().await;
    let told = head.data(&format!("{path}/examination")).await;
    assert_eq!(told["standing"], "refused");
    assert_eq!(told["correction"]["may_answer"], false);
}

async fn a_round_without_time_for_corrections_has_none(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let table = office.data("/rounds/2027/timetable").await;
    let version = table["version"].as_i64().unwrap();
    let body = json!({
        "opens_at": table["opens_at"], "closes_at": table["closes_at"], "publicity_days": 7,
        "publicity_count": "natural", "basis": "通知",
    });
    let request = office.request(reqwest::Method::PUT, "/rounds/2027/timetable");
    let answer = Answer::of(request.header("if-match", format!("\"{version}\"")).json(&body)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let (_, id, first) = refusable(app, 63).await;
    let path = format!("/examinations/{id}");
    let one = first.data(&path).await;
    assert_eq!((&one["may"]["correct"], &one["may"]["refuse"]), (&json!(false), &json!(true)));
    let version = one["version"].as_i64().unwrap();
    let answer = deed(&first, &format!("{path}/correction"), version, &asked()).await;
    assert_eq!(answer.status, 422, "{}", answer.text);
}

/// What a field says.
async fn says(visitor: &Visitor, path: &str, address: &str) -> String {
    let dossier = visitor.data(path).await;
    dossier["fields"][address]["value"].as_str().unwrap().to_owned()
}
