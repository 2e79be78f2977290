//! How is a dossier reviewed inside its society, and taken back to the draft?

use entity::{ids::DossierId, vocabulary::NominationState};

use super::{
    errors::ProcessError,
    step::{Because, as_seen, hold, note, take, void},
    tell_cast::{Moved, tell_cast},
};
use crate::{
    app::App,
    authz::{Action, Actor},
};

/// Asks the society's approver to review a draft that stands at the version seen; from then on nobody writes in
/// it.
///
/// # Errors
/// Not the actor's, no draft, changed since, too late, the records failing.
pub async fn request_review(
    app: &App,
    actor: &Actor,
    place: (DossierId, Option<i64>),
    note_to_approver: Option<&str>,
) -> Result<(), ProcessError> {
    let reason = note_to_approver.filter(|text| !text.trim().is_empty());
    let because = Because { reason, ..Because::default() };
    let way = (Action::WriteNominations, NominationState::InternalReview, "request_review");
    go(app, actor, place, way, because).await
}

/// Passes a dossier on to the society's publicity, as it stood at the version seen.
///
/// # Errors
/// Not the actor's, changed since, not under review, the actor asked for the review himself, too late, the
/// records failing.
pub async fn pass_review(
    app: &App,
    actor: &Actor,
    place: (DossierId, Option<i64>),
) -> Result<(), ProcessError> {
    let way = (Action::ApproveNominations, NominationState::InternalPublicity, "pass_review");
    go(app, actor, place, way, Because::default()).await
}

/// Returns a dossier under review to its clerks, with reasons.
///
/// # Errors
/// Not the actor's, changed since, not under review, no reason, the records failing.
pub async fn return_to_draft(
    app: &App,
    actor: &Actor,
    place: (DossierId, Option<i64>),
    reason: &str,
) -> Result<(), ProcessError> {
    let because = Because { reason: Some(reason), ..Because::default() };
    go(app, actor, place, (Action::ApproveNominations, NominationState::Draft, "return"), because)
        .await
}

/// Takes a dossier back to the draft after its review; by a head also while it lies with CAST, which has not
/// answered yet. What was made public and resolved counts no longer, and stays in the records.
///
/// # Errors
/// Not the actor's, changed since, under review or submitted, no reason, the records failing.
pub async fn take_back(
    app: &App,
    actor: &Actor,
    place: (DossierId, Option<i64>),
    reason: &str,
) -> Result<(), ProcessError> {
    let because = Because { reason: Some(reason), ..Because::default() };
    go(app, actor, place, (Action::WriteNominations, NominationState::Draft, "take_back"), because)
        .await
}

async fn go(
    app: &App,
    actor: &Actor,
    (id, seen): (DossierId, Option<i64>),
    (action, to, word): (Action, NominationState, &str),
    because: Because<'_>,
) -> Result<(), ProcessError> {
    let by = actor.username.as_str();
    let tx = app.database.begin_write().await?;
    let held = hold(app, &tx, actor, (action, id)).await?;
    as_seen(&held, seen)?;
    // Whoever asked for a review may call it off; only who approves may return it.
    take(app, &tx, &held, to, (actor, because)).await?;
    if to == NominationState::Draft {
        void(app, &tx, id).await?;
    }
    let said = (because.reason.map(str::to_owned), Some(held.digest.clone()));
    note(app, &tx, by, (word, format!("dossier/{id}")), said).await?;
    if held.dossier.is_recommended() {
        tell_cast(app, &tx, &held, Moved::TakenBack).await?;
    }
    tx.commit().await?;
    Ok(())
}
