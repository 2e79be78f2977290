//! Are quotas proposed, decided, appealed and counted as the rules say?

mod access;
mod appeals;
mod funnels;
mod history;
mod ledger;
mod policies;
mod proposals;
mod reservations;
mod rows;
mod standing;
mod told;

pub(crate) use access::QuotaThings;
pub(crate) use rows::put_rows;

use chrono::{DateTime, Utc};
use laurel::{
    app::App,
    quotas::{
        Stamp,
        ledger::{Allotment, Opening},
    },
};
use reqwest::Method;
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

/// Sends `body` to `path` under the idempotency key `key`.
pub(super) async fn send(visitor: &Visitor, path: &str, key: &str, body: &Value) -> Answer {
    let request = visitor.request(Method::POST, path).header("idempotency-key", key);
    Answer::of(request.json(body)).await
}
