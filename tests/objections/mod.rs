//! Does an objection come in, go its way by its clocks, and tell nobody who made it?

mod clocks;
mod course;
mod deferred;
mod intake;
mod kept_late;
mod leaks;
mod material;
mod several;

use chrono::{DateTime, Duration, Utc};
use entity::{
    ids::NominationId,
    nomination, objection, objection_identity, publicity, publicity_entry,
    vocabulary::{NominationState, PublicityKind, Role},
};
use laurel::nominations::course::{NextStep, take};
use reqwest::Method;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _,
};
use serde_json::{Value, json};

use crate::harness::{Answer, TestApp, Visitor};

/// Number of the publicity that a test makes.
const PUBLICITY: &str = "2027-acceptance-test";

/// A publicity that is open, with the nominations of one society.
pub(crate) struct Public {
    pub(crate) society: String,
    pub(crate) nominations: Vec<NominationId>,
    pub(crate) closes_at: DateTime<Utc>,
}

/// States that the nominations of the demonstration reach once they are accepted.
const KNOWN: [NominationState; 12] = [
    NominationState::Submitted,
    NominationState::FormCheck,
    NominationState::CorrectionRequired,
    NominationState::Accepted,
    NominationState::AcceptancePublicity,
    NominationState::ObjectionOpen,
    NominationState::ObjectionInvestigating,
    NominationState::ObjectionClear,
    NominationState::ObjectionResolved,
    NominationState::UpheldTerminated,
    NominationState::Deferred,
    NominationState::Abandoned,
];

/// Makes accepted nominations of a society public for thirty days from an hour ago.
pub(crate) async fn publish(app: &TestApp) -> Public {
    publish_of(app, None).await
}

/// The same of one society.
pub(crate) async fn publish_of(app: &TestApp, of: Option<&str>) -> Public {
    let database = app.app.database.reader();
    // Those of the demonstration are none of the test's.
    objection::Entity::delete_many().exec(database).await.unwrap();
    objection_identity::Entity::delete_many().exec(database).await.unwrap();
    publicity::Entity::delete_many().exec(database).await.unwrap();
    let accepted = nomination::Entity::find()
        .filter(nomination::Column::State.is_in(KNOWN))
        .filter(nomination::Column::Category.is_in(["NAT", "INV", "PRO"]))
        .filter(nomination::Column::SocietyCode.is_not_null())
        .order_by_asc(nomination::Column::SocietyCode)
        .order_by_asc(nomination::Column::Id)
        .all(database)
        .await
        .unwrap();
    let most = accepted
        .iter()
        .filter_map(|row| row.society_code.clone())
        .max_by_key(|code| {
            accepted.iter().filter(|row| row.society_code.as_ref() == Some(code)).count()
        })
        .unwrap();
    let society = of.map_or(most, str::to_owned);
    let own: Vec<_> =
        accepted.into_iter().filter(|row| row.society_code.as_ref() == Some(&society)).collect();
    let now = app.app.clock.now();
    let row = publicity::Model {
        id: app.app.ids.next(),
        round_id: own[0].round_id,
        kind: PublicityKind::Acceptance,
        number: PUBLICITY.to_owned(),
        title: "受理公示".to_owned(),
        notice: String::new(),
        opens_at: now - Duration::hours(1),
        closes_at: now + Duration::days(30),
        policy: "test".to_owned(),
        version: 1,
        drafted_by: "tests".to_owned(),
        drafted_at: now,
        released_by: Some("tests.two".to_owned()),
        released_at: Some(now),
        digest: None,
    };
    row.clone().into_active_model().reset_all().insert(database).await.unwrap();
    let mut nominations = Vec::new();
    for (position, one) in (1..).zip(&own) {
        show(app, &row, (position, one)).await;
        nominations.push(one.id);
    }
    Public { society, nominations, closes_at: row.closes_at }
}

/// Shows a nomination in a publicity.
async fn show(app: &TestApp, of: &publicity::Model, (position, one): (i32, &nomination::Model)) {
    let entry = publicity_entry::Model {
        id: app.app.ids.next(),
        publicity_id: of.id,
        nomination_id: one.id,
        position,
        nomination_version: one.version,
        content: "{}".to_owned(),
        digest: String::new(),
    };
    let database = app.app.database.reader();
    entry.into_active_model().reset_all().insert(database).await.unwrap();
    let mut accepted = one.clone().into_active_model();
    accepted.state = sea_orm::ActiveValue::Set(NominationState::Accepted);
    accepted.update(database).await.unwrap();
    let tx = app.app.database.begin_write().await.unwrap();
    let next = NextStep { to: NominationState::AcceptancePublicity, holds: &[], reason: None };
    take(&app.app, &tx, ("tests", one.id), next).await.unwrap();
    tx.commit().await.unwrap();
}

/// Where a nomination stands.
pub(crate) async fn state_of(app: &TestApp, id: NominationId) -> NominationState {
    let row = nomination::Entity::find_by_id(id).one(app.app.database.reader()).await.unwrap();
    row.unwrap().state
}

const BOUNDARY: &str = "----laurel-test-boundary";

/// A form with files, as a browser writes it.
fn form_body(texts: &[(&str, &str)], files: &[&[u8]]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, text) in texts {
        body.extend(
            format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
            )
            .bytes(),
        );
    }
    for file in files {
        body.extend(
            format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"files\"; \
                 filename=\"{FILE_NAME}\"\r\ncontent-type: application/pdf\r\n\r\n"
            )
            .bytes(),
        );
        body.extend_from_slice(file);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

/// A form with files, as a browser sends it.
pub(crate) async fn send_form(
    visitor: &Visitor,
    path: &str,
    texts: &[(&str, &str)],
    files: &[&[u8]],
) -> Answer {
    let request = visitor
        .bare(Method::POST, path)
        .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
        .body(form_body(texts, files));
    Answer::of(request).await
}

pub(crate) const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n";
pub(crate) const FACTS: &str =
    "第三项创新点在 2019 年的论文中已由他人公开，提名书未引用，见证明材料。";

/// Who objects, recognisable wherever it turns up.
pub(crate) const NAME: &str = "覃蓝鹊壬";
pub(crate) const UNIT: &str = "示范鹊桥研究所壬";
pub(crate) const TELEPHONE: &str = "199-0734-5512";
pub(crate) const EMAIL: &str = "quelan.ren@objector.example";
pub(crate) const FILE_NAME: &str = "quelan-ren-evidence.pdf";

/// The fields of a named objection to the entry at `position`.
pub(crate) fn named<'a>(position: &'a str, token: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("publicity", PUBLICITY),
        ("entry", position),
        ("token", token),
        ("kind", "academic"),
        ("facts", FACTS),
        ("named", "yes"),
        ("name", NAME),
        ("unit", UNIT),
        ("telephone", TELEPHONE),
        ("email", EMAIL),
    ]
}

/// Files a named objection and gives the code of its receipt.
pub(crate) async fn object(app: &TestApp, position: &str, token: &str) -> String {
    let fields = named(position, token);
    let answer = send_form(&app.anyone(), "/public/objections", &fields, &[PDF]).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    code_in(&answer.text)
}

/// The code on a receipt.
pub(crate) fn code_in(page: &str) -> String {
    let (_, rest) = page.split_once("<code class=\"receipt\">").expect("a receipt with a code");
    rest.split_once('<').unwrap().0.to_owned()
}

/// The page of a case.
pub(crate) async fn follow(app: &TestApp, code: &str) -> Answer {
    send_form(&app.anyone(), "/public/objections/follow", &[("code", code)], &[]).await
}

/// The keys of the objections in the office's queue.
pub(crate) async fn queue(office: &Visitor) -> Vec<Value> {
    office.data("/objections").await.as_array().unwrap().clone()
}

/// The only objection there is.
pub(crate) async fn only(office: &Visitor) -> String {
    let rows = queue(office).await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows[0]["id"].as_str().unwrap().to_owned()
}

/// Does a deed on an objection as it stands.
pub(crate) async fn deed(visitor: &Visitor, id: &str, what: &str, body: &Value) -> Answer {
    let seen = visitor.get(&format!("/objections/{id}")).await;
    let request = visitor.request(Method::POST, &format!("/objections/{id}/{what}"));
    Answer::of(request.header("if-match", seen.header("etag")).json(body)).await
}

/// A deed that is done.
pub(crate) async fn done(visitor: &Visitor, id: &str, what: &str, body: &Value) -> Value {
    let answer = deed(visitor, id, what, body).await;
    assert_eq!(answer.status, 200, "{what}: {}", answer.text);
    answer.json()["data"].clone()
}

/// The society does something with a task of its own.
pub(crate) async fn society_deed(
    society: &Visitor,
    id: &str,
    (party, what): (&str, &str),
    body: &Value,
) -> Answer {
    let seen = society.get(&format!("/society-objections/{id}")).await;
    let task = task_of(&seen.json()["data"], party);
    let path = format!("/society-objections/{id}/tasks/{task}/{what}");
    let request = society.request(Method::POST, &path);
    Answer::of(request.header("if-match", seen.header("etag")).json(body)).await
}

/// The society answers with files of material.
pub(crate) async fn hand_in(
    society: &Visitor,
    id: &str,
    (party, text): (&str, &str),
    files: &[&[u8]],
) -> Answer {
    let seen = society.get(&format!("/society-objections/{id}")).await;
    let task = task_of(&seen.json()["data"], party);
    let path = format!("/society-objections/{id}/tasks/{task}/answer");
    let request = society
        .request(Method::POST, &path)
        .header("if-match", seen.header("etag"))
        .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
        .body(form_body(&[("text", text)], files));
    Answer::of(request).await
}

/// The key of the last task of a party.
pub(crate) fn task_of(objection: &Value, party: &str) -> String {
    let tasks = objection["tasks"].as_array().unwrap();
    let task = tasks.iter().rev().find(|task| task["party"] == party).unwrap();
    task["id"].as_str().unwrap().to_owned()
}

/// When what is asked of a party ends.
pub(crate) fn due_of(objection: &Value, party: &str) -> DateTime<Utc> {
    let tasks = objection["tasks"].as_array().unwrap();
    let task = tasks.iter().rev().find(|task| task["party"] == party && task["task"] == "answer");
    task.unwrap()["due_at"].as_str().unwrap().parse().unwrap()
}

pub(crate) fn accept() -> Value {
    json!({ "decision": "accept", "text": "有人对第三项创新点的首创性提出异议，请就其与已有论文的关系作出说明。" })
}

/// Moves the clock to an instant.
pub(crate) fn set_clock(app: &TestApp, to: DateTime<Utc>) {
    app.clock.advance(to - app.app.clock.now());
}

/// The office, an administrator of it, and the supervisor.
pub(crate) async fn office(app: &TestApp) -> (Visitor, Visitor) {
    (app.sign_in(Role::AwardOffice).await, app.sign_in(Role::AwardAdmin).await)
}

/// A body that an operation on objections takes.
pub(crate) fn body(path: &str) -> Option<Value> {
    if !path.starts_with("/objections/") && !path.starts_with("/society-objections/") {
        return None;
    }
    Some(match path.rsplit('/').next()? {
        "screen" => accept(),
        "tasks" => json!({ "party": "nominee", "what": "请补充说明" }),
        "extension" if path.starts_with("/objections/") => {
            json!({ "is_granted": true, "answer": "同意延期" })
        }
        "extension" => json!({ "days": 5, "reason": "需要时间" }),
        "record" => json!({ "text": "调查情况记录如下，共两页。" }),
        "outcome" => json!({ "outcome": "dismissed", "effect": "stays", "text": "异议不成立" }),
        "decide" => json!({ "is_agreed": false, "text": "请补充" }),
        "resumption" => json!({ "reason": "次届受理公示已结束，材料补充齐全" }),
        "identity-requests" => json!({ "reason": "异议者称受到打击报复，须核实" }),
        "answer" if path.starts_with("/objections/") => {
            json!({ "is_granted": false, "reason": "理由不充分，不予查阅身份" })
        }
        "answer" => json!({ "text": "说明如下。" }),
        _ => json!({}),
    })
}
