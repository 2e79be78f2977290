//! How is a nomination withdrawn, or taken back to be replaced? Asked for by one, answered by another.

use entity::{
    ids::{DossierId, NominationId, WithdrawalId},
    vocabulary::{NominationState, Route, WithdrawalState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    errors::SubmissionError,
    gather::{Ground, place_subject},
    policy::{Effect, Standing, leads},
    store,
};
use crate::{
    app::App,
    authz::{Action, Actor},
    awards::{self, Moment, WithdrawalRule},
    idempotency,
    nominations::{
        course::{self, NextStep},
        dossier::{self, DossierError, Reached},
        process::{self, Because, Held, states::Guard},
        store::set_nomination_state,
    },
    persistence::WriteTx,
    quotas::{self, Stamp},
};

/// What is asked for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = WithdrawalRequest)]
pub struct WithdrawalRequest {
    /// Why.
    #[validate(length(min = 4, max = 2000))]
    pub reason: String,
    /// Whether the dossier is to be written on and submitted again.
    #[serde(default)]
    pub is_replacement: bool,
}

/// What is answered.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = WithdrawalAnswer)]
pub struct WithdrawalAnswer {
    /// Whether it is granted.
    pub is_granted: bool,
    /// Why.
    #[validate(length(min = 2, max = 2000))]
    pub answer: String,
}

/// What withdrawing a dossier would do now by the rule of its round; `window` is the time in which it may be
/// submitted.
pub(super) fn effect(
    app: &App,
    (rule, window): (&WithdrawalRule, Option<awards::Window>),
    (ground, known): (&Ground, &Reached),
) -> Effect {
    let one = Standing {
        category: &known.form.category,
        state: known.state,
        is_via_cast: ground.route(&known.society) == Route::ViaCast,
        is_before_close: window.is_none_or(|window| window.at(app.clock.now()) != Moment::Over),
    };
    Effect::of(rule, one)
}

/// Asks for the withdrawal of a dossier that was submitted.
///
/// # Errors
/// Not the actor's, changed since, not submitted or decided on, one is open already, the round takes none; the
/// records failing.
pub async fn ask(
    app: &App,
    actor: &Actor,
    (id, seen): (DossierId, Option<i64>),
    request: &WithdrawalRequest,
    key: Option<&idempotency::Key>,
) -> Result<WithdrawalId, SubmissionError> {
    let tx = app.database.begin_write().await?;
    let held = process::hold(app, &tx, actor, (Action::WriteNominations, id)).await?;
    let withdrawal: WithdrawalId = app.ids.next();
    let now = app.clock.now();
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &withdrawal.to_string(), now).await?
    {
        return Err(DossierError::Repeated.into());
    }
    process::as_seen(&held, seen)?;
    let effect = allowed(app, &tx, (actor, &held)).await?;
    if request.is_replacement && !effect.may_replace {
        return Err(SubmissionError::NoWithdrawal);
    }
    let earlier = store::withdrawals_of(&*tx, id).await?;
    if earlier.iter().any(|one| one.state == WithdrawalState::Asked) {
        return Err(SubmissionError::Answered);
    }
    let asked = store::Asked {
        id: withdrawal,
        dossier: id,
        is_replacement: request.is_replacement,
        reason: request.reason.trim(),
        by: &actor.username,
        at: now,
    };
    store::ask(&*tx, asked).await?;
    let subject = ("ask_withdrawal", format!("dossier/{id}"));
    let reason = Some(request.reason.trim().to_owned());
    process::note(app, &tx, &actor.username, subject, (reason, None)).await?;
    tx.commit().await.map_err(DossierError::from)?;
    Ok(withdrawal)
}

/// To what effect what is held is withdrawn, where the table of states and the round allow it.
async fn allowed(
    app: &App,
    tx: &WriteTx,
    (actor, held): (&Actor, &Held),
) -> Result<Effect, SubmissionError> {
    let known = &held.dossier;
    if !leads(&known.form.category, known.state, NominationState::Withdrawn) {
        return Err(held.no_way(actor).into());
    }
    let ground = Ground::of(app, &**tx, known.round).await?;
    let window = awards::window(&**tx, known.round, &known.society, Some(known.id)).await?;
    let rule = awards::withdrawal_of(&**tx, known.round).await?;
    let effect = effect(app, (&rule, window), (&ground, known));
    if effect.is_allowed { Ok(effect) } else { Err(SubmissionError::NoWithdrawal) }
}

/// Answers a withdrawal that was asked for. Granted, the nomination leaves the round; its place goes back
/// to the society where the policy says so, or stays with the dossier that is to replace it.
///
/// # Errors
/// Not the actor's, changed since, the actor asked for it, it was answered; the records failing.
pub async fn answer(
    app: &App,
    actor: &Actor,
    (dossier, seen): (DossierId, Option<i64>),
    id: WithdrawalId,
    said: &WithdrawalAnswer,
) -> Result<(), SubmissionError> {
    let by = actor.username.as_str();
    let tx = app.database.begin_write().await?;
    let held = process::hold(app, &tx, actor, (Action::SubmitNominations, dossier)).await?;
    process::as_seen(&held, seen)?;
    let open = store::find(&*tx, id).await?.filter(|one| one.dossier_id == dossier);
    let open = open.ok_or(SubmissionError::NOT_FOUND)?;
    if open.asked_by == actor.username {
        return Err(SubmissionError::SamePerson);
    }
    // What cannot be granted any more is refused.
    let effect =
        if said.is_granted { Some(allowed(app, &tx, (actor, &held)).await?) } else { None };
    if open.is_replacement && effect.is_some_and(|effect| !effect.may_replace) {
        return Err(SubmissionError::NoWithdrawal);
    }
    let frees = !open.is_replacement && effect.is_some_and(|effect| effect.frees_place);
    let is_place_free = frees && release(app, &tx, &held, (by, &open.reason)).await?;
    let state = if said.is_granted { WithdrawalState::Granted } else { WithdrawalState::Refused };
    let answer =
        store::Answer { state, text: said.answer.trim(), by, at: app.clock.now(), is_place_free };
    if !store::answer(&*tx, id, answer).await? {
        return Err(SubmissionError::Answered);
    }
    if said.is_granted {
        leave(app, &tx, &held, (actor, &open.reason, open.is_replacement)).await?;
    }
    let subject = ("answer_withdrawal", format!("dossier/{dossier}"));
    let reason = Some(said.answer.trim().to_owned());
    process::note(app, &tx, by, subject, (reason, None)).await?;
    tx.commit().await.map_err(DossierError::from)?;
    Ok(())
}

/// Sets the place free that the dossier took; false when it took none.
async fn release(
    app: &App,
    tx: &WriteTx,
    held: &Held,
    (by, reason): (&str, &str),
) -> Result<bool, SubmissionError> {
    let known = &held.dossier;
    let year = Ground::of(app, &**tx, known.round).await?.round.year;
    let subject = place_subject(known.id);
    let stamp = Stamp { ids: app.ids, now: app.clock.now(), by };
    Ok(quotas::release(tx, (year, &subject), reason, &stamp).await?)
}

/// Takes the nomination out of the round; one that is to be replaced is a draft again. What the office took up
/// leaves by a step after submission, and nothing of it that a correction had unlocked stays open.
async fn leave(
    app: &App,
    tx: &WriteTx,
    held: &Held,
    (actor, reason, is_replacement): (&Actor, &str, bool),
) -> Result<(), SubmissionError> {
    let id = held.dossier.id;
    let nomination = NominationId(id.0);
    let now = app.clock.now();
    if held.dossier.state == NominationState::Submitted {
        let to = if is_replacement { NominationState::Draft } else { NominationState::Withdrawn };
        let because = Because { reason: Some(reason), ..Because::default() };
        process::take(app, tx, held, to, (actor, because)).await?;
        set_nomination_state(&**tx, nomination, (NominationState::Withdrawn, now)).await?;
    } else {
        let holds = &[Guard::WithdrawalAllowed];
        let next = NextStep { to: NominationState::Withdrawn, holds, reason: Some(reason) };
        course::take(app, tx, (&actor.username, nomination), next).await?;
        dossier::unlock(app, tx, id, (&[], now)).await?;
    }
    if is_replacement {
        process::void(app, tx, id).await?;
    }
    store::forget(&**tx, id).await?;
    Ok(())
}
