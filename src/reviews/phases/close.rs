//! How does a phase close? By the clock, or by the office once every sheet is there.

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, ReviewPhaseId},
    vocabulary::{NominationState, ReviewPhaseState},
};
use serde_json::json;

use super::{
    draft::{held, note},
    open::subject,
    store::{self, PhaseRow},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    jobs,
    nominations::{self, CourseError, NextStep},
    notifications::{self, Kind},
    persistence::WriteTx,
    reviews::{ReviewError, aggregate},
};

/// Who takes the steps of the clock.
pub(super) const CLOCK: &str = "laurel";

/// So many nominations take their step in one transaction: others write between two.
const AT_ONCE: u64 = 50;

/// Closes a phase before its time: every sheet is submitted, and nobody is waited for. Its nominations follow, and the
/// aggregate is computed.
///
/// # Errors
/// Not the actor's to do, no such phase or none that has begun, sheets that are missing, somebody was faster.
pub async fn close(app: &App, actor: &Actor, of: (ReviewPhaseId, i64)) -> Result<(), ReviewError> {
    permit(actor, Action::ManageReviews)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let row = held(&tx, actor, of).await?;
    if row.state != ReviewPhaseState::Open {
        return Err(ReviewError::refused("阶段未开启或者已结束", "the phase is not open"));
    }
    if now < row.opens_at {
        // Nothing is outstanding yet, and nothing was judged.
        return Err(ReviewError::refused("阶段尚未开始，不能结束", "the phase has not begun yet"));
    }
    let (unsent, waiting) = store::outstanding(&*tx, row.id).await?;
    if now < row.closes_at && unsent + waiting > 0 {
        return Err(ReviewError::refused(
            format!("还有 {unsent} 份评审表未提交、{waiting} 份邀请未答复，截止前不能结束"),
            format!(
                "{unsent} sheets are not submitted and {waiting} invitations not answered: not \
                 before its end"
            ),
        ));
    }
    shut(app, &tx, row, (&actor.username, now)).await?;
    tx.commit().await?;
    app.wake.ring();
    follow(app).await?;
    Ok(())
}

/// Closes a phase that is held: from now on nobody keeps a sheet.
async fn shut(
    app: &App,
    tx: &WriteTx,
    mut row: PhaseRow,
    (by, now): (&str, DateTime<Utc>),
) -> Result<(), ReviewError> {
    row.state = ReviewPhaseState::Closed;
    row.closed_by = Some(by.to_owned());
    row.closed_at = Some(now);
    store::save(&**tx, &mut row).await?;
    note(app, tx, (by, "close_phase"), &row, (None, None)).await?;
    notifications::stop_reminders_of(app, tx, &subject(row.id), Kind::SheetDue).await?;
    ask_for_aggregate(app, tx, row.id).await
}

/// Has the aggregate of a closed phase computed, in the transaction of the deed that it hangs on.
pub(in crate::reviews) async fn ask_for_aggregate(
    app: &App,
    tx: &WriteTx,
    id: ReviewPhaseId,
) -> Result<(), ReviewError> {
    let payload = json!({ "phase": id });
    jobs::enqueue(&**tx, app.ids, app.clock.now(), aggregate::JOB, payload).await?;
    Ok(())
}

/// Closes a phase whose time is over; false where another node did, or its end was put off meanwhile.
pub(super) async fn close_by_clock(app: &App, id: ReviewPhaseId) -> Result<bool, ReviewError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let Some(row) = store::hold(&*tx, id).await? else { return Ok(false) };
    if row.state != ReviewPhaseState::Open || now < row.closes_at {
        return Ok(false);
    }
    shut(app, &tx, row, (CLOCK, now)).await?;
    tx.commit().await?;
    app.wake.ring();
    Ok(true)
}

/// Lets the nominations of closed phases follow, and says how many did.
pub(super) async fn follow(app: &App) -> Result<usize, ReviewError> {
    let mut taken = 0;
    loop {
        // A look before the write: nobody is to follow at most times.
        let due = store::to_follow(app.database.reader(), AT_ONCE).await?;
        if due.is_empty() {
            return Ok(taken);
        }
        let before = taken;
        let tx = app.database.begin_write().await?;
        for id in due {
            taken += usize::from(step(app, &tx, id).await?);
        }
        tx.commit().await?;
        if taken == before {
            // Other nodes have them all; what is left is looked at by the next sweep.
            return Ok(taken);
        }
    }
}

async fn step(app: &App, tx: &WriteTx, id: NominationId) -> Result<bool, ReviewError> {
    let to = NominationState::NetworkReviewDone;
    let next = NextStep { to, holds: &[], reason: None };
    match nominations::take_step(app, tx, (CLOCK, id), next).await {
        Ok(_) => Ok(true),
        // Another node was faster, or somebody took it elsewhere meanwhile.
        Err(CourseError::NoWay(_) | CourseError::NotFound | CourseError::Stale) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
