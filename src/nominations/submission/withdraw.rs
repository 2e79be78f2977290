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
    gather::Ground,
    policy::{Effect, WithdrawalPolicy},
    store,
};
use crate::{
    app::App,
    authz::{Action, Actor},
    awards::{self, Moment},
    idempotency,
    nominations::{
        dossier::{DossierError, Reached},
        process::{self, Because, Held},
        store::set_nomination_state,
    },
    persistence::WriteTx,
    quotas::{self, Claim, Stamp},
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

/// What withdrawing a dossier would do now; `window` is the time in which it may be submitted.
///
/// # Errors
/// The policy does not parse, which a test would have seen.
pub(super) fn effect(
    app: &App,
    window: Option<awards::Window>,
    (ground, known): (&Ground, &Reached),
) -> Result<Effect, SubmissionError> {
    let is_before_close = window.is_none_or(|window| window.at(app.clock.now()) != Moment::Over);
    let route = ground.society(&known.society).map(|one| one.route);
    let policy = WithdrawalPolicy::in_force().map_err(process::ProcessError::from)?;
    Ok(policy.effect(route == Some(Route::ViaCast), is_before_close))
}

/// Asks for the withdrawal of a dossier that was submitted.
///
/// # Errors
/// Not the actor's, changed since, not submitted, one is open already, the round takes none; the records
/// failing.
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
    let effect = allowed(app, &tx, &held).await?;
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

/// Whether what is held may be withdrawn, and to what effect.
async fn allowed(app: &App, tx: &WriteTx, held: &Held) -> Result<Effect, SubmissionError> {
    if held.dossier.state != NominationState::Submitted {
        let rule = process::Rule::NoWay(held.dossier.state);
        return Err(process::ProcessError::Rule(None, rule).into());
    }
    let ground = Ground::of(app, &**tx, held.dossier.round).await?;
    let known = &held.dossier;
    let window = awards::window(&**tx, known.round, &known.society, Some(known.id)).await?;
    let effect = effect(app, window, (&ground, known))?;
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
    let effect = allowed(app, &tx, &held).await?;
    if open.is_replacement && said.is_granted && !effect.may_replace {
        return Err(SubmissionError::NoWithdrawal);
    }
    let frees = said.is_granted && !open.is_replacement && effect.frees_place;
    let state = if said.is_granted { WithdrawalState::Granted } else { WithdrawalState::Refused };
    let answer = store::Answer {
        state,
        text: said.answer.trim(),
        by,
        at: app.clock.now(),
        is_place_free: frees,
    };
    if !store::answer(&*tx, id, answer).await? {
        return Err(SubmissionError::Answered);
    }
    if frees {
        release(app, &tx, &held, (by, &open.reason)).await?;
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

async fn release(
    app: &App,
    tx: &WriteTx,
    held: &Held,
    (by, reason): (&str, &str),
) -> Result<(), SubmissionError> {
    let known = &held.dossier;
    let ground = Ground::of(app, &**tx, known.round).await?;
    let bucket = ground.bucket(known.form, &known.society).ok_or(SubmissionError::NOT_FOUND)?;
    let subject = format!("nomination/{}", known.id);
    let society = ground.giver(&known.society);
    let claim = Claim { year: ground.round.year, society, bucket, subject: &subject };
    let stamp = Stamp { ids: app.ids, now: app.clock.now(), by };
    quotas::release(tx, &claim, reason, &stamp).await?;
    Ok(())
}

/// Takes the nomination out of the round; one that is to be replaced is a draft again.
async fn leave(
    app: &App,
    tx: &WriteTx,
    held: &Held,
    (actor, reason, is_replacement): (&Actor, &str, bool),
) -> Result<(), SubmissionError> {
    let id = held.dossier.id;
    let to = if is_replacement { NominationState::Draft } else { NominationState::Withdrawn };
    let because = Because { reason: Some(reason), ..Because::default() };
    process::take(app, tx, held, to, (actor, because)).await?;
    if is_replacement {
        process::void(app, tx, id).await?;
    }
    let gone = (NominationState::Withdrawn, app.clock.now());
    set_nomination_state(&**tx, NominationId(id.0), gone).await?;
    store::forget(&**tx, id).await?;
    Ok(())
}
