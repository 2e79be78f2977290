//! Rows from files: shown first, taken whole or not at all, once however often they are sent.

use reqwest::Method;
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};

use super::{SOCIETY, begin, clerk, keep, says, write};
use crate::harness::{Answer, TestApp, Visitor};
use entity::vocabulary::{NominationState, Role};

db_tests! {
    round: [
        people_come_from_a_table_and_only_once,
        papers_come_from_bibtex_and_ris,
        a_row_that_stands_is_left_or_written_over,
        a_cell_that_somebody_else_changed_is_not_written_over,
        personal_data_come_in_sealed_and_are_never_told,
        bad_files_are_refused_by_line_and_change_nothing,
        a_mark_of_classification_is_shown_at_its_cell_and_nothing_is_taken,
        nobody_else_imports_and_a_closed_dossier_takes_nothing,
    ],
}

const PEOPLE: &str = "completers.items";
const PAPERS: &str = "papers.items";

/// Asks what a source would bring.
async fn preview(visitor: &Visitor, path: &str, table: &str, bytes: impl Into<Vec<u8>>) -> Answer {
    let path = format!("{path}/imports/preview?table={table}");
    Answer::of(visitor.request(Method::POST, &path).body(bytes.into())).await
}

/// Takes a source.
async fn take(
    visitor: &Visitor,
    path: &str,
    (table, mode, seen): (&str, &str, i64),
    bytes: impl Into<Vec<u8>>,
    key: &str,
) -> Answer {
    let path = format!("{path}/imports?table={table}&mode={mode}&seen={seen}&name=list.csv");
    let request = visitor.request(Method::POST, &path).header("idempotency-key", key);
    Answer::of(request.body(bytes.into())).await
}

fn fates(preview: &Answer) -> Vec<String> {
    assert_eq!(preview.status, 200, "{}", preview.text);
    let rows = preview.json()["data"]["rows"].as_array().unwrap().clone();
    rows.iter().map(|row| row["fate"].as_str().unwrap().to_owned()).collect()
}

async fn people_come_from_a_table_and_only_once(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let (file, (), ()) = encoding_rs_gb18030(
        "排名,姓名,性别,工作单位,是否外国人\n1,甲一,男,某研究所,否\n2,乙二,女,某大学,否\n",
    );
    let shown = preview(&clerk, &path, PEOPLE, file.clone()).await;
    assert_eq!(fates(&shown), ["new", "new"]);
    let data = &shown.json()["data"];
    assert_eq!((&data["kind"], &data["columns"][0]["column"]), (&json!("csv"), &Value::Null));
    assert_eq!(data["rows"][1]["line"], 3);
    let version = clerk.data(&path).await["version"].clone();
    assert_eq!(data["seen"], version, "a preview changes nothing");
    let seen = data["seen"].as_i64().unwrap();
    let taken = take(&clerk, &path, (PEOPLE, "add", seen), file.clone(), "import-key-1").await;
    assert_eq!(taken.status, 200, "{}", taken.text);
    let rows = taken.json()["data"]["added"].clone();
    assert_eq!(says(&clerk, &path, PEOPLE).await, rows);
    let first = format!("{PEOPLE}/{}", rows[0].as_str().unwrap());
    assert_eq!(says(&clerk, &path, &format!("{first}/name")).await, "甲一");
    assert_eq!(says(&clerk, &path, &format!("{first}/is_foreigner")).await, "no");
    // The same request gets the same answer; the same file under another key finds all of it there.
    let again = take(&clerk, &path, (PEOPLE, "add", seen), file.clone(), "import-key-1").await;
    assert_eq!((again.status, &again.text), (200, &taken.text));
    assert_eq!(fates(&preview(&clerk, &path, PEOPLE, file.clone()).await), ["same", "same"]);
    let other = take(&clerk, &path, (PEOPLE, "replace", seen), file, "import-key-2").await;
    assert_eq!(other.json()["data"]["left"], 2);
    assert_eq!(other.json()["data"]["version"], taken.json()["data"]["version"]);
    // Where it came from is told until somebody changes it.
    let origins = clerk.data(&format!("{path}/origins")).await;
    let told = origins[format!("{first}/name")]["told"]["zh"].as_str().unwrap().to_owned();
    assert!(told.contains("list.csv") && told.contains("第 2 行"), "{told}");
    let name = format!("{first}/name");
    keep(&clerk, &path, &[write(&name, "甲一（改）", 99)]).await;
    let origins = clerk.data(&format!("{path}/origins")).await;
    assert!(origins[&name].is_null() && origins[format!("{first}/sex")].is_object());
}

/// As a spreadsheet in China saves a CSV file.
fn encoding_rs_gb18030(text: &str) -> (Vec<u8>, (), ()) {
    let (bytes, _, is_lossy) = encoding_rs::GB18030.encode(text);
    assert!(!is_lossy);
    (bytes.into_owned(), (), ())
}

async fn papers_come_from_bibtex_and_ris(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let authors = (1..=300).map(|at| format!("Author{at}, A.")).collect::<Vec<_>>().join(" and ");
    let bib = format!(
        "@article{{a, title={{{{A}} study}}, author={{{authors}}}, journal={{J}}, year=2020, \
         doi={{10.1000/a}}, keywords={{k}}}}\n@article{{b, title={{另一篇}}, author={{张三 and 李四}}}}\n"
    );
    let shown = preview(&clerk, &path, PAPERS, bib.clone()).await;
    assert_eq!(fates(&shown), ["new", "new"]);
    let data = &shown.json()["data"];
    let listed = data["rows"][0]["cells"]["authors"].as_str().unwrap().split('；').count();
    assert_eq!((listed, &data["kind"]), (300, &json!("bibtex")), "nothing is cut");
    let unmapped =
        data["columns"].as_array().unwrap().iter().any(|one| one["header"] == "keywords");
    assert!(unmapped);
    let seen = data["seen"].as_i64().unwrap();
    let taken = take(&clerk, &path, (PAPERS, "add", seen), bib, "bibtex-key").await;
    assert_eq!(taken.json()["data"]["added"].as_array().unwrap().len(), 2, "{}", taken.text);
    let ris = "TY  - JOUR\nTI  - A STUDY.\nDO  - https://doi.org/10.1000/A\nER  - \nTY  - JOUR\nTI  - C\nER  - \n";
    let shown = preview(&clerk, &path, PAPERS, ris).await;
    assert_eq!(fates(&shown), ["differs", "new"]);
    assert_eq!(shown.json()["data"]["rows"][0]["by"], "doi");
    let wrong = preview(&clerk, &path, PEOPLE, ris).await;
    assert!(wrong.json()["data"]["faults"][0]["what"]["zh"].as_str().unwrap().contains("RIS"));
}

async fn a_row_that_stands_is_left_or_written_over(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let edits = [
        write(PEOPLE, json!(["a"]), 0),
        write("completers.items/a/name", "甲一", 0),
        write("completers.items/a/work_unit", "某研究所", 0),
        write("completers.items/a/title", "讲师", 0),
    ];
    keep(&clerk, &path, &edits).await;
    // Cells as they are copied out of a spreadsheet.
    let file = "姓名\t工作单位\t职称\t职务\n甲一\t某研究所\t教授\t\n";
    let shown = preview(&clerk, &path, PEOPLE, file).await;
    let row = &shown.json()["data"]["rows"][0];
    assert_eq!(
        (&row["fate"], &row["by"], &row["differs"]),
        (&json!("differs"), &json!("name_unit"), &json!(["title"]))
    );
    let seen = shown.json()["data"]["seen"].as_i64().unwrap();
    let left = take(&clerk, &path, (PEOPLE, "add", seen), file, "left-key-1").await;
    assert_eq!(left.json()["data"]["left"], 1);
    assert_eq!(says(&clerk, &path, "completers.items/a/title").await, "讲师");
    let over = take(&clerk, &path, (PEOPLE, "replace", seen), file, "over-key-1").await;
    assert_eq!(over.json()["data"]["changed"], json!(["a"]), "{}", over.text);
    assert_eq!(says(&clerk, &path, "completers.items/a/title").await, "教授");
    let changes = clerk.data(&format!("{path}/changes")).await;
    assert_eq!(changes[0]["before"], "讲师", "as an ordinary edit");
}

async fn a_cell_that_somebody_else_changed_is_not_written_over(app: &TestApp) {
    let clerk = clerk(app).await;
    let head = app.sign_in_of(Role::SocietyHead, Some(SOCIETY)).await;
    let path = begin(&clerk, "nat-1").await;
    let title = "papers.items/p/venue";
    let edits = [
        write(PAPERS, json!(["p"]), 0),
        write("papers.items/p/doi", "10.1000/a", 0),
        write(title, "旧刊名", 0),
    ];
    keep(&clerk, &path, &edits).await;
    let file = "DOI,刊名或者出版社\n10.1000/a,新刊名\n";
    let shown = preview(&clerk, &path, PAPERS, file).await;
    let seen = shown.json()["data"]["seen"].as_i64().unwrap();
    keep(&head, &path, &[write(title, "负责人改的刊名", seen)]).await;
    let taken = take(&clerk, &path, (PAPERS, "replace", seen), file, "late-import").await;
    assert_eq!(taken.json()["data"]["met"][0]["value"], "负责人改的刊名", "{}", taken.text);
    assert_eq!(says(&clerk, &path, title).await, "负责人改的刊名");
}

async fn personal_data_come_in_sealed_and_are_never_told(app: &TestApp) {
    const NUMBER: &str = "11010519491231002X";
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let file = format!("姓名,身份证号码,工作单位\n甲一,{NUMBER},某研究所\n");
    let shown = preview(&clerk, &path, PEOPLE, file.clone()).await;
    assert!(!shown.text.contains(NUMBER) && shown.text.contains("11**************2X"));
    let taken = take(&clerk, &path, (PEOPLE, "add", 1), file, "secret-key-1").await;
    assert_eq!(taken.status, 200, "{}", taken.text);
    let same = "姓名,身份证号码\n甲一（曾用名）,11010519491231002x\n";
    let shown = preview(&clerk, &path, PEOPLE, same).await;
    assert_eq!(shown.json()["data"]["rows"][0]["by"], "id_number");
    for path in [path.clone(), format!("{path}/changes"), format!("{path}/origins")] {
        assert!(!clerk.get(&path).await.text.contains(NUMBER));
    }
    let database = app.app.database.reader();
    for row in entity::dossier_value::Entity::find().all(database).await.unwrap() {
        assert!(!row.value.unwrap_or_default().contains(NUMBER));
    }
    for row in entity::idempotency_record::Entity::find().all(database).await.unwrap() {
        assert!(!row.reply.contains(NUMBER));
    }
}

async fn bad_files_are_refused_by_line_and_change_nothing(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let huge = format!("姓名\n\"{}\"\n", "长".repeat(3_500_000));
    let deep = format!("@article{{a, title={}x}}", "{".repeat(50_000));
    let bad: Vec<(&str, Vec<u8>)> = vec![
        ("nothing", vec![]),
        ("a PDF", b"%PDF-1.7\n\0\0".to_vec()),
        ("an old workbook", b"\xD0\xCF\x11\xE0\xA1\xB1".to_vec()),
        ("a cut-off workbook", workbook()[..600].to_vec()),
        ("a zip bomb", zipped("xl/worksheets/sheet1.xml", &vec![b' '; 60 << 20])),
        ("a workbook with macros", zipped("xl/vbaProject.bin", b"macro")),
        ("10 MB in a cell", huge.into_bytes()),
        ("an open quote", "姓名\n\"甲".as_bytes().to_vec()),
        ("hostile BibTeX", deep.into_bytes()),
        ("no such columns", "颜色\n红\n".as_bytes().to_vec()),
        ("a cut-off RIS", b"TY  - JOUR\nTI  - T\n".to_vec()),
    ];
    let version = clerk.data(&path).await["version"].clone();
    for (at, (what, bytes)) in bad.into_iter().enumerate() {
        let shown = preview(&clerk, &path, PEOPLE, bytes.clone()).await;
        assert_eq!(shown.status, 200, "{what}: {}", shown.text);
        let faults = shown.json()["data"]["faults"].clone();
        assert!(!faults[0]["what"]["zh"].as_str().unwrap().is_empty(), "{what}");
        let key = format!("bad-file-{at}");
        let taken = take(&clerk, &path, (PEOPLE, "add", 9), bytes, &key).await;
        assert_eq!(taken.outcome(), (422, "invalid".to_owned()), "{what}");
    }
    let wrong = preview(&clerk, &path, "project.title", "a,b\n").await;
    assert_eq!(wrong.outcome(), (422, "invalid".to_owned()));
    assert_eq!(clerk.data(&path).await["version"], version);
    // Last: the server closes the line that it would not read to the end.
    let large = preview(&clerk, &path, PEOPLE, vec![b'a'; 17 << 20]).await;
    assert_eq!(large.status, 413, "{}", large.text);
}

async fn a_mark_of_classification_is_shown_at_its_cell_and_nothing_is_taken(app: &TestApp) {
    const WORD: &str = "青鸾七三四";
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let version = clerk.data(&path).await["version"].clone();
    let table = format!("姓名,工作单位\n甲一,某研究所\n乙二,密级：机密、{WORD}\n");
    let record = format!("TY  - JOUR\nTI  - 绝密★{WORD}\nER  - \n");
    for (at, (of, bytes, line)) in [(PEOPLE, table, 3), (PAPERS, record, 1)].into_iter().enumerate()
    {
        let shown = preview(&clerk, &path, of, bytes.clone()).await;
        assert_eq!(shown.status, 200, "{}", shown.text);
        let faults = shown.json()["data"]["faults"].clone();
        let found = (&faults[0]["line"], &faults[0]["code"]);
        assert_eq!(found, (&json!(line), &json!("classified")), "{}", shown.text);
        assert!(faults[0]["column"].is_string() && faults[1].is_null(), "{}", shown.text);
        for (language, said) in [("zh", "国家秘密标志"), ("en", "a mark of classification")] {
            assert!(faults[0]["what"][language].as_str().unwrap().contains(said), "{faults}");
        }
        let taken = take(&clerk, &path, (of, "add", 9), bytes, &format!("marked-{at}")).await;
        assert_eq!(taken.outcome(), (422, "invalid".to_owned()));
        assert_eq!(taken.json()["errors"][0]["code"], "classified", "{}", taken.text);
        assert!(!shown.text.contains(WORD) && !taken.text.contains(WORD), "said again");
    }
    assert_eq!(clerk.data(&path).await["version"], version);
}

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(0, 0, "姓名").unwrap();
    book.save_to_buffer().unwrap()
}

/// A ZIP file with one entry.
fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
    use std::io::{Cursor, Write as _};
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(bytes).unwrap();
    archive.finish().unwrap().into_inner()
}

async fn nobody_else_imports_and_a_closed_dossier_takes_nothing(app: &TestApp) {
    use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let file = "姓名\n甲\n";
    let other = app.sign_in_of(Role::SocietyClerk, Some("D-A-01")).await;
    assert_eq!(preview(&other, &path, PEOPLE, file).await.status, 404);
    let taken = take(&other, &path, (PEOPLE, "add", 1), file, "foreign-key").await;
    assert_eq!(taken.status, 404);
    assert_eq!(other.get(&format!("{path}/origins")).await.status, 404);
    for (role, status) in [(Role::AwardOffice, 404), (Role::Reviewer, 403)] {
        let visitor = app.sign_in(role).await;
        assert_eq!(preview(&visitor, &path, PEOPLE, file).await.status, status, "{role:?}");
    }
    let id: uuid::Uuid = path.trim_start_matches("/dossiers/").parse().unwrap();
    entity::dossier::Entity::update_many()
        .col_expr(entity::dossier::Column::State, Expr::value(NominationState::Submitted.as_str()))
        .filter(entity::dossier::Column::Id.eq(entity::ids::DossierId(id)))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    let taken = take(&clerk, &path, (PEOPLE, "add", 1), file, "closed-key").await;
    assert_eq!(taken.outcome(), (409, "conflict".to_owned()));
}
