//! How does a reviewer answer: sign, declare, accept, decline, recuse?

use chrono::{DateTime, Utc};
use entity::{
    ids::{ExpertId, ReviewAssignmentId, RoundId},
    vocabulary::AssignmentState,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    commitment::{Commitment, is_answer},
    errors::AssignmentError,
    invite::{stop_reminding, tell_task},
    plan::note,
    store::{self, ReviewRow},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    persistence::WriteTx,
};

/// The words of the field `interest`.
pub(super) const NONE: &str = "none";
/// The other one.
pub(super) const DECLARED: &str = "declared";

/// The text that is signed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = SignCommitment)]
pub struct Signature {
    /// Version of the text that was read.
    #[validate(length(min = 1, max = 40))]
    pub version: String,
    /// Digest of the text that was read.
    #[validate(length(equal = 64))]
    pub digest: String,
}

/// What a reviewer says of his interest in a nomination.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = InterestStatement)]
pub struct Interest {
    /// Whether there is one.
    pub declared: bool,
    /// Its kind.
    #[serde(default)]
    #[validate(length(max = 40))]
    pub kind: Option<String>,
    /// What it is.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub words: Option<String>,
}

/// Why a reviewer declines.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = DeclineReview)]
pub struct Declining {
    /// A word of the list.
    #[validate(length(min = 1, max = 40))]
    pub reason: String,
    /// More.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub words: Option<String>,
}

/// Why a reviewer recuses himself.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = RecuseReview)]
pub struct Recusing {
    /// A kind of interest.
    #[validate(length(min = 1, max = 40))]
    pub kind: String,
    /// What it is.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub words: Option<String>,
}

/// Where the words of a reviewer are sealed.
pub(super) fn place_of(id: ReviewAssignmentId) -> String {
    format!("review_assignment/{id}")
}

/// The commitment in force.
pub(super) fn text() -> Result<&'static Commitment, AssignmentError> {
    Commitment::in_force().map_err(|error| AssignmentError::Inside(error.to_owned()))
}

/// Signs the commitment for every round to which the reviewer is invited.
///
/// # Errors
/// Not a reviewer with invitations, another text is in force.
pub async fn sign(app: &App, actor: &Actor, signed: &Signature) -> Result<(), AssignmentError> {
    permit(actor, Action::ReviewDossiers)?;
    let text = text()?;
    if signed.version != text.version || signed.digest != text.digest() {
        return Err(AssignmentError::OtherText);
    }
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let expert = store::expert_of(&*tx, actor.account).await?.ok_or(AssignmentError::NotFound)?;
    let own = store::of_expert(&*tx, expert).await?;
    let holds = own.iter().filter(|one| one.state != AssignmentState::Withdrawn);
    let rounds: std::collections::BTreeSet<RoundId> = holds.map(|one| one.round_id).collect();
    if rounds.is_empty() {
        return Err(AssignmentError::NotFound);
    }
    for round in rounds {
        let of = (round, text.version.as_str());
        if store::signed_at(&*tx, actor.account, of).await?.is_some() {
            continue;
        }
        let id: entity::ids::ReviewerCommitmentId = app.ids.next();
        let whose = (round, actor.account, expert);
        let digest = text.digest();
        if !store::insert_signature(&*tx, id, whose, (&text.version, &digest), now).await? {
            // The same signature, sent twice at once: it stands, and is recorded.
            continue;
        }
        let subject = format!("reviewer_commitment/{id}");
        let said = (Some(digest), Some(text.version.clone()));
        note(&tx, now, (&actor.username, "sign_commitment"), subject, said).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// An assignment as its reviewer holds it.
struct Held {
    tx: WriteTx,
    row: ReviewRow,
    now: DateTime<Utc>,
}

/// The assignment `id` of the actor, seen at `seen`, which he may still answer.
async fn hold(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewAssignmentId, i64),
) -> Result<Held, AssignmentError> {
    permit(actor, Action::ReviewDossiers)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let expert = store::expert_of(&*tx, actor.account).await?.ok_or(AssignmentError::NotFound)?;
    let row = store::find_review(&*tx, id).await?.filter(|row| is_own(row, expert));
    let row = row.ok_or(AssignmentError::NotFound)?;
    if row.version != seen {
        return Err(AssignmentError::Stale);
    }
    if row.frozen_at.is_some() {
        return Err(AssignmentError::Frozen);
    }
    match row.state {
        // What nobody answered in time is late, whether the clock was there or not.
        AssignmentState::Invited if row.due_at.is_some_and(|due| due <= now) => {
            Err(AssignmentError::State(AssignmentState::Expired))
        }
        AssignmentState::Invited | AssignmentState::Accepted => Ok(Held { tx, row, now }),
        other => Err(AssignmentError::State(other)),
    }
}

/// What was only proposed is nothing that its expert knows of.
pub(super) fn is_own(row: &ReviewRow, expert: ExpertId) -> bool {
    row.expert_id == expert && row.invited_at.is_some()
}

async fn must_be_signed(held: &Held, actor: &Actor) -> Result<(), AssignmentError> {
    let of = (held.row.round_id, text()?.version.as_str());
    let signed = store::signed_at(&*held.tx, actor.account, of).await?;
    signed.map(|_| ()).ok_or(AssignmentError::Unsigned)
}

async fn keep(
    app: &App,
    actor: &Actor,
    held: Held,
    (action, reason): (&str, Option<String>),
) -> Result<(), AssignmentError> {
    let Held { tx, mut row, now } = held;
    if !store::save_review(&*tx, &mut row, now).await? {
        return Err(AssignmentError::Stale);
    }
    let subject = format!("review_assignment/{}", row.id);
    note(&tx, now, (&actor.username, action), subject, (None, reason)).await?;
    if super::replace::is_open(&row) {
        tell_task(app, &tx, &row).await?;
    }
    if row.state != AssignmentState::Invited {
        stop_reminding(app, &tx, (row.plan_id, row.expert_id)).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn sealed(
    app: &App,
    id: ReviewAssignmentId,
    words: Option<&str>,
) -> Result<Option<String>, AssignmentError> {
    let words = words.map(str::trim).filter(|words| !words.is_empty());
    Ok(words.map(|words| app.sealer.seal(&place_of(id), words)).transpose()?)
}

/// Says whether there is an interest in the nomination; where there is, the reviewer is recused. That there is none
/// is said once: when it was said stays in the record.
///
/// # Errors
/// Not the actor's, not signed, frozen, late, said already, no kind of the list, somebody was faster.
pub async fn declare(
    app: &App,
    actor: &Actor,
    of: (ReviewAssignmentId, i64),
    interest: &Interest,
) -> Result<(), AssignmentError> {
    let mut held = hold(app, actor, of).await?;
    must_be_signed(&held, actor).await?;
    if interest.declared {
        let kind = interest.kind.clone().unwrap_or_default();
        return step_aside(app, actor, held, (&kind, interest.words.as_deref())).await;
    }
    if held.row.interest.is_some() {
        return Err(AssignmentError::Declared);
    }
    held.row.interest = Some(NONE.to_owned());
    held.row.interest_at = Some(held.now);
    keep(app, actor, held, ("declare_no_interest", None)).await
}

/// Accepts the invitation.
///
/// # Errors
/// Not the actor's, not signed, interests not declared, answered, frozen, late, somebody was faster.
pub async fn accept(
    app: &App,
    actor: &Actor,
    of: (ReviewAssignmentId, i64),
) -> Result<(), AssignmentError> {
    let mut held = hold(app, actor, of).await?;
    must_be_signed(&held, actor).await?;
    if held.row.state != AssignmentState::Invited {
        return Err(AssignmentError::State(held.row.state));
    }
    if held.row.interest.as_deref() != Some(NONE) {
        return Err(AssignmentError::Undeclared);
    }
    held.row.state = AssignmentState::Accepted;
    held.row.answered_at = Some(held.now);
    keep(app, actor, held, ("accept_invitation", None)).await
}

/// Declines the invitation.
///
/// # Errors
/// Not the actor's, answered, no reason of the list, frozen, late, somebody was faster.
pub async fn decline(
    app: &App,
    actor: &Actor,
    of: (ReviewAssignmentId, i64),
    why: &Declining,
) -> Result<(), AssignmentError> {
    let mut held = hold(app, actor, of).await?;
    if held.row.state != AssignmentState::Invited {
        return Err(AssignmentError::State(held.row.state));
    }
    if !is_answer(&text()?.decline, &why.reason, why.words.as_deref()) {
        return Err(AssignmentError::NoSuchAnswer("/reason"));
    }
    held.row.state = AssignmentState::Declined;
    held.row.answered_at = Some(held.now);
    held.row.decline_reason = Some(why.reason.clone());
    held.row.sealed_words = sealed(app, held.row.id, why.words.as_deref())?;
    let reason = Some(why.reason.clone());
    keep(app, actor, held, ("decline_invitation", reason)).await
}

/// Recuses from one nomination, before or after accepting it.
///
/// # Errors
/// Not the actor's, ended, no kind of the list, frozen, late, somebody was faster.
pub async fn recuse(
    app: &App,
    actor: &Actor,
    of: (ReviewAssignmentId, i64),
    why: &Recusing,
) -> Result<(), AssignmentError> {
    let held = hold(app, actor, of).await?;
    step_aside(app, actor, held, (&why.kind, why.words.as_deref())).await
}

async fn step_aside(
    app: &App,
    actor: &Actor,
    mut held: Held,
    (kind, words): (&str, Option<&str>),
) -> Result<(), AssignmentError> {
    if !is_answer(&text()?.interest, kind, words) {
        return Err(AssignmentError::NoSuchAnswer("/kind"));
    }
    held.row.state = AssignmentState::Recused;
    held.row.answered_at = Some(held.now);
    held.row.interest = Some(DECLARED.to_owned());
    held.row.interest_at = Some(held.now);
    held.row.interest_kind = Some(kind.to_owned());
    held.row.sealed_words = sealed(app, held.row.id, words)?;
    keep(app, actor, held, ("recuse", Some(kind.to_owned()))).await
}
