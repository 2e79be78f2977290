//! Is nothing lost that was acknowledged, however the program ends?

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::Child,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use entity::{
    ids::{ReviewAssignmentId, ReviewPhaseId},
    review_phase, review_sheet,
};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};
use serde_json::json;
use tokio::task::JoinSet;

use super::desk::{Desk, opened, reviewer, sheet};
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [every_acknowledged_sheet_outlives_a_killed_server],
}

/// Sheets that are written at once.
const AT_ONCE: usize = 500;

/// How often the server is killed on each database; `LAUREL_TEST_KILLS` asks for more.
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

/// A sheet that is being written, with what of it was acknowledged last.
#[derive(Clone)]
struct Writer {
    visitor: Visitor,
    id: ReviewAssignmentId,
    /// The text that is sent next, and the version that was seen.
    number: u32,
    seen: i64,
    /// How many texts were acknowledged.
    acknowledged: u32,
}

impl Writer {
    fn text(&self, number: u32) -> String {
        format!("第 {number} 稿：{}", self.id)
    }

    /// Sends the next text until no answer comes. What came through without its answer is met again as what stands.
    async fn write(mut self, address: SocketAddr, has_answered: Arc<AtomicBool>) -> Self {
        let visitor = self.visitor.at(address);
        loop {
            let text = self.text(self.number);
            let body = json!({ "points": { "novelty": 80 }, "comments": { "novelty": text } });
            let request = visitor.request(Method::PUT, &sheet(self.id));
            let request = request.header("if-match", format!("\"{}\"", self.seen)).json(&body);
            let Ok(answer) = request.send().await else { return self };
            let status = answer.status().as_u16();
            let Ok(said) = answer.text().await else { return self };
            let said: serde_json::Value = serde_json::from_str(&said).unwrap();
            let standing = match status {
                200 => &said["data"],
                412 => &said["present"]["data"],
                // The pool was full at the moment at which it ended.
                500 | 503 => continue,
                other => panic!("{other}: {said}"),
            };
            assert_eq!(standing["comments"]["novelty"], text, "nobody else writes here");
            has_answered.store(true, Ordering::Relaxed);
            self.seen = standing["version"].as_i64().unwrap();
            self.acknowledged += 1;
            self.number += 1;
        }
    }
}

/// Reviewers with as many sheets in all as are written at once.
async fn writers(app: &TestApp) -> Vec<Writer> {
    let Desk { nominations, phase, .. } = opened(app).await;
    // The server that is killed goes by the clock of the machine.
    let id: uuid::Uuid = phase["id"].as_str().unwrap().parse().unwrap();
    let now = laurel::shared::Clock::now(&laurel::shared::SystemClock);
    review_phase::Entity::update_many()
        .col_expr(review_phase::Column::OpensAt, Expr::value(now - chrono::Duration::days(1)))
        .filter(review_phase::Column::Id.eq(ReviewPhaseId(id)))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    let mut writers = Vec::new();
    for number in 0.. {
        let left = AT_ONCE - writers.len();
        if left == 0 {
            break;
        }
        let some = &nominations[..left.min(nominations.len())];
        let one = reviewer(app, number, some).await;
        writers.extend(one.own.iter().map(|id| Writer {
            visitor: one.visitor.clone(),
            id: *id,
            number: 0,
            seen: 0,
            acknowledged: 0,
        }));
    }
    writers
}

async fn every_acknowledged_sheet_outlives_a_killed_server(app: &TestApp) {
    let mut writers = writers(app).await;
    for kill in 0..kills() {
        let (mut child, address) = serve(app);
        let has_answered = Arc::new(AtomicBool::new(false));
        let mut writing = JoinSet::new();
        for writer in writers.drain(..) {
            writing.spawn(writer.write(address, Arc::clone(&has_answered)));
        }
        // So long after the first answer: not the same moment each time, the same ones in each run.
        let moment = Duration::from_millis(u64::from(kill * 37 % 230));
        while !has_answered.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(moment).await;
        child.kill().unwrap();
        child.wait().unwrap();
        while let Some(done) = writing.join_next().await {
            writers.push(done.unwrap());
        }
    }
    let rows: BTreeMap<ReviewAssignmentId, review_sheet::Model> = review_sheet::Entity::find()
        .all(app.app.database.reader())
        .await
        .unwrap()
        .into_iter()
        .map(|row| (row.assignment_id, row))
        .collect();
    let mut acknowledged = 0;
    for writer in &writers {
        acknowledged += writer.acknowledged;
        let Some(row) = rows.get(&writer.id) else {
            assert_eq!(writer.acknowledged, 0, "{} was acknowledged and is not there", writer.id);
            continue;
        };
        // What came through without its answer may stand there already.
        let unanswered = row.version - writer.seen;
        assert!((0..=1).contains(&unanswered), "{}: {unanswered}", writer.id);
        let place = format!("review_sheet/{}", row.id);
        let kept =
            app.app.sealer.open_sealed(&place, row.sealed_comments.as_ref().unwrap()).unwrap();
        let last = writer.number + u32::try_from(unanswered).unwrap() - 1;
        let expected = json!({ "novelty": writer.text(last) }).to_string();
        assert_eq!(kept, expected);
    }
    assert!(acknowledged >= kills(), "only {acknowledged} sheets in {} kills", kills());
    println!("{} kills, {acknowledged} sheets acknowledged, each there", kills());
}
