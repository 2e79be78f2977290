//! The documents of a dossier: made for who may read it and nobody else, the same bytes each time, with
//! nothing in them that their readers may not see; and lists that no spreadsheet runs.

use calamine::{Data, Reader as _};
use entity::vocabulary::Role;
use reqwest::Method;
use serde_json::json;

use super::{SOCIETY, begin, clerk, keep, write};
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [
        a_form_is_printed_once_and_known_by_its_tag,
        the_publicity_leaves_out_what_is_not_public,
        documents_are_not_there_for_anybody_else,
        a_list_has_the_columns_that_are_asked_for_and_runs_no_formula,
    ],
}

const NUMBER: &str = "11010519491231002X";

/// Answer to a request for a file: status, headers, bytes.
pub(super) async fn file(
    visitor: &Visitor,
    path: &str,
    tag: Option<&str>,
) -> (u16, String, String, Vec<u8>) {
    let mut request = visitor.request(Method::GET, path);
    if let Some(tag) = tag {
        request = request.header("if-none-match", tag);
    }
    let answer = request.send().await.unwrap();
    let header = |name: &str| {
        answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned()
    };
    let (etag, disposition) = (header("etag"), header("content-disposition"));
    (answer.status().as_u16(), etag, disposition, answer.bytes().await.unwrap().to_vec())
}

async fn a_form_is_printed_once_and_known_by_its_tag(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    keep(&clerk, &path, &[write("project.title", "界面空位", 0)]).await;
    let number = clerk.data(&path).await["number"].as_str().unwrap().to_owned();
    for kind in ["form", "bundle", "publicity"] {
        let path = format!("{path}/{kind}.pdf");
        let (status, tag, disposition, bytes) = file(&clerk, &path, None).await;
        assert_eq!((status, bytes.starts_with(b"%PDF-")), (200, true), "{kind}");
        let named = format!("attachment; filename*=UTF-8''{number}%20");
        assert!(disposition.starts_with(&named), "{disposition}");
        assert!(tag.len() == 66, "{tag}");
        let again = file(&clerk, &path, None).await;
        assert_eq!((again.1, again.3), (tag.clone(), bytes), "{kind}: the same bytes");
        let known = file(&clerk, &path, Some(&tag)).await;
        assert_eq!((known.0, known.1, known.3.len()), (304, tag.clone(), 0), "{kind}");
    }
    let before = file(&clerk, &format!("{path}/form.pdf"), None).await;
    keep(&clerk, &path, &[write("project.title_en", "Vacancies", 0)]).await;
    let after = file(&clerk, &format!("{path}/form.pdf"), Some(&before.1)).await;
    assert_eq!(after.0, 200, "what was changed is printed anew");
    assert_ne!(after.1, before.1);
}

async fn the_publicity_leaves_out_what_is_not_public(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let edits = [
        write("project.title", "界面空位", 0),
        write("completers.items", json!(["a"]), 0),
        write("completers.items/a/name", "示范甲", 0),
        write("completers.items/a/id_number", NUMBER, 0),
        write("completers.items/a/school", "示范大学", 0),
    ];
    keep(&clerk, &path, &edits).await;
    let shown = clerk.get(&format!("{path}/publicity")).await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    for open in ["界面空位", "示范甲", "提名者"] {
        assert!(shown.text.contains(open), "{open}");
    }
    for hidden in [NUMBER, "1101", "示范大学"] {
        assert!(!shown.text.contains(hidden), "{hidden}");
    }
    let digest = shown.json()["data"]["digest"].as_str().unwrap().to_owned();
    keep(&clerk, &path, &[write("completers.items/a/phone", "13800000000", 0)]).await;
    let again = clerk.data(&format!("{path}/publicity")).await;
    assert_eq!(again["digest"], digest.as_str(), "what is not shown changes nothing");
}

async fn documents_are_not_there_for_anybody_else(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    keep(&clerk, &path, &[write("project.title", "秘密题目", 0)]).await;
    let made = file(&clerk, &format!("{path}/form.pdf"), None).await;
    let other = app.sign_in_of(Role::SocietyHead, Some("D-A-01")).await;
    let reviewer = app.sign_in(Role::Reviewer).await;
    for document in ["form.pdf", "bundle.pdf", "publicity", "publicity.pdf"] {
        let path = format!("{path}/{document}");
        assert_eq!(file(&other, &path, Some(&made.1)).await.0, 404, "{document}");
        assert_eq!(file(&reviewer, &path, Some(&made.1)).await.0, 403, "{document}");
        assert_eq!(file(&app.anyone(), &path, None).await.0, 401, "{document}");
    }
    let list = file(&other, "/rounds/2027/dossiers.csv", None).await;
    assert_eq!(list.0, 200);
    assert!(!String::from_utf8(list.3).unwrap().contains("秘密题目"));
    assert_eq!(file(&reviewer, "/rounds/2027/dossiers.csv", None).await.0, 403);
}

async fn a_list_has_the_columns_that_are_asked_for_and_runs_no_formula(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let edits = [write("project.title", "=1+1", 0), write("project.grade", "first", 0)];
    keep(&clerk, &path, &edits).await;
    let number = clerk.data(&path).await["number"].as_str().unwrap().to_owned();
    let asked = "?columns=title,number,grade,version,society";
    let (status, _, name, bytes) =
        file(&clerk, &format!("/rounds/2027/dossiers.xlsx{asked}"), None).await;
    assert_eq!((status, name.rsplit('.').next()), (200, Some("xlsx")));
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range("提名材料").unwrap();
    let row = |at: usize| -> Vec<String> {
        sheet.rows().nth(at).unwrap().iter().map(ToString::to_string).collect()
    };
    assert_eq!(row(0), ["项目名称", "提名编号", "提名等级", "版本", "提名者"]);
    let place = (1..sheet.height()).find(|at| row(*at)[1] == number).unwrap();
    assert_eq!(row(place)[..3], ["=1+1", &number, "一等奖"].map(str::to_owned));
    assert!(
        matches!(sheet.rows().nth(place).unwrap()[3], Data::Float(_) | Data::Int(_)),
        "a number"
    );
    assert!(book.worksheet_formula("提名材料").unwrap().is_empty(), "no formula");
    let csv = file(&clerk, &format!("/rounds/2027/dossiers.csv{asked}"), None).await;
    let csv = String::from_utf8(csv.3).unwrap();
    assert!(csv.starts_with("\u{feff}项目名称,提名编号,提名等级,版本,提名者"), "{csv}");
    assert!(csv.contains(&format!("'=1+1,{number}")), "{csv}");
    let all = file(&clerk, "/rounds/2027/dossiers.csv", None).await;
    assert!(String::from_utf8(all.3).unwrap().contains(SOCIETY));
    let wrong = clerk.get("/rounds/2027/dossiers.csv?columns=password").await;
    assert_eq!(wrong.outcome(), (400, "bad_parameter".to_owned()));
    assert_eq!(clerk.get("/rounds/1999/dossiers.csv").await.status, 404);
}
