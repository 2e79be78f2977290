//! How is something asked of a party, answered, and given more time?

use entity::{
    ids::{ObjectionId, ObjectionTaskId},
    vocabulary::ObjectionParty as Party,
};

use super::{
    held::{self, Happened, Held, ObjectionError, is_open},
    rules::ObjectionRules,
    screen::{TOLD, within},
    states::Deed,
    store::Task,
};
use crate::{
    app::App,
    authz::{self, Action, Actor},
    awards::Calendar,
    notifications::Kind,
};

/// What happened to a party's task, in one word.
pub(super) const fn word(what: &str, party: Party) -> &'static str {
    match (what.as_bytes(), party) {
        (b"asked", Party::Nominator) => "asked_nominator",
        (b"asked", Party::Nominee) => "asked_nominee",
        (b"asked", _) => "asked_objector",
        (b"answered", Party::Nominator) => "answered_nominator",
        (b"answered", Party::Nominee) => "answered_nominee",
        (b"answered", _) => "answered_objector",
        (b"more_time_asked", Party::Nominator) => "more_time_asked_nominator",
        (b"more_time_asked", Party::Nominee) => "more_time_asked_nominee",
        (b"more_time_asked", _) => "more_time_asked_objector",
        (b"more_time_decided", Party::Nominator) => "more_time_decided_nominator",
        (b"more_time_decided", Party::Nominee) => "more_time_decided_nominee",
        (b"more_time_decided", _) => "more_time_decided_objector",
        (_, Party::Nominator) => "silent_nominator",
        (_, Party::Nominee) => "silent_nominee",
        (_, Party::Objector) => "silent_objector",
        (_, Party::Office) => "overdue_office",
    }
}

/// The office asks something of a party.
///
/// # Errors
/// Not granted, not found, another version, no step; the records failing.
pub async fn ask(
    app: &App,
    actor: &Actor,
    (id, seen): (ObjectionId, i64),
    (party, what): (Party, &str),
) -> Result<(), ObjectionError> {
    authz::permit(actor, Action::HandleObjections)?;
    within("what", what, TOLD)?;
    let mut held = held::hold(app, id, Some(seen)).await?;
    if party == Party::Office {
        return Err(ObjectionError::NotFound);
    }
    held.step(Deed::Ask(party))?;
    let until = held.give(app, (party, "answer"), what).await?;
    let by = actor.username.as_str();
    let happened = Happened { what: word("asked", party), by, text: Some(what), clause: None };
    held.note(app, happened).await?;
    if party != Party::Objector {
        held.tell_nominator(app, Kind::MaterialAsked, Some(until)).await?;
    }
    held.close(app).await
}

/// A task that is still to be answered, and in time.
fn in_time<'h>(
    app: &App,
    held: &'h mut Held,
    id: ObjectionTaskId,
) -> Result<&'h mut Task, ObjectionError> {
    let now = app.clock.now();
    let task = held.task(id)?;
    // The clock may not have looked yet: what is late is late by its own instant.
    if task.lapsed_at.is_some() || (is_open(task) && task.due_at <= now && !is_asking(task)) {
        return Err(ObjectionError::Late(task.due_at));
    }
    Ok(task)
}

/// More time was asked for and nobody decided it yet: then the time does not run out.
pub(super) const fn is_asking(task: &Task) -> bool {
    task.extension_asked_at.is_some() && task.is_extension_granted.is_none()
}

/// A party answers what was asked of it.
pub(super) async fn answer(
    app: &App,
    held: &mut Held,
    (by, id): (&str, ObjectionTaskId),
    text: &str,
) -> Result<(), ObjectionError> {
    within("text", text, TOLD)?;
    let now = app.clock.now();
    let party = in_time(app, held, id)?.party;
    held.step(Deed::Answer(party))?;
    let task = held.task(id)?;
    task.done_at = Some(now);
    task.done_by = Some(by.to_owned());
    task.answer = Some(text.trim().to_owned());
    held.note(app, Happened { what: word("answered", party), by, ..Happened::default() }).await
}

/// A party asks for more time, before the time is over.
pub(super) async fn ask_more(
    app: &App,
    held: &mut Held,
    (by, id): (&str, ObjectionTaskId),
    (days, reason): (u32, &str),
) -> Result<(), ObjectionError> {
    let rules = ObjectionRules::in_force()?;
    within("reason", reason, TOLD)?;
    let now = app.clock.now();
    let task = in_time(app, held, id)?;
    let is_first = task.extension_asked_at.is_none();
    let is_of_party = task.party != Party::Office && is_open(task);
    let is_allowed = rules.extension.is_allowed && (1..=rules.extension.most_days).contains(&days);
    if !is_first || !is_of_party || !is_allowed {
        return Err(ObjectionError::NoExtension);
    }
    let party = task.party;
    task.extension_days = Some(i32::try_from(days).unwrap_or(i32::MAX));
    task.extension_reason = Some(reason.trim().to_owned());
    task.extension_asked_at = Some(now);
    held.step(Deed::Answer(party))?;
    held.note(app, Happened { what: word("more_time_asked", party), by, ..Happened::default() })
        .await
}

/// The office decides whether a party has more time.
///
/// # Errors
/// Not granted, not found, another version, nobody asked; the records failing.
pub async fn decide_extension(
    app: &App,
    actor: &Actor,
    (id, seen): (ObjectionId, i64),
    (task, is_granted, answer): (ObjectionTaskId, bool, &str),
) -> Result<(), ObjectionError> {
    authz::permit(actor, Action::HandleObjections)?;
    within("answer", answer, TOLD)?;
    let mut held = held::hold(app, id, Some(seen)).await?;
    let (rules, calendar) = (ObjectionRules::in_force()?, Calendar::in_force()?);
    let (by, now) = (actor.username.as_str(), app.clock.now());
    let task = held.task(task)?;
    if !is_asking(task) || !is_open(task) {
        return Err(ObjectionError::NoExtension);
    }
    let days = u32::try_from(task.extension_days.unwrap_or(0)).unwrap_or(0);
    task.due_at = if is_granted {
        rules.extended(calendar, task.due_at, days)
    } else {
        rules.after_refusal(calendar, task.due_at, now)
    };
    task.is_extension_granted = Some(is_granted);
    task.extension_decided_by = Some(by.to_owned());
    task.extension_decided_at = Some(now);
    task.extension_answer = Some(answer.trim().to_owned());
    let (party, until) = (task.party, task.due_at);
    held.step(Deed::Answer(party))?;
    let clause = Some("X25 art. 74");
    let happened =
        Happened { what: word("more_time_decided", party), by, text: Some(answer), clause };
    held.note(app, happened).await?;
    if party != Party::Objector {
        held.tell_nominator(app, Kind::ExtensionDecided, Some(until)).await?;
    }
    held.close(app).await
}
