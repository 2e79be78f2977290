//! Are quotas proposed, decided, appealed and counted as the rules say?

mod access;
mod appeals;
mod carry_over;
mod corrections;
mod funnels;
mod history;
mod ledger;
mod policies;
mod proposals;
mod reservations;
mod rows;
mod standing;
mod through_cast;
mod told;

pub(crate) use access::QuotaThings;
pub(crate) use rows::put_rows;

use chrono::{DateTime, Utc};
use entity::outcome_fact;
use laurel::{
    app::App,
    quotas::{
        Stamp,
        ledger::{Allotment, Opening},
    },
    societies::{self, model::Society},
    track_record::{self, Definitions, FactRow, Recording},
};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::Value;

use crate::harness::{Answer, TestApp, Visitor};

/// The year of the ledgers that these tests open.
pub(super) const YEAR: i32 = 2033;

/// A stamp of `by` at the app's present instant.
pub(super) fn stamp<'a>(app: &App, by: &'a str) -> Stamp<'a> {
    let now: DateTime<Utc> = app.clock.now();
    Stamp { ids: app.ids, now, by }
}

/// Opens the ledger of [`YEAR`] with these places, the second and every further even one via CAST.
pub(super) async fn open_ledger(app: &TestApp, places: &[(&str, i32)], held: i32) {
    open_ledger_of(app, YEAR, places, held).await;
}

/// Opens the ledger of `year` in the same way.
pub(super) async fn open_ledger_of(app: &TestApp, year: i32, places: &[(&str, i32)], held: i32) {
    let allotments = places.iter().enumerate().map(|(at, (society, places))| Allotment {
        society: (*society).to_owned(),
        is_via_cast: at % 2 == 1,
        places: *places,
        is_suspended: false,
    });
    let opening = Opening { year, held, allotments: allotments.collect() };
    let app = &app.app;
    let tx = app.database.begin_write().await.unwrap();
    laurel::quotas::ledger::open(&tx, &opening, "tests", &stamp(app, "tests")).await.unwrap();
    tx.commit().await.unwrap();
}

/// Registers societies: the track record knows of no others.
pub(super) async fn register(app: &TestApp, codes: &[&str]) {
    let rows: Vec<Society> = codes
        .iter()
        .map(|code| Society {
            society_id: (*code).to_owned(),
            name: format!("示范学会 {code}"),
            group: Some("理科".to_owned()),
            ..Society::default()
        })
        .collect();
    let app = &app.app;
    let tx = app.database.begin_write().await.unwrap();
    societies::apply(&*tx, app.ids, app.clock.now(), &rows).await.unwrap();
    tx.commit().await.unwrap();
}

/// Records counts of societies in the round of `year`.
pub(super) async fn record(app: &TestApp, year: i32, counts: &[(&str, &str, u32)]) {
    let rows: Vec<FactRow> = counts
        .iter()
        .map(|(society, measure, value)| FactRow {
            society_id: (*society).to_owned(),
            round: year,
            measure: (*measure).to_owned(),
            value: *value,
            ..FactRow::default()
        })
        .collect();
    let app = &app.app;
    let tx = app.database.begin_write().await.unwrap();
    let recording = Recording { by: "tests", now: app.clock.now(), ids: app.ids };
    let definitions = Definitions::shipped().unwrap();
    let applied = track_record::apply_facts(&*tx, recording, &definitions, &rows).await.unwrap();
    assert!(applied.refused.is_empty(), "{applied:?}");
    tx.commit().await.unwrap();
}

/// The places that the track record gives a society in the round of `year`.
pub(super) async fn recorded(app: &TestApp, year: i32, society: &str) -> Option<i32> {
    use outcome_fact::Column;
    let newest = outcome_fact::Entity::find()
        .filter(Column::SocietyCode.eq(society))
        .filter(Column::RoundYear.eq(year))
        .filter(Column::Measure.eq("quota"))
        .order_by_desc(Column::Revision)
        .one(app.app.database.reader());
    newest.await.unwrap().map(|fact| fact.value)
}

/// Sends `body` to `path` under the idempotency key `key`.
pub(super) async fn send(visitor: &Visitor, path: &str, key: &str, body: &Value) -> Answer {
    let request = visitor.request(Method::POST, path).header("idempotency-key", key);
    Answer::of(request.json(body)).await
}
