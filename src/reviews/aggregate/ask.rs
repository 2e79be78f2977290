//! How is an aggregate computed anew, a hint dealt with, another reviewer asked for?

use entity::ids::{
    AssignmentPlanId, ExpertId, JobId, NominationId, ReviewAssignmentId, ReviewHintId,
    ReviewPhaseId,
};
use serde_json::json;

use super::{
    run::{JOB, must_be_closed, note},
    show::{admit, admit_to_phase, extra_of},
    store,
    views::{Handling, NewExtraReviewer},
};
use crate::{
    app::App,
    assignments::{self, AssignmentError, Further},
    audit,
    authz::{Action, Actor, permit, wall_of},
    idempotency::{self, Key},
    jobs,
    reviews::ReviewError,
    shared::hex_sha256,
};

/// Puts the computing of an aggregate into the queue.
///
/// # Errors
/// Not the actor's to do, no such phase, a nomination from which he is kept, a phase that is not closed, a repeated
/// request.
pub(super) async fn compute(
    app: &App,
    actor: &Actor,
    id: ReviewPhaseId,
    key: &Key,
) -> Result<JobId, ReviewError> {
    permit(actor, Action::ManageReviews)?;
    let read = app.database.begin_read().await?;
    let phase = store::find_phase(&*read, id).await?.ok_or(ReviewError::NotFound)?;
    admit_to_phase(&read, actor, &phase).await?;
    drop(read);
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let phase = store::hold_phase(&*tx, id).await?.ok_or(ReviewError::NotFound)?;
    must_be_closed(&phase)?;
    let payload = json!({ "phase": id, "by": actor.username });
    let job = jobs::enqueue(&*tx, app.ids, now, JOB, payload).await?;
    if !idempotency::keep(&*tx, key, &job.to_string(), now).await? {
        return Err(ReviewError::Repeated);
    }
    note(&tx, now, (&actor.username, "ask_for_aggregate"), (id, None)).await?;
    tx.commit().await?;
    app.wake.ring();
    Ok(job)
}

/// Writes down what was found of a hint that was seen at `seen`.
///
/// # Errors
/// Not the actor's to do, no such hint, its nomination is one from which he is kept, somebody was faster.
pub(super) async fn handle(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewHintId, i64),
    handling: &Handling,
) -> Result<(), ReviewError> {
    permit(actor, Action::ManageReviews)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let (mut hint, _) = store::find_hint(&*tx, id).await?.ok_or(ReviewError::NotFound)?;
    admit(&wall_of(&*tx, actor).await?, hint.nomination_id)?;
    let found = handling.note.trim().to_owned();
    let after_digest = Some(hex_sha256(found.as_bytes()));
    hint.handled_by = Some(actor.username.clone());
    hint.handled_at = Some(now);
    hint.note = Some(found);
    if !store::save_hint(&*tx, &mut hint, seen).await? {
        return Err(ReviewError::Stale);
    }
    // The words may name somebody: the record has their digest.
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: "reviews.handle_hint".to_owned(),
        subject: format!("review_hint/{id}"),
        after_digest,
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Under which plan, and within which bound, a nomination of a phase may get another reviewer.
async fn admitted(
    app: &App,
    actor: &Actor,
    (id, nomination): (ReviewPhaseId, NominationId),
) -> Result<(AssignmentPlanId, u32), ReviewError> {
    permit(actor, Action::ManageReviews)?;
    let needed = extra_of(app, actor, id).await?;
    admit(&wall_of(app.database.reader(), actor).await?, nomination)?;
    if !needed.is_open {
        return Err(ReviewError::refused(
            "评审阶段不在进行中，不能加评",
            "the phase is not open, so that nobody could give an opinion",
        ));
    }
    let plan = needed.plan.ok_or_else(|| {
        ReviewError::refused("该年度没有下达的指派方案", "no plan of the round is applied")
    })?;
    if !needed.rows.iter().any(|row| row.nomination.id == nomination.0) {
        return Err(ReviewError::refused(
            "该提名不符合加评条件",
            "the rule does not ask for another reviewer of this nomination",
        ));
    }
    Ok((AssignmentPlanId(plan), needed.most))
}

/// Why nobody else is asked: by the rules of the reviews, or by those of the assignments.
#[derive(Debug, thiserror::Error)]
pub(super) enum ExtraRefusal {
    /// The rules of the reviews.
    #[error(transparent)]
    Review(#[from] ReviewError),
    /// The rules of the assignments.
    #[error(transparent)]
    Assignment(#[from] AssignmentError),
}

/// Asks another expert to review a nomination of an open phase.
///
/// # Errors
/// Not the actor's to do, no such phase, a nomination from which he is kept, a phase that is not open, a nomination for
/// which the rule asks for nobody; as [`assignments::add`].
pub(super) async fn another(
    app: &App,
    actor: &Actor,
    (id, new): (ReviewPhaseId, &NewExtraReviewer),
    key: &Key,
) -> Result<ReviewAssignmentId, ExtraRefusal> {
    let nomination = NominationId(new.nomination);
    let (plan, most) = admitted(app, actor, (id, nomination)).await?;
    let terms = Further { due_at: new.due_at, reason: &new.reason, most };
    let of = (plan, nomination, ExpertId(new.expert));
    Ok(assignments::add(app, actor, of, terms, Some(key)).await?)
}
