//! Which aggregates stand no more? Those of closed phases in which an assignment was frozen after its sheet was counted,
//! or let go again: its sheet is not void, so that nobody else asks.

use chrono::{DateTime, Duration, Utc};

use super::{
    gather::Gathered,
    run::JOB,
    store::{self, PhaseRow},
};
use crate::{
    app::App,
    jobs,
    reviews::{ReviewError, phases},
};

/// So long may a deed take from its instant until others see it.
const LEEWAY: Duration = Duration::minutes(10);

/// Asks for a new aggregate wherever other sheets count than those that it was computed from.
pub(in crate::reviews) async fn ask_where_outdated(app: &App) -> Result<(), ReviewError> {
    let database = app.database.reader();
    for (phase, run) in store::counted(database).await? {
        // A look at what was changed before every sheet is read: nothing is due at most times.
        let since = from_when(run.made_at, app.clock.now());
        if !store::is_touched(database, phase.id, since).await? {
            continue;
        }
        let id = phase.id;
        if is_outdated(app, phase, &run.digest).await? {
            let tx = app.database.begin_write().await?;
            phases::ask_for_aggregate(app, &tx, id).await?;
            tx.commit().await?;
            app.wake.ring();
        }
    }
    Ok(())
}

/// From when on a deed may have escaped the run that was made at an instant: from that instant, once all before it are
/// seen.
fn from_when(made_at: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    if now < made_at + LEEWAY { made_at - LEEWAY } else { made_at }
}

/// Whether other sheets count than those behind a digest, and nobody has asked yet.
async fn is_outdated(app: &App, phase: PhaseRow, digest: &str) -> Result<bool, ReviewError> {
    let tx = app.database.begin_read().await?;
    let id = serde_json::json!(phase.id);
    let is_of = |payload: &serde_json::Value| payload.get("phase") == Some(&id);
    if jobs::waiting(&*tx, JOB).await?.iter().any(is_of) {
        return Ok(false);
    }
    Ok(Gathered::of(&*tx, phase).await?.input.digest() != digest)
}
