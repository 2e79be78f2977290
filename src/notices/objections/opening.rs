//! Who may learn who objected? Nobody alone: one asks with a reason, another grants it, and it is shown
//! once, for some hours; each of these is in the chain, and the supervision committee is told.

use chrono::TimeDelta;
use entity::{
    ids::{IdentityRequestId, ObjectionId},
    vocabulary::{IdentityRequestState as State, Role},
};

use super::{
    held::{self, Happened, Held, ObjectionError},
    intake::place_of,
    record::Identity,
    rules::ObjectionRules,
    screen::within,
    store::{self, Request},
};
use crate::{
    app::App,
    authz::{self, Action, Actor},
    notifications::{Kind, To},
};

/// Least and most characters of a reason.
const REASON: (usize, usize) = (10, 2000);

const CLAUSE: Option<&str> = Some("X25 art. 71");

async fn tell_and_close(
    app: &App,
    mut held: Held,
    happened: Happened<'_>,
) -> Result<(), ObjectionError> {
    held.note(app, happened).await?;
    held.tell(app, (To::Role(Role::Supervisor), Kind::ObjectionReported), None).await?;
    held.close(app).await
}

/// Asks to see who objected.
///
/// # Errors
/// Not granted, not found, another version, nobody is named; the records failing.
pub async fn ask(
    app: &App,
    actor: &Actor,
    (id, seen): (ObjectionId, i64),
    reason: &str,
) -> Result<IdentityRequestId, ObjectionError> {
    authz::permit(actor, Action::OpenObjectorIdentity)?;
    within("reason", reason, REASON)?;
    let held = held::hold(app, id, Some(seen)).await?;
    if !held.case.is_named {
        return Err(ObjectionError::Anonymous);
    }
    let by = actor.username.as_str();
    let row = Request {
        id: app.ids.next(),
        objection_id: id,
        state: State::Asked,
        asked_by: by.to_owned(),
        asked_at: app.clock.now(),
        reason: reason.trim().to_owned(),
        answered_by: None,
        answered_at: None,
        answer: None,
        open_until: None,
        seen_at: None,
    };
    let request = row.id;
    store::ask(&*held.tx, row).await?;
    let happened = Happened { what: "identity_asked", by, text: Some(reason), clause: CLAUSE };
    tell_and_close(app, held, happened).await?;
    Ok(request)
}

/// Another person lets it be seen, or does not.
///
/// # Errors
/// Not granted, not found, another version, the one who asked, answered before; the records failing.
pub async fn answer(
    app: &App,
    actor: &Actor,
    (id, seen, request): (ObjectionId, i64, IdentityRequestId),
    (is_granted, reason): (bool, &str),
) -> Result<(), ObjectionError> {
    authz::permit(actor, Action::OpenObjectorIdentity)?;
    within("reason", reason, REASON)?;
    let held = held::hold(app, id, Some(seen)).await?;
    let mut row =
        store::request(&*held.tx, (id, request)).await?.ok_or(ObjectionError::NotFound)?;
    let (by, now) = (actor.username.as_str(), app.clock.now());
    if row.asked_by == by {
        return Err(ObjectionError::SamePerson);
    }
    if row.state != State::Asked {
        return Err(ObjectionError::Spent);
    }
    let hours = TimeDelta::hours(ObjectionRules::in_force()?.opening.hours);
    row.state = if is_granted { State::Granted } else { State::Refused };
    row.answered_by = Some(by.to_owned());
    row.answered_at = Some(now);
    row.answer = Some(reason.trim().to_owned());
    row.open_until = is_granted.then(|| now + hours);
    store::save_request(&*held.tx, row).await?;
    let what = if is_granted { "identity_granted" } else { "identity_refused" };
    tell_and_close(app, held, Happened { what, by, text: Some(reason), clause: CLAUSE }).await
}

/// Shows who objected: to the one who asked, once, while it is open.
///
/// # Errors
/// Not granted, not found, another version, somebody else's, seen or over; the records failing.
pub async fn open(
    app: &App,
    actor: &Actor,
    (id, seen, request): (ObjectionId, i64, IdentityRequestId),
) -> Result<Identity, ObjectionError> {
    authz::permit(actor, Action::OpenObjectorIdentity)?;
    let held = held::hold(app, id, Some(seen)).await?;
    let mut row =
        store::request(&*held.tx, (id, request)).await?.ok_or(ObjectionError::NotFound)?;
    let (by, now) = (actor.username.as_str(), app.clock.now());
    if row.asked_by != by {
        return Err(ObjectionError::Denied);
    }
    let is_open = row.state == State::Granted && row.open_until.is_some_and(|until| now < until);
    if !is_open {
        return Err(ObjectionError::Spent);
    }
    let place = place_of(app, id);
    let sealed = store::identity(&*held.tx, place.clone()).await?;
    let sealed = sealed.ok_or(ObjectionError::Anonymous)?;
    let text = app.sealer.open_sealed(&place, &sealed)?;
    let identity = serde_json::from_str(&text).map_err(|_| ObjectionError::Spent)?;
    row.state = State::Seen;
    row.seen_at = Some(now);
    store::save_request(&*held.tx, row).await?;
    let happened = Happened { what: "identity_seen", by, text: None, clause: CLAUSE };
    tell_and_close(app, held, happened).await?;
    Ok(identity)
}
