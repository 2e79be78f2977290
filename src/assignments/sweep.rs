//! Which invitations has nobody answered in time? Done twice, or on two nodes, it changes nothing more.

use chrono::{DateTime, Utc};
use entity::vocabulary::AssignmentState;

use super::{
    errors::AssignmentError,
    invite::{stop_reminding, tell_task},
    plan::note,
    store::{self, ReviewRow},
};
use crate::app::App;

/// Who takes the steps of the clock.
const CLOCK: &str = "laurel";

/// So many in one transaction: others write between two.
const AT_ONCE: u64 = 50;

/// Ends the invitations whose time is over, and says how many.
///
/// # Errors
/// The records failing.
pub async fn sweep(app: &App) -> Result<usize, AssignmentError> {
    let now = app.clock.now();
    let mut ended = 0;
    loop {
        // A look before the write: nothing is due at most times.
        let due = store::overdue(app.database.reader(), now, AT_ONCE).await?;
        if due.is_empty() {
            return Ok(ended);
        }
        ended += end(app, due, now).await?;
    }
}

/// Ends some invitations at once. All rows are taken before the first is recorded, in the order of their keys: whoever
/// answers one holds it and waits for the audit chain, and a recheck takes several in this order.
async fn end(
    app: &App,
    mut due: Vec<ReviewRow>,
    now: DateTime<Utc>,
) -> Result<usize, AssignmentError> {
    due.sort_by_key(|row| row.id);
    let tx = app.database.begin_write().await?;
    let mut ended = Vec::with_capacity(due.len());
    for mut row in due {
        row.state = AssignmentState::Expired;
        row.answered_at = Some(now);
        // Otherwise somebody was faster: he answered, or another node was here.
        if store::save_review(&*tx, &mut row, now).await? {
            ended.push(row);
        }
    }
    for row in &ended {
        let subject = format!("review_assignment/{}", row.id);
        note(&tx, now, (CLOCK, "expire_invitation"), subject, (None, None)).await?;
        tell_task(app, &tx, row).await?;
        stop_reminding(app, &tx, (row.plan_id, row.expert_id)).await?;
    }
    tx.commit().await?;
    Ok(ended.len())
}
