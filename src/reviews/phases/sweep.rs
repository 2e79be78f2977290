//! Which phases has the clock closed, and which sheets are void? Done twice, it changes nothing more.

use entity::ids::ReviewPhaseId;

use super::{
    close::{close_by_clock, follow},
    open::subject,
    store,
};
use crate::{
    app::App,
    nominations,
    notifications::{self, DueReminder, Kind, To},
    reviews::{ReviewError, aggregate, scoring},
};

/// Nominations that are noted to have left in one transaction.
const AT_ONCE: u64 = 50;

/// Closes the phases whose time is over, voids sheets of assignments that ended, asks for the aggregates that stand no
/// more, and reminds; says how many phases were closed.
///
/// # Errors
/// The records failing.
pub async fn sweep(app: &App) -> Result<usize, ReviewError> {
    let mut closed = 0;
    for id in store::over(app.database.reader(), app.clock.now()).await? {
        closed += usize::from(close_by_clock(app, id).await?);
    }
    follow(app).await?;
    let_go(app).await?;
    scoring::void_ended(app).await?;
    aggregate::ask_where_outdated(app).await?;
    remind(app).await?;
    Ok(closed)
}

/// Notes which nominations left an open phase: they were withdrawn, or fell.
async fn let_go(app: &App) -> Result<(), ReviewError> {
    loop {
        let gone = store::gone(app.database.reader(), AT_ONCE).await?;
        if gone.is_empty() {
            return Ok(());
        }
        let now = app.clock.now();
        let tx = app.database.begin_write().await?;
        for (phase, nomination) in gone {
            let place = nominations::held_place(&tx, nomination).await?;
            let why = place.map_or("absent", |place| place.state.as_str());
            store::leave(&*tx, (phase, nomination), (now, why)).await?;
        }
        tx.commit().await?;
    }
}

/// Reminds the reviewers who have sheets to submit of the end of their phase.
async fn remind(app: &App) -> Result<(), ReviewError> {
    for one in notifications::due_reminders(app, Kind::SheetDue).await? {
        let to = owing(app, &one).await?;
        notifications::tell_due(app, &one, &to).await?;
    }
    Ok(())
}

/// Whom a reminder concerns: nobody once the phase has another end, or is over.
async fn owing(app: &App, one: &DueReminder) -> Result<Vec<To>, ReviewError> {
    let id = one.subject().rsplit('/').next().and_then(|id| uuid::Uuid::parse_str(id).ok());
    let Some(id) = id.map(ReviewPhaseId).filter(|id| subject(*id) == one.subject()) else {
        return Ok(Vec::new());
    };
    let database = app.database.reader();
    let now = app.clock.now();
    let row = store::find(database, id).await?;
    if row.is_none_or(|row| row.closes_at != one.due_at() || row.closes_at <= now) {
        return Ok(Vec::new());
    }
    Ok(store::owing(database, id).await?.into_iter().map(To::Account).collect())
}
