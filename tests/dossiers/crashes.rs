//! The server is killed in the middle of autosaving, again and again: is every acknowledged edit there,
//! once and in order?

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::Child,
    time::Duration,
};

use entity::dossier_change;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::json;
use uuid::Uuid;

use super::{begin, clerk, write};
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [every_acknowledged_edit_outlives_a_killed_server],
}

/// How often the server is killed on each database: each takes about a second, most of it the start. Twenty fall at
/// twenty moments of a save; `LAUREL_TEST_KILLS` asks for more.
#[expect(clippy::disallowed_methods, reason = "a test asks its own environment")]
fn kills() -> u32 {
    let asked = std::env::var("LAUREL_TEST_KILLS").ok();
    asked.map_or(20, |asked| asked.parse().expect("LAUREL_TEST_KILLS is a number"))
}

/// Starts a server of its own process on the records of `app`.
fn serve(app: &TestApp) -> (Child, SocketAddr) {
    let mut child = app.serve_apart();
    let mut said = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
    let address = said.trim().rsplit("http://").next().unwrap().parse();
    (child, address.unwrap_or_else(|error| panic!("{error}: {said}")))
}

/// Sends the edit that writes `number`, under the key of that number; none where no answer came.
async fn save(visitor: &Visitor, path: &str, number: u32, seen: i64) -> Option<i64> {
    let request = visitor.request(reqwest::Method::PATCH, path);
    let request = request.header("idempotency-key", format!("edit-number-{number}"));
    let edits = [write("summary.text", number.to_string(), seen)];
    let response = request.json(&json!({ "edits": edits })).send().await.ok()?;
    assert_eq!(response.status(), 200);
    let body: serde_json::Value = serde_json::from_str(&response.text().await.ok()?).ok()?;
    Some(body["data"]["saved"]["summary.text"].as_i64().expect("nobody else writes here"))
}

async fn every_acknowledged_edit_outlives_a_killed_server(app: &TestApp) {
    let signed_in = clerk(app).await;
    let path = begin(&signed_in, "nat-1").await;
    let (mut number, mut seen) = (0, 0);
    for kill in 0..kills() {
        let (mut child, address) = serve(app);
        let visitor = signed_in.at(address);
        // So long after the first answer: not the same moment each time, the same ones in each run.
        let moment = Duration::from_millis(u64::from(kill * 37 % 230));
        let (answered, first_answer) = std::sync::mpsc::channel();
        let killer = tokio::task::spawn_blocking(move || {
            let _no_answer_at_all = first_answer.recv();
            std::thread::sleep(moment);
            child.kill().unwrap();
            child.wait().unwrap();
        });
        // An edit without an answer is sent again by the same key, as a browser would.
        while let Some(version) = save(&visitor, &path, number, seen).await {
            (number, seen) = (number + 1, version);
            answered.send(()).unwrap_or(());
        }
        drop(answered);
        killer.await.unwrap();
    }
    let (mut child, address) = serve(app);
    let visitor = signed_in.at(address);
    save(&visitor, &path, number, seen).await.expect("the last edit is kept");
    child.kill().unwrap();
    child.wait().unwrap();
    // The page shows the newest 500 of a history; the records hold all of it.
    let id: Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    let changes = dossier_change::Entity::find()
        .filter(dossier_change::Column::DossierId.eq(id))
        .filter(dossier_change::Column::Address.eq("summary.text"))
        .order_by_asc(dossier_change::Column::Version)
        .all(app.app.database.reader())
        .await
        .unwrap();
    let texts: Vec<String> =
        changes.into_iter().map(|one| serde_json::from_str(&one.after.unwrap()).unwrap()).collect();
    let expected: Vec<String> = (0..=number).map(|number| number.to_string()).collect();
    assert_eq!(texts, expected);
    assert!(number >= kills(), "only {number} edits in {} kills", kills());
    println!("{} kills, {} edits acknowledged, each there once and in order", kills(), number + 1);
}
