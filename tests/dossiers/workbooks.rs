//! A whole nomination by workbook: filed whole or not at all, and the same again when it comes back.

use reqwest::Method;
use serde_json::{Value, json};

use super::{SOCIETY, begin, clerk, keep, write};
use crate::harness::{Answer, TestApp, Visitor};
use entity::vocabulary::Role;

db_tests! {
    round: [
        a_dossier_goes_out_and_comes_back_to_the_same_digest,
        personal_data_leave_only_with_a_reason,
        a_workbook_with_faults_makes_nothing,
    ],
}

pub(super) async fn bytes_of(visitor: &Visitor, path: &str) -> Vec<u8> {
    let answer = visitor.request(Method::GET, path).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200, "{path}");
    answer.bytes().await.unwrap().to_vec()
}

pub(super) async fn file(visitor: &Visitor, society: &str, bytes: Vec<u8>, key: &str) -> Answer {
    let path = format!("/rounds/2027/dossiers/from-workbook?society={society}&name=a.xlsx");
    let request = visitor.request(Method::POST, &path).header("idempotency-key", key);
    Answer::of(request.body(bytes)).await
}

async fn filled(clerk: &Visitor) -> String {
    let path = begin(clerk, "nat-1").await;
    let edits = [
        write("project.title", "=1+1 凝聚态\n第二行 🏅", 0),
        write("project.grade", "first", 0),
        write("project.task_sources", json!(["A", "D"]), 0),
        write("summary.text", "长".repeat(40_000), 0),
        write("completers.items", json!(["a", "b"]), 0),
        write("completers.items/a/name", "甲一", 0),
        write("completers.items/a/id_number", "11010519491231002X", 0),
        write("completers.items/a/phone", "01068598456", 0),
        write("completers.items/b/name", "乙二", 0),
        write("papers.items", json!(["p"]), 0),
        write("papers.items/p/title", "000123", 0),
    ];
    keep(clerk, &path, &edits).await;
    path
}

async fn a_dossier_goes_out_and_comes_back_to_the_same_digest(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = filled(&clerk).await;
    let before = clerk.data(&path).await;
    let book = bytes_of(&clerk, &format!("{path}/workbook.xlsx?reason=filed-again")).await;
    let filed = file(&clerk, SOCIETY, book.clone(), "workbook-key").await;
    assert_eq!(filed.status, 201, "{}", filed.text);
    let data = filed.json()["data"].clone();
    assert_eq!(data["digest"], before["digest"]);
    let made = clerk.data(&format!("/dossiers/{}", data["id"].as_str().unwrap())).await;
    assert_eq!(made["digest"], before["digest"]);
    assert_eq!((&made["title"], &made["grade"]), (&before["title"], &before["grade"]));
    let again = file(&clerk, SOCIETY, book, "workbook-key").await;
    assert_eq!((again.status, &again.json()["data"]["id"]), (201, &data["id"]), "the same once");
    // Every form has its template, which is a workbook that can be filed.
    let forms = clerk.data("/forms").await;
    for form in forms.as_array().unwrap() {
        let id = form["id"].as_str().unwrap();
        let book = bytes_of(&clerk, &format!("/forms/{id}/template.xlsx")).await;
        let filed = file(&clerk, SOCIETY, book, &format!("template-{id}")).await;
        assert_eq!((filed.status, &filed.json()["data"]["form_id"]), (201, &json!(id)));
    }
    assert_eq!(clerk.get("/forms/none/template.xlsx").await.status, 404);
}

async fn personal_data_leave_only_with_a_reason(app: &TestApp) {
    use sea_orm::EntityTrait as _;
    let clerk = clerk(app).await;
    let path = filled(&clerk).await;
    let bare = bytes_of(&clerk, &format!("{path}/workbook.xlsx")).await;
    let filed = file(&clerk, SOCIETY, bare, "bare-workbook").await;
    let made =
        clerk.data(&format!("/dossiers/{}", filed.json()["data"]["id"].as_str().unwrap())).await;
    assert_eq!(made["fields"]["completers.items/a/name"]["value"], "甲一");
    assert!(made["fields"]["completers.items/a/id_number"].is_null());
    assert_eq!(clerk.get(&format!("{path}/workbook.xlsx?reason=x")).await.status, 400);
    bytes_of(&clerk, &format!("{path}/workbook.xlsx?reason=monthly-copy")).await;
    let records =
        entity::audit_record::Entity::find().all(app.app.database.reader()).await.unwrap();
    let seen = |record: &&entity::audit_record::Model| {
        record.action == "nominations.reveal" && record.reason.as_deref() == Some("monthly-copy")
    };
    assert_eq!(records.iter().filter(seen).count(), 1);
    let other = app.sign_in_of(Role::SocietyHead, Some("D-A-01")).await;
    assert_eq!(other.get(&format!("{path}/workbook.xlsx")).await.status, 404);
}

async fn a_workbook_with_faults_makes_nothing(app: &TestApp) {
    let clerk = clerk(app).await;
    let count = async || clerk.data("/rounds/2027/dossiers").await.as_array().unwrap().len();
    let before = count().await;
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("提名书").unwrap();
    for (row, (address, text)) in
        [("地址", "内容"), ("form", "nat-1"), ("project.title", "题"), ("project.colour", "红")]
            .into_iter()
            .enumerate()
    {
        let row = u32::try_from(row).unwrap();
        sheet.write_string(row, 0, address).unwrap();
        sheet.write_string(row, 3, text).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let filed = file(&clerk, SOCIETY, bytes, "faulty-workbook").await;
    assert_eq!(filed.outcome(), (422, "invalid".to_owned()));
    let pointer: Value = filed.json()["errors"][0]["pointer"].clone();
    assert_eq!(pointer, "/sheets/提名书/4/地址");
    for (at, bytes) in [b"PK\x03\x04".to_vec(), b"a,b\n".to_vec(), vec![]].into_iter().enumerate() {
        let filed = file(&clerk, SOCIETY, bytes, &format!("no-workbook-{at}")).await;
        assert_eq!(filed.status, 422, "{}", filed.text);
    }
    let template = bytes_of(&clerk, "/forms/nat-1/template.xlsx").await;
    assert_eq!(file(&clerk, "D-A-01", template, "another-society").await.status, 404);
    assert_eq!(count().await, before);
}
