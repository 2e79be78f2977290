//! Does a workbook say what typing says?

use entity::{ids::ReviewAssignmentId, review_sheet, vocabulary::SheetSource};
use laurel::exchange::{Grid, grids_of_workbook};
use reqwest::Method;
use rust_xlsxwriter::Workbook;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};

use super::desk::{Desk, Reviewer, keep, opened, reviewer, submitted};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        a_workbook_keeps_what_typing_would,
        rows_that_are_not_in_order_are_left_out,
        a_workbook_is_nobody_else_s,
    ],
}

/// The workbook of a phase as it was downloaded.
async fn download(who: &Visitor, phase: &Value) -> Grid {
    let path = format!("/my-sheets/workbook?phase={}", phase["id"].as_str().unwrap());
    let answer = who.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let name = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert!(name.contains(".xlsx"), "{name}");
    let bytes = answer.bytes().await.unwrap();
    let mut grids = grids_of_workbook(&bytes).unwrap();
    assert_eq!(grids.len(), 1);
    grids.remove(0)
}

/// The place of the column whose header begins so.
fn column(grid: &Grid, start: &str) -> usize {
    let head = &grid.rows[0].cells;
    head.iter()
        .position(|cell| cell.starts_with(start))
        .unwrap_or_else(|| panic!("{start}: {head:?}"))
}

/// Writes into a row under the header that begins so.
fn write(grid: &mut Grid, row: usize, start: &str, text: &str) {
    let place = column(grid, start);
    let cells = &mut grid.rows[row].cells;
    cells.resize(cells.len().max(place + 1), String::new());
    text.clone_into(&mut cells[place]);
}

/// The workbook that a spreadsheet would save.
fn saved(grid: &Grid) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(&grid.sheet).unwrap();
    for (row, line) in grid.rows.iter().zip(0_u32..) {
        for (cell, place) in row.cells.iter().zip(0_u16..) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(line, place, number).unwrap(),
                Err(_) => sheet.write_string(line, place, cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

async fn check(who: &Visitor, bytes: Vec<u8>) -> Answer {
    Answer::of(who.request(Method::POST, "/my-sheets/workbook/check").body(bytes)).await
}

async fn take(who: &Visitor, key: &str, bytes: Vec<u8>) -> Answer {
    let request = who.request(Method::POST, "/my-sheets/workbook").header("idempotency-key", key);
    Answer::of(request.body(bytes)).await
}

async fn row(app: &TestApp, id: ReviewAssignmentId) -> Option<review_sheet::Model> {
    let found = review_sheet::Entity::find().filter(review_sheet::Column::AssignmentId.eq(id));
    found.one(app.app.database.reader()).await.unwrap()
}

/// Fills a row in as the sheets of [`typed`] say.
fn fill(grid: &mut Grid, row: usize) {
    for (start, text) in [
        ("创新性（", "95"),
        ("创新性：理由", "首次提出界面调控机理，国际同行跟进并广泛引用。"),
        ("科学价值与先进性（", "80"),
        ("影响与应用效果（", "75"),
        ("材料真实完整（", "90"),
        ("建议等级", "一等奖"),
    ] {
        write(grid, row, start, text);
    }
}

/// The same, typed.
fn typed() -> Value {
    json!({
        "points": { "novelty": 95, "value": 80, "effect": 75, "material": 90 },
        "choices": { "grade": "first" },
        "comments": { "novelty": "首次提出界面调控机理，国际同行跟进并广泛引用。" },
    })
}

/// What a sheet says of the reader's own.
async fn said(one: &Reviewer, id: ReviewAssignmentId) -> Value {
    let sheet = one.visitor.data(&super::desk::sheet(id)).await;
    let parts = ["points", "choices", "comments", "total", "faults", "state"];
    Value::Array(parts.into_iter().map(|part| sheet[part].clone()).collect())
}

async fn a_workbook_keeps_what_typing_would(app: &TestApp) {
    let Desk { nominations, phase, .. } = opened(app).await;
    let one = reviewer(app, 1, &nominations[..3]).await;
    let two = reviewer(app, 2, &nominations[..1]).await;
    let kept = keep(&two.visitor, two.own[0], 0, &typed()).await;
    assert_eq!(kept.status, 200, "{}", kept.text);

    let mut grid = download(&one.visitor, &phase).await;
    assert_eq!(grid.rows.len(), 4, "a header and a row for each");
    fill(&mut grid, 1);
    let bytes = saved(&grid);
    let looked = check(&one.visitor, bytes.clone()).await;
    assert_eq!(looked.status, 200, "{}", looked.text);
    let rows = looked.json()["data"]["rows"].clone();
    assert_eq!((&rows[0]["is_changed"], &rows[0]["fault"]), (&json!(true), &Value::Null));
    assert_eq!((&rows[0]["before"]["points"], &rows[1]["is_changed"]), (&json!({}), &json!(false)));
    let id = ReviewAssignmentId(rows[0]["id"].as_str().unwrap().parse().unwrap());
    assert!(row(app, id).await.is_none(), "a check keeps nothing");

    let taken = take(&one.visitor, "key-of-a-workbook", bytes.clone()).await;
    assert_eq!(taken.json()["data"], json!({ "kept": 1, "refused": 0 }), "{}", taken.text);
    let again = take(&one.visitor, "key-of-a-workbook", bytes.clone()).await;
    assert_eq!(again.json()["data"], taken.json()["data"], "a repetition keeps nothing twice");
    assert_eq!(said(&one, id).await, said(&two, two.own[0]).await);
    let kept = row(app, id).await.unwrap();
    assert_eq!((kept.source, kept.version), (SheetSource::Workbook, 1));

    // The same workbook under another key is of an older version by now, and changes nothing.
    let later = take(&one.visitor, "another-key-of-it", bytes).await;
    assert_eq!(later.json()["data"], json!({ "kept": 0, "refused": 0 }), "{}", later.text);
    let fresh = download(&one.visitor, &phase).await;
    assert_eq!(fresh.rows[1].cells[column(&fresh, "创新性（")], "95");
    assert_eq!(fresh.rows[1].cells[column(&fresh, "建议等级")], "一等奖");
}

async fn rows_that_are_not_in_order_are_left_out(app: &TestApp) {
    let Desk { nominations, phase, .. } = opened(app).await;
    let one = reviewer(app, 1, &nominations[..4]).await;
    let mut grid = download(&one.visitor, &phase).await;
    for at in 1..=4 {
        fill(&mut grid, at);
    }
    write(&mut grid, 1, "科学价值与先进性（", "83");
    let token = grid.rows[2].cells[column(&grid, "行标识")].clone();
    write(&mut grid, 2, "行标识", &format!("g{token}"));
    let bytes = saved(&grid);
    let rows = check(&one.visitor, bytes.clone()).await.json()["data"]["rows"].clone();
    let ids: Vec<Option<ReviewAssignmentId>> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| Some(ReviewAssignmentId(row["id"].as_str()?.parse().unwrap())))
        .collect();
    // Two of them change online, one by being submitted, before the workbook comes back.
    submitted(&one.visitor, ids[2].unwrap(), 80).await;
    let typed = json!({ "points": { "novelty": 60 } });
    assert_eq!(keep(&one.visitor, ids[3].unwrap(), 0, &typed).await.status, 200);
    let rows = check(&one.visitor, bytes.clone()).await.json()["data"]["rows"].clone();
    let codes: Vec<&str> =
        (0..4).map(|at| rows[at]["fault"]["code"].as_str().unwrap_or("")).collect();
    assert_eq!(codes, ["step", "foreign", "submitted", "stale"], "{rows}");
    assert_eq!(rows[0]["fault"]["pointer"], "/points/value");
    let answer = take(&one.visitor, "key-of-a-workbook", bytes).await;
    assert_eq!(answer.json()["data"], json!({ "kept": 0, "refused": 4 }), "{}", answer.text);

    for bytes in [b"a,b\n".to_vec(), saved(&Grid { sheet: "x".to_owned(), rows: Vec::new() })] {
        assert_eq!(check(&one.visitor, bytes).await.outcome(), (422, "invalid".to_owned()));
    }
    let mut marked = download(&one.visitor, &phase).await;
    write(&mut marked, 1, "创新性：理由", "密级：机密，示范");
    let refused = take(&one.visitor, "key-of-a-mark", saved(&marked)).await;
    assert_eq!(refused.outcome(), (422, "invalid".to_owned()), "{}", refused.text);
    assert!(!refused.text.contains("示范"), "{}", refused.text);
}

async fn a_workbook_is_nobody_else_s(app: &TestApp) {
    let Desk { nominations, phase, .. } = opened(app).await;
    let one = reviewer(app, 1, &nominations[..1]).await;
    let two = reviewer(app, 2, &nominations[..1]).await;
    let mut grid = download(&one.visitor, &phase).await;
    fill(&mut grid, 1);
    let taken = take(&two.visitor, "key-of-another-s", saved(&grid)).await;
    assert_eq!(taken.json()["data"], json!({ "kept": 0, "refused": 1 }), "{}", taken.text);
    assert!(row(app, one.own[0]).await.is_none() && row(app, two.own[0]).await.is_none());
    let path = format!("/my-sheets/workbook?phase={}", uuid::Uuid::nil());
    assert_eq!(one.visitor.get(&path).await.status, 404);
    app.clock.advance(chrono::Duration::days(30));
    let visitor = app.sign_in_as("test.sheets.1", entity::vocabulary::Role::Reviewer, None).await;
    let late = take(&visitor, "key-of-a-late-one", saved(&grid)).await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()), "{}", late.text);
}
