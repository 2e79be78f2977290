//! Do two people make a copy without names, and does it name nobody?

use entity::{
    attachment, dossier,
    ids::NominationId,
    nomination, nomination_person,
    vocabulary::{PersonRole, Role},
};
use laurel::exchange::pdf::{Document, Meta};
use reqwest::Method;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};
use serde_json::{Value, json};

use super::desk::{YEAR, round_id};
use crate::harness::{Answer, TestApp, Visitor, walk};

db_tests! {
    round: [
        two_people_make_a_copy_and_a_name_that_is_left_is_found,
        a_file_takes_the_place_of_an_attachment_without_a_name,
        copies_are_the_office_s_and_a_wall_keeps_from_them,
    ],
}

/// A nomination that came by import, whose introduction names its first completer.
async fn talkative(app: &TestApp) -> (NominationId, String) {
    let database = app.app.database.reader();
    let rows = nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(round_id(app).await))
        .order_by_asc(nomination::Column::Id)
        .all(database)
        .await
        .unwrap();
    for row in rows {
        let form = dossier::Entity::find_by_id(entity::ids::DossierId(row.id.0));
        let person = nomination_person::Entity::find()
            .filter(nomination_person::Column::NominationId.eq(row.id))
            .filter(nomination_person::Column::Role.eq(PersonRole::Completer))
            .order_by_asc(nomination_person::Column::Rank);
        let is_imported = form.one(database).await.unwrap().is_none();
        let person = person.one(database).await.unwrap();
        if let Some(person) = person.filter(|_| is_imported) {
            write(app, row.id, &format!("由{}主持完成，联系 a.b@example.org。", person.name)).await;
            return (row.id, person.name);
        }
    }
    panic!("no nomination came by import");
}

/// Writes another introduction.
async fn write(app: &TestApp, id: NominationId, text: &str) {
    let done = nomination::Entity::update_many()
        .col_expr(nomination::Column::AbstractText, Expr::value(text))
        .filter(nomination::Column::Id.eq(id))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    assert_eq!(done.rows_affected, 1);
}

async fn deed(who: &Visitor, path: &str, what: &str, version: i64) -> Answer {
    who.change(Method::POST, &format!("{path}/{what}"), version, &json!({})).await
}

/// The field of the introduction.
fn summary(sight: &Value) -> &Value {
    let fields = sight["fields"].as_array().unwrap();
    fields.iter().find(|field| field["address"] == "nomination.abstract").unwrap()
}

async fn two_people_make_a_copy_and_a_name_that_is_left_is_found(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let other = app.sign_in_as("test.office.two", Role::AwardOffice, None).await;
    let (id, name) = talkative(app).await;
    let path = format!("/nominations/{id}/redactions");
    let sight = office.data(&path).await;
    assert_eq!((&sight["copy"], &sight["may"]["draft"]), (&Value::Null, &json!(true)));
    let before = summary(&sight)["before"].as_str().unwrap();
    let after = summary(&sight)["after"].as_str().unwrap();
    assert!(before.contains(&name) && before.contains("a.b@example.org"));
    assert_eq!(after, "由███主持完成，联系 ███。");

    let nothing = json!({ "spans": [] });
    let made = office.create(&path, "key-of-a-copy", &nothing).await;
    assert_eq!((made.status, made.header("etag")), (201, "\"1\""), "{}", made.text);
    assert_eq!(office.create(&path, "key-of-a-copy", &nothing).await.status, 201, "once");
    let second = office.create(&path, "key-of-a-second-copy", &nothing).await;
    assert_eq!(second.outcome(), (409, "conflict".to_owned()), "one at a time");
    let one = format!("{path}/1");
    assert_eq!(deed(&office, &one, "check", 1).await.outcome().0, 409, "not who made it");
    assert_eq!(deed(&office, &one, "release", 1).await.outcome().0, 409, "it is not checked");
    let left = deed(&other, &one, "check", 1).await;
    assert_eq!(left.outcome(), (422, "invalid".to_owned()), "{}", left.text);
    let errors = left.json()["errors"].as_array().unwrap().clone();
    assert!(errors.iter().all(|error| error["code"] == "leaks"), "{errors:?}");
    assert!(errors.iter().any(|error| error["pointer"] == "/fields/nomination.abstract"));
    assert!(!left.text.contains(&name), "the refusal says where, and not whom");

    let fields = sight["fields"].as_array().unwrap().iter();
    let proposed: Vec<Value> =
        fields.flat_map(|field| field["proposed"].as_array().unwrap().clone()).collect();
    let body = json!({ "spans": proposed });
    let changed = other.change(Method::PUT, &one, 1, &body).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let stale = office.change(Method::PUT, &one, 1, &body).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    assert_eq!(deed(&other, &one, "check", 2).await.outcome().0, 409, "the last hand was his");
    let wrong = json!({ "spans": [{ "field": "nomination.abstract", "from": 0, "to": 9_999, "why": "name" }] });
    let wrong = office.change(Method::PUT, &one, 2, &wrong).await;
    assert_eq!(wrong.json()["errors"][0]["pointer"], "/spans/0", "{}", wrong.text);
    assert_eq!(deed(&office, &one, "check", 2).await.status, 200);
    assert_eq!(deed(&office, &one, "release", 3).await.status, 200);
    let fixed = office.change(Method::PUT, &one, 4, &body).await;
    assert_eq!(fixed.outcome().0, 409, "what is released stays");

    // Another text wants another copy.
    write(app, id, "另一份简介。").await;
    assert_eq!(office.data(&path).await["copy"]["is_current"], false);
    let made = office.create(&path, "key-of-a-third-copy", &nothing).await;
    assert_eq!(made.json()["data"]["copy"]["number"], 2, "{}", made.text);
    write(app, id, "又一份简介。").await;
    let two = format!("{path}/2");
    assert_eq!(deed(&other, &two, "check", 1).await.outcome().0, 409, "it changed meanwhile");
}

/// A PDF of one page that says a text, and in its properties a title.
fn printed(title: &str, text: &str) -> Vec<u8> {
    let mut document = Document::new(Meta { title: title.to_owned(), ..Meta::default() });
    document.paragraph(text);
    document.render().unwrap()
}

/// A nomination with a form and an attachment, the number of that, and the name of its first completer.
async fn with_attachment(app: &TestApp) -> (NominationId, i32, String) {
    let database = app.app.database.reader();
    let files = attachment::Entity::find()
        .filter(attachment::Column::RemovedAt.is_null())
        .order_by_asc(attachment::Column::Id)
        .all(database)
        .await
        .unwrap();
    // What a check found a fault in is given to nobody.
    let is_fit = |file: &attachment::Model| !file.verdicts.contains("\"is_fault\":true");
    for file in files.into_iter().filter(is_fit) {
        let id = NominationId(file.dossier_id.0);
        let person = nomination_person::Entity::find()
            .filter(nomination_person::Column::NominationId.eq(id))
            .filter(nomination_person::Column::Role.eq(PersonRole::Completer))
            .order_by_asc(nomination_person::Column::Rank);
        if let Some(person) = person.one(database).await.unwrap() {
            return (id, file.number, person.name);
        }
    }
    panic!("no nomination has an attachment");
}

async fn put(who: &Visitor, path: &str, version: i64, bytes: Vec<u8>) -> Answer {
    let request = who.request(Method::PUT, path).header("if-match", format!("\"{version}\""));
    Answer::of(request.header("content-type", "application/octet-stream").body(bytes)).await
}

async fn a_file_takes_the_place_of_an_attachment_without_a_name(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let (id, number, name) = with_attachment(app).await;
    let path = format!("/nominations/{id}/redactions");
    let made = office.create(&path, "key-of-a-copy-of-files", &json!({ "spans": [] })).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let file = format!("{path}/1/files/{number}");
    assert_eq!(office.get(&file).await.status, 404, "there is none yet");
    let told = put(&office, &file, 1, printed("示范", &format!("由{name}完成"))).await;
    assert_eq!(told.outcome(), (422, "invalid".to_owned()), "{}", told.text);
    assert_eq!(told.json()["errors"][0]["pointer"], "/pages/1");
    for (bytes, code) in [(b"no file".to_vec(), "wrong_kind"), (Vec::new(), "empty")] {
        let refused = put(&office, &file, 1, bytes).await;
        assert_eq!(refused.json()["errors"][0]["code"], code, "{}", refused.text);
    }
    let absent = format!("{path}/1/files/999");
    assert_eq!(put(&office, &absent, 1, printed("示范", "示范")).await.status, 404);

    // A name beside the pages goes by itself, as nobody would see it there.
    let kept = put(&office, &file, 1, printed("示范", "经隐名处理的证明")).await;
    assert_eq!(kept.status, 200, "{}", kept.text);
    let files = kept.json()["data"]["files"].as_array().unwrap().clone();
    let own = files.iter().find(|one| one["number"] == number).unwrap();
    assert_eq!((&own["is_replaced"], &own["replaced_pages"]), (&json!(true), &json!(1)));
    let read = walk::read(&office, &file).await;
    assert_eq!(read.status, 200);
    assert!(!read.text.contains(&name));
    assert_eq!(put(&office, &file, 1, printed("示范", "旧")).await.outcome().0, 412);
}

async fn copies_are_the_office_s_and_a_wall_keeps_from_them(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let other = app.sign_in_as("test.office.two", Role::AwardOffice, None).await;
    let (id, _) = talkative(app).await;
    let path = format!("/nominations/{id}/redactions");
    let list = format!("/rounds/{YEAR}/redactions?limit=200");
    let listed = office.get(&list).await.json();
    assert_eq!(
        (&listed["meta"]["is_needed"], &listed["meta"]["released"]),
        (&json!(false), &json!(0))
    );
    let total = listed["meta"]["total"].as_u64().unwrap();
    assert!(total > 5);
    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(supervisor.data(&path).await["may"]["draft"], false);
    let nothing = json!({ "spans": [] });
    assert_eq!(supervisor.create(&path, "key-of-a-supervisor", &nothing).await.status, 403);
    for role in [Role::Reviewer, Role::SocietyHead, Role::Cast, Role::CommitteeMember] {
        let who = app.sign_in(role).await;
        for path in [&path, &list] {
            assert_eq!(who.get(path).await.status, 403, "{role:?} {path}");
        }
    }

    let body = json!({
        "round": YEAR, "kind": "kin", "nomination_id": id.to_string(), "text": "完成人是近亲属",
    });
    let declared = office.create("/my-declarations", "key-of-a-wall", &body).await;
    assert_eq!(declared.status, 201, "{}", declared.text);
    assert_eq!(office.get(&path).await.outcome().0, 409);
    assert_eq!(office.create(&path, "key-of-the-walled", &nothing).await.outcome().0, 409);
    let now = office.get(&list).await.json()["meta"]["total"].as_u64().unwrap();
    let is_listed =
        listed["data"].as_array().unwrap().iter().any(|row| row["id"] == id.to_string());
    assert_eq!(now, total - u64::from(is_listed), "it is neither shown nor counted");
    assert_eq!(other.get(&path).await.status, 200);
}
