//! How does a nomination get one more reviewer under the plan that is applied?

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    ids::{AssignmentPlanId, ExpertId, NominationId, ReviewAssignmentId},
    vocabulary::AssignmentState,
};

use super::{
    apply::{proposed, said},
    errors::AssignmentError,
    fitness::would_break,
    invite::tell_asked,
    model::Ground,
    plan::{Whole, note},
    recheck::{Look, MOST_LOOKS},
    replace::{must_be_in_review, standing, told_behind},
    store::{self, PlanRow, ReviewRow},
};
use crate::{
    app::App,
    authz::{Action, Actor, Wall, permit, wall_of},
    idempotency::{self, Key},
    persistence::WriteTx,
};

/// On which terms one more expert is asked.
#[derive(Clone, Copy, Debug)]
pub struct Further<'t> {
    /// The first instant that is too late for an answer.
    pub due_at: DateTime<Utc>,
    /// Why.
    pub reason: &'t str,
    /// Most further reviewers of a nomination, beyond those of the plan.
    pub most: u32,
}

/// Asks one more expert to review a nomination under an applied plan. He is looked at again first, and no rule is
/// overridden for him. Without a key for a caller that keeps its own.
///
/// # Errors
/// Not granted, no such plan, nomination or expert, a nomination from which the actor is kept, that has left review, or
/// that has as many further reviewers as may be; an expert who is unfit or was asked already, a deadline that is not
/// ahead, no reason, a repeated request, the facts do not stop changing, the records failing.
pub async fn add(
    app: &App,
    actor: &Actor,
    of: (AssignmentPlanId, NominationId, ExpertId),
    terms: Further<'_>,
    key: Option<&Key>,
) -> Result<ReviewAssignmentId, AssignmentError> {
    permit(actor, Action::ManageAssignments)?;
    let database = app.database.reader();
    if let Some(key) = key
        && idempotency::recall(database, key).await.is_ok()
    {
        // It was done: what has happened since does not change the answer.
        return Err(AssignmentError::Repeated);
    }
    wall_of(database, actor).await?.admit(of.1)?;
    if terms.due_at <= app.clock.now() {
        return Err(AssignmentError::Deadline);
    }
    let reason = said(Some(terms.reason)).ok_or(AssignmentError::NoReason)?;
    for _ in 0..MOST_LOOKS {
        let plan = store::find_plan(database, of.0).await?.ok_or(AssignmentError::NotFound)?;
        let look = Look::at(app, plan.round_id, &BTreeSet::from([of.2])).await?;
        let asked = Asked { of, terms, reason: &reason, key };
        if let Some(new) = ask(app, actor, asked, &look).await? {
            return Ok(new);
        }
    }
    Err(AssignmentError::Stale)
}

/// Who is to be asked for what.
#[derive(Clone, Copy)]
struct Asked<'a> {
    of: (AssignmentPlanId, NominationId, ExpertId),
    terms: Further<'a>,
    reason: &'a str,
    key: Option<&'a Key>,
}

/// Asks him, unless the facts changed since they were looked at.
async fn ask(
    app: &App,
    actor: &Actor,
    asked: Asked<'_>,
    look: &Look,
) -> Result<Option<ReviewAssignmentId>, AssignmentError> {
    let (now, (plan, nomination, expert)) = (app.clock.now(), asked.of);
    let tx = app.database.begin_write().await?;
    let mut whole = Whole::hold_applied(&tx, plan).await?;
    if !whole.ground.nominations.contains_key(&nomination) {
        return Err(AssignmentError::NotFound);
    }
    must_be_in_review(&whole.ground, nomination)?;
    store::extend(&*tx, &mut whole.ground, [expert]).await?;
    look.add_to(&mut whole.ground);
    let rows = store::of_plan(&*tx, plan).await?;
    let wall = wall_of(&*tx, actor).await?;
    must_fit((&whole.ground, &wall), (&whole.row, &rows), &asked)?;
    let new = ReviewRow {
        id: app.ids.next(),
        nomination_id: nomination,
        expert_id: expert,
        score: whole.ground.scores.get(&(nomination, expert)).copied(),
        state: AssignmentState::Invited,
        invited_at: Some(now),
        due_at: Some(asked.terms.due_at),
        note: Some(asked.reason.to_owned()),
        ..proposed(&whole.row, &actor.username, now)
    };
    let id = new.id;
    keep_reply(&tx, (asked.key, id), now).await?;
    store::insert_reviews(&*tx, vec![new]).await?;
    if !look.holds(&tx).await? {
        return Ok(None);
    }
    let subject = format!("review_assignment/{id}");
    let why = (None, Some(asked.reason.to_owned()));
    note(&tx, now, (&actor.username, "add_reviewer"), subject, why).await?;
    tell_asked(app, &tx, (&whole.row, expert), asked.terms.due_at).await?;
    tx.commit().await?;
    Ok(Some(id))
}

/// Whether the nomination may have one more, and the expert be the one.
fn must_fit(
    (ground, wall): (&Ground, &Wall),
    (plan, rows): (&PlanRow, &[ReviewRow]),
    asked: &Asked<'_>,
) -> Result<(), AssignmentError> {
    let (_, nomination, expert) = asked.of;
    let own = || rows.iter().filter(|row| row.nomination_id == nomination);
    let was_added =
        |row: &&ReviewRow| row.replaces.is_none() && Some(row.created_at) > plan.applied_at;
    if own().filter(was_added).count() >= asked.terms.most as usize {
        return Err(AssignmentError::Enough(asked.terms.most));
    }
    let was_asked = own().any(|row| row.expert_id == expert);
    if was_asked || !ground.experts.contains_key(&expert) {
        return Err(AssignmentError::Unfit(Vec::new()));
    }
    let (pairs, key) = (standing(rows), (nomination, expert));
    let broken = would_break(ground, &pairs, key);
    if broken.is_empty() {
        return Ok(());
    }
    Err(AssignmentError::Unfit(told_behind(wall, ground, (pairs, key), &broken)))
}

/// Keeps the answer under the key of its request, which may come once.
async fn keep_reply(
    tx: &WriteTx,
    (key, id): (Option<&Key>, ReviewAssignmentId),
    now: DateTime<Utc>,
) -> Result<(), AssignmentError> {
    let Some(key) = key else { return Ok(()) };
    if idempotency::keep(&**tx, key, &id.to_string(), now).await? {
        Ok(())
    } else {
        Err(AssignmentError::Repeated)
    }
}
