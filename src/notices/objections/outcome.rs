//! What becomes of an objection? Investigated and recorded, proposed by one, decided by another.

use entity::{
    ids::ObjectionId,
    vocabulary::{ObjectionEffect as Effect, ObjectionOutcome as Outcome, Role},
};

use super::{
    effects,
    held::{self, Happened, Held, ObjectionError},
    screen::{TOLD, within},
    states::Deed,
};
use crate::{
    app::App,
    authz::{self, Action, Actor},
    notifications::{Kind, To},
};

/// Least and most characters of an investigation record.
const RECORD: (usize, usize) = (10, 20_000);

/// Keeps the record of the investigation.
///
/// # Errors
/// Not granted, not found, another version, no step; the records failing.
pub async fn record(
    app: &App,
    actor: &Actor,
    (id, seen): (ObjectionId, i64),
    text: &str,
) -> Result<(), ObjectionError> {
    authz::permit(actor, Action::HandleObjections)?;
    within("text", text, RECORD)?;
    let mut held = held::hold(app, id, Some(seen)).await?;
    held.step(Deed::Record)?;
    held.case.record = Some(text.trim().to_owned());
    held.case.recorded_by = Some(actor.username.clone());
    held.case.recorded_at = Some(app.clock.now());
    let by = actor.username.as_str();
    let clause = Some("X25 art. 72");
    held.note(app, Happened { what: "recorded", by, text: None, clause }).await?;
    held.close(app).await
}

/// Proposes what becomes of an objection, and of the nomination.
///
/// # Errors
/// Not granted, not found, another version, no step; the records failing.
pub async fn propose(
    app: &App,
    actor: &Actor,
    (id, seen): (ObjectionId, i64),
    (outcome, effect, text): (Outcome, Effect, &str),
) -> Result<(), ObjectionError> {
    authz::permit(actor, Action::HandleObjections)?;
    within("text", text, TOLD)?;
    let mut held = held::hold(app, id, Some(seen)).await?;
    held.step(Deed::Propose(outcome, effect))?;
    let by = actor.username.as_str();
    held.case.outcome = Some(outcome);
    held.case.effect = Some(effect);
    held.case.outcome_text = Some(text.trim().to_owned());
    held.case.proposed_by = Some(by.to_owned());
    held.case.proposed_at = Some(app.clock.now());
    held.note(app, Happened { what: "proposed", by, text: Some(text), clause: None }).await?;
    held.close(app).await
}

/// Another person agrees with what was proposed, and it is done; or does not, and it goes back.
///
/// # Errors
/// Not granted, not found, another version, no step, the one who proposed it; the records failing.
pub async fn decide(
    app: &App,
    actor: &Actor,
    (id, seen): (ObjectionId, i64),
    (is_agreed, text): (bool, &str),
) -> Result<(), ObjectionError> {
    authz::permit(actor, Action::HandleObjections)?;
    let mut held = held::hold(app, id, Some(seen)).await?;
    let by = actor.username.as_str();
    if held.case.proposed_by.as_deref() == Some(by) {
        return Err(ObjectionError::SamePerson);
    }
    if !is_agreed {
        within("text", text, TOLD)?;
        held.step(Deed::Return)?;
        held.case.outcome = None;
        held.case.effect = None;
        held.note(app, Happened { what: "returned", by, text: Some(text), clause: None }).await?;
        return held.close(app).await;
    }
    held.step(Deed::Decide)?;
    let clause = Some("X25 arts. 73-75");
    held.note(app, Happened { what: "decided", by, text: Some(text), clause }).await?;
    finish(app, held, by).await
}

/// Brings a decided objection to its end: its effect, who is told, what else ends with it.
pub(super) async fn finish(app: &App, mut held: Held, by: &str) -> Result<(), ObjectionError> {
    held.case.decided_by = Some(by.to_owned());
    held.case.decided_at = Some(app.clock.now());
    held.keep(app).await?;
    effects::settle(app, &held, by).await?;
    // What the office refused at once the nominator never heard of; what was withdrawn before that neither.
    if held.case.summary.is_some() || held.case.effect == Some(Effect::Terminated) {
        held.tell_nominator(app, Kind::ObjectionDecided, None).await?;
    }
    held.tell(app, (To::Role(Role::Supervisor), Kind::ObjectionReported), None).await?;
    effects::end_others(app, held).await
}
