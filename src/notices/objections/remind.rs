//! Who is reminded of what is due? The society of what is asked of it and of its nominees, the office of its
//! own work: until it is done, more time is asked for, or it is over.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::ObjectionTaskId,
    vocabulary::{ObjectionParty as Party, ObjectionState as State, Role},
};

use super::{
    held::{Held, ObjectionError, is_open},
    states::is_final,
    store::Task,
    tasks::is_asking,
};
use crate::{
    app::App,
    notifications::{self, Kind, Reminder, To},
};

/// The tasks that somebody is reminded of, each with its end.
pub(super) type Running = BTreeMap<ObjectionTaskId, DateTime<Utc>>;

fn runs(task: &Task) -> bool {
    match task.party {
        // What the office let pass is still to be done.
        Party::Office => task.done_at.is_none(),
        // Until more time is decided it does not run out, and the end is not known.
        Party::Nominator | Party::Nominee => is_open(task) && !is_asking(task),
        // Who objected is nobody's to write to.
        Party::Objector => false,
    }
}

/// What is reminded of as it stands; nothing of an objection that is over.
pub(super) fn running(state: State, tasks: &[Task]) -> Running {
    let waiting = tasks.iter().filter(|task| !is_final(state) && runs(task));
    waiting.map(|task| (task.id, task.due_at)).collect()
}

/// By task: a society may be asked for itself and for its nominees at the same time.
fn subject(task: ObjectionTaskId) -> String {
    format!("objection-task/{task}")
}

/// Whom a task's reminders are for; nobody where nobody nominated.
fn recipient(held: &Held, task: &Task) -> Option<(To, Kind, &'static str)> {
    match task.party {
        Party::Office => Some((To::Role(Role::AwardOffice), Kind::InvestigationDue, "objections")),
        Party::Nominator | Party::Nominee => {
            let to = To::Society(held.brief.society_code.clone()?);
            Some((to, Kind::MaterialDue, "society-objections"))
        }
        Party::Objector => None,
    }
}

/// Lets the reminders follow what was done: begun, moved with the end of a task, or stopped.
pub(super) async fn follow(app: &App, held: &Held) -> Result<Running, ObjectionError> {
    let now = running(held.case.state, &held.tasks);
    for &id in held.reminded.keys().filter(|id| !now.contains_key(*id)) {
        notifications::stop_reminders(app, &held.tx, &subject(id)).await?;
    }
    for task in &held.tasks {
        let is_new = |due: &&DateTime<Utc>| held.reminded.get(&task.id) != Some(*due);
        if let Some(&due_at) = now.get(&task.id).filter(is_new) {
            remind(app, held, (task, due_at)).await?;
        }
    }
    Ok(now)
}

async fn remind(
    app: &App,
    held: &Held,
    (task, due_at): (&Task, DateTime<Utc>),
) -> Result<(), ObjectionError> {
    let Some((to, kind, room)) = recipient(held, task) else { return Ok(()) };
    let of = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let facts = [
        of("objection", &held.case.number),
        of("number", &held.brief.number),
        of("title", &held.brief.title),
    ];
    let reminder = Reminder {
        kind,
        to,
        subject: subject(task.id),
        due_at,
        facts: facts.into(),
        link: Some(format!("/{room}/{}", held.case.id)),
    };
    Ok(notifications::remind(app, &held.tx, &reminder).await?)
}
