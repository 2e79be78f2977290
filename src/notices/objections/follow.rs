//! What may an objector do with the code of the receipt? See how it stands, add material, ask for more
//! time, take it back; and learn nothing that is not for an objector.

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, ObjectionTaskId},
    vocabulary::{
        ObjectionEffect, ObjectionOutcome, ObjectionParty as Party, ObjectionState, Role,
    },
};

use super::{
    effects,
    held::{self, Happened, Held, OBJECTOR, ObjectionError, is_open},
    intake::{add_files, code_digest, digits, put},
    own::in_both,
    record::inspect,
    rules::ObjectionRules,
    screen::{TOLD, within},
    states::Deed,
    store::{self, Task},
    tasks,
};
use crate::{
    app::App,
    notifications::{Kind, To},
    shared::Bilingual,
};

/// What is asked of the objector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Key.
    pub id: ObjectionTaskId,
    /// What for.
    pub what: Bilingual,
    /// First instant that is too late.
    pub due_at: DateTime<Utc>,
    /// Whether more time may be asked for.
    pub may_extend: bool,
    /// More time was asked for and is not decided.
    pub is_asking: bool,
}

/// A case as its objector sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// Number.
    pub number: String,
    /// Title of the nomination.
    pub title: String,
    /// Number of the nomination.
    pub nomination: String,
    /// Its key.
    pub nomination_key: NominationId,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Where it stands.
    pub state: ObjectionState,
    /// Code of the reason for which it was not taken.
    pub refusal: Option<String>,
    /// What the office says of the screening.
    pub screening_text: Option<String>,
    /// How many files the objector handed in.
    pub files: usize,
    /// What is asked.
    pub asked: Vec<Asked>,
    /// What became of it.
    pub outcome: Option<ObjectionOutcome>,
    /// What that does to the nomination.
    pub effect: Option<ObjectionEffect>,
    /// Why.
    pub outcome_text: Option<Bilingual>,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// Whether material may be added, and the objection withdrawn.
    pub is_open: bool,
    /// Counts the changes: what was sent twice is done once.
    pub version: i64,
}

/// What an objector does.
#[derive(Clone, Debug)]
pub enum FollowDeed {
    /// Adds material, to a task where one is named.
    Add {
        /// The task.
        task: Option<ObjectionTaskId>,
        /// In words.
        text: String,
        /// Files.
        files: Vec<Vec<u8>>,
    },
    /// Asks for more time.
    MoreTime {
        /// Of which task.
        task: ObjectionTaskId,
        /// How many days.
        days: u32,
        /// Why.
        reason: String,
    },
    /// Takes it back.
    Withdraw {
        /// Why.
        reason: String,
    },
}

fn asked(task: &Task) -> Asked {
    Asked {
        id: task.id,
        what: in_both(&task.what),
        due_at: task.due_at,
        may_extend: task.extension_asked_at.is_none(),
        is_asking: tasks::is_asking(task),
    }
}

fn is_followed(state: ObjectionState) -> bool {
    use ObjectionState::{Accepted, Received, Transferred};
    matches!(state, Received | Accepted | Transferred)
}

/// The case of a code.
///
/// # Errors
/// The code follows nothing; the records failing.
pub async fn follow(app: &App, code: &str) -> Result<Followed, ObjectionError> {
    let tx = app.database.begin_read().await?;
    let case = store::by_receipt(&*tx, &checked(code)?).await?.ok_or(ObjectionError::NotFound)?;
    let brief = store::brief(&*tx, case.nomination_id).await?.ok_or(ObjectionError::NotFound)?;
    let tasks = store::tasks(&*tx, case.id).await?;
    let files = store::files(&*tx, case.id).await?;
    let of_objector = |task: &&Task| task.party == Party::Objector && is_open(task);
    let is_decided = case.state == ObjectionState::Decided;
    Ok(Followed {
        number: case.number,
        title: brief.title,
        nomination: brief.number,
        nomination_key: case.nomination_id,
        received_at: case.received_at,
        // What one person proposed is nobody's to know before another decided.
        state: if case.state == ObjectionState::Proposed {
            ObjectionState::Accepted
        } else {
            case.state
        },
        refusal: case.refusal,
        screening_text: case.screening_text,
        files: files.iter().filter(|file| file.party == Party::Objector).count(),
        asked: tasks.iter().filter(of_objector).map(asked).collect(),
        outcome: case.outcome.filter(|_| is_decided),
        effect: case.effect.filter(|_| is_decided),
        outcome_text: case.outcome_text.filter(|_| is_decided).as_deref().map(in_both),
        decided_at: case.decided_at,
        is_open: is_followed(case.state),
        version: case.version,
    })
}

/// What is kept of a code that has the length of one.
fn checked(code: &str) -> Result<String, ObjectionError> {
    if digits(code).len() == 32 { Ok(code_digest(code)) } else { Err(ObjectionError::NotFound) }
}

/// Does what the objector asks for.
///
/// # Errors
/// The code follows nothing, changed since it was seen, late, no step, faults; the records failing.
pub async fn act(
    app: &App,
    (code, seen): (&str, i64),
    deed: FollowDeed,
) -> Result<(), ObjectionError> {
    let digest = checked(code)?;
    let found = store::by_receipt(app.database.reader(), &digest).await?;
    let id = found.ok_or(ObjectionError::NotFound)?.id;
    match deed {
        FollowDeed::Add { task, text, files } => {
            let rules = ObjectionRules::in_force()?;
            within("text", &text, TOLD)?;
            let files = inspect(rules, files).map_err(ObjectionError::Wrong)?;
            let contents = put(app, files).await?;
            let held = held::hold(app, id, Some(seen)).await?;
            add(app, held, (task, &text), contents).await
        }
        FollowDeed::MoreTime { task, days, reason } => {
            let mut held = held::hold(app, id, Some(seen)).await?;
            if held.task(task)?.party != Party::Objector {
                return Err(ObjectionError::NotFound);
            }
            tasks::ask_more(app, &mut held, (OBJECTOR, task), (days, &reason)).await?;
            held.close(app).await
        }
        FollowDeed::Withdraw { reason } => {
            let held = held::hold(app, id, Some(seen)).await?;
            withdraw(app, held, &reason).await
        }
    }
}

async fn add(
    app: &App,
    mut held: Held,
    (task, text): (Option<ObjectionTaskId>, &str),
    contents: Vec<crate::files::Content>,
) -> Result<(), ObjectionError> {
    if !is_followed(held.case.state) {
        return Err(super::states::Refused::State(held.case.state).into());
    }
    match task {
        Some(task) if held.task(task)?.party == Party::Objector => {
            tasks::answer(app, &mut held, (OBJECTOR, task), text).await?;
        }
        Some(_) => return Err(ObjectionError::NotFound),
        None => {
            let what = "material_added";
            let happened = Happened { what, by: OBJECTOR, text: Some(text), clause: None };
            held.note(app, happened).await?;
        }
    }
    add_files(app, &held, (Party::Objector, contents)).await?;
    held.close(app).await
}

async fn withdraw(app: &App, mut held: Held, reason: &str) -> Result<(), ObjectionError> {
    within("reason", reason, TOLD)?;
    held.step(Deed::Withdraw)?;
    held.case.decided_by = Some(OBJECTOR.to_owned());
    held.case.decided_at = Some(app.clock.now());
    let happened = Happened { what: "withdrawn", by: OBJECTOR, text: Some(reason), clause: None };
    held.note(app, happened).await?;
    held.keep(app).await?;
    if held.case.summary.is_some() {
        held.tell_nominator(app, Kind::ObjectionDecided, None).await?;
    }
    for role in [Role::AwardOffice, Role::Supervisor] {
        held.tell(app, (To::Role(role), Kind::ObjectionReported), None).await?;
    }
    // The steps of a nomination are seen by its nominator: they name no objector.
    effects::go_on(app, &held.tx, (held::CLOCK, held.case.nomination_id)).await?;
    Ok(held.tx.commit().await?)
}
