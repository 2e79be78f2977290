//! What happens when a conflict appears after experts were told? The assignment is frozen, somebody is asked
//! to act, and nothing is deleted.

use entity::{
    ids::{ExpertId, NominationId, ReviewAssignmentId},
    vocabulary::AssignmentState,
};

use super::{
    apply::{Reason, said},
    errors::AssignmentError,
    invite::tell_task,
    plan::note,
    store::{self, ReviewRow},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    persistence::WriteTx,
};

/// What is frozen, or let go again.
#[derive(Clone, Copy, Debug)]
pub struct Freeze<'a> {
    /// The nomination.
    pub nomination: NominationId,
    /// The expert.
    pub expert: ExpertId,
    /// Why: what the conflict is.
    pub reason: &'a str,
    /// Who found it: a user name, or the program's.
    pub by: &'a str,
}

/// Freezes every assignment of a pair that holds, in the caller's transaction: the expert's access closes, a
/// task opens for the award office. One that is frozen already stays as it is. Returns what was frozen.
///
/// # Errors
/// Somebody changed an assignment meanwhile, the records failing.
pub async fn freeze(
    app: &App,
    tx: &WriteTx,
    asked: Freeze<'_>,
) -> Result<Vec<ReviewAssignmentId>, AssignmentError> {
    let mut frozen = Vec::new();
    for row in store::hold_living_of_pair(&**tx, (asked.nomination, asked.expert)).await? {
        if row.frozen_at.is_none() {
            frozen.push(row.id);
            freeze_one(app, tx, row, (asked.by, asked.reason)).await?;
        }
    }
    Ok(frozen)
}

async fn freeze_one(
    app: &App,
    tx: &WriteTx,
    mut row: ReviewRow,
    (by, reason): (&str, &str),
) -> Result<(), AssignmentError> {
    let now = app.clock.now();
    row.frozen_at = Some(now);
    row.frozen_by = Some(by.to_owned());
    row.frozen_reason = Some(reason.to_owned());
    if !store::save_review(&**tx, &mut row, now).await? {
        return Err(AssignmentError::Stale);
    }
    let subject = format!("review_assignment/{}", row.id);
    note(tx, now, (by, "freeze"), subject, (None, Some(reason.to_owned()))).await?;
    tell_task(app, tx, &row).await
}

/// Lets a frozen assignment go again. A bar is not taken away so: while it stands, nothing is let go.
async fn unfreeze_one(
    app: &App,
    tx: &WriteTx,
    mut row: ReviewRow,
    (by, reason): (&str, &str),
) -> Result<(), AssignmentError> {
    let plan = store::find_plan(&**tx, row.plan_id).await?.ok_or(AssignmentError::NotFound)?;
    let bars = store::barred(&**tx, (plan.round_id, plan.run_id)).await?;
    if bars.contains(&(row.nomination_id, row.expert_id)) {
        return Err(AssignmentError::Barred);
    }
    let now = app.clock.now();
    row.frozen_at = None;
    row.frozen_by = None;
    row.frozen_reason = None;
    if !store::save_review(&**tx, &mut row, now).await? {
        return Err(AssignmentError::Stale);
    }
    let subject = format!("review_assignment/{}", row.id);
    note(tx, now, (by, "unfreeze"), subject, (None, Some(reason.to_owned()))).await
}

/// Freezes one assignment, or lets it go again, as the award office asks.
///
/// # Errors
/// Not the actor's to do, no such assignment, its state, a bar that stands, no reason, somebody was faster.
pub(super) async fn turn(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewAssignmentId, i64),
    (is_frozen, why): (bool, &Reason),
) -> Result<(), AssignmentError> {
    permit(actor, Action::ManageAssignments)?;
    let reason = said(Some(&why.reason)).ok_or(AssignmentError::NoReason)?;
    let tx = app.database.begin_write().await?;
    // Held before the bars are read: a recheck that has told of one freezes after this, or was seen.
    let row = store::hold_review(&*tx, id).await?.ok_or(AssignmentError::NotFound)?;
    if row.version != seen {
        return Err(AssignmentError::Stale);
    }
    let by = (actor.username.as_str(), reason.as_str());
    match (is_frozen, row.frozen_at.is_some()) {
        (true, true) => return Err(AssignmentError::Frozen),
        (false, false) => return Err(AssignmentError::NotFrozen),
        (true, false) => {
            use AssignmentState::{Accepted, Invited, Proposed};
            if !matches!(row.state, Proposed | Invited | Accepted) {
                return Err(AssignmentError::State(row.state));
            }
            freeze_one(app, &tx, row, by).await?;
        }
        (false, true) if row.replaced_by.is_some() => return Err(AssignmentError::Replaced),
        (false, true) => unfreeze_one(app, &tx, row, by).await?,
    }
    tx.commit().await?;
    Ok(())
}

/// Freezes one assignment as it stands now, as the award office asks.
///
/// # Errors
/// As the route's.
pub async fn freeze_one_now(
    app: &App,
    actor: &Actor,
    id: ReviewAssignmentId,
    why: &Reason,
) -> Result<(), AssignmentError> {
    let row = store::find_review(app.database.reader(), id).await?;
    let row = row.ok_or(AssignmentError::NotFound)?;
    turn(app, actor, (id, row.version), (true, why)).await
}
