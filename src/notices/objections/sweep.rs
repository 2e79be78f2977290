//! What does the clock bring? Who let the time pass bears what the clause says; nominations whose
//! publicity is over go on where nothing holds them; what was objected ends with a nomination that fell
//! out otherwise. Doing it twice changes nothing.

use entity::{
    ids::{NominationId, ObjectionId, ObjectionTaskId},
    vocabulary::{ObjectionParty as Party, Role},
};

use super::{
    effects,
    held::{self, CLOCK, Happened, ObjectionError},
    outcome,
    own::{self, Own},
    states::{Deed, is_final},
    store,
    tasks::{is_asking, word},
};
use crate::{
    app::App,
    notifications::{Kind, To},
};

/// What silence means, in the words of the clause, and which clause it is.
const fn told(party: Party) -> (Own, &'static str) {
    match party {
        Party::Nominator => (own::NOMINATOR_SILENT, "X25 art. 74"),
        Party::Nominee => (own::NOMINEE_SILENT, "X25 art. 73"),
        Party::Objector => (own::OBJECTOR_SILENT, "X25 art. 73"),
        Party::Office => (own::OFFICE_SILENT, "X25 arts. 70, 72"),
    }
}

/// Lets the clock act, on each for itself, and says how many silences it found.
///
/// # Errors
/// The records failing: of one, when the others are done.
pub async fn sweep(app: &App) -> Result<u32, ObjectionError> {
    let now = app.clock.now();
    let (mut found, mut failed) = (0, None);
    // First: nobody is late with an answer about a nomination that is at its end.
    for objection in store::of_fallen(app.database.reader()).await? {
        failed = end_fallen(app, objection).await.err().or(failed);
    }
    for (objection, task) in store::due(app.database.reader(), now).await? {
        match lapse(app, (objection, task)).await {
            Ok(is_silent) => found += u32::from(is_silent),
            Err(error) => failed = Some(error),
        }
    }
    for nomination in store::to_settle(app.database.reader(), now).await? {
        failed = settle(app, nomination).await.err().or(failed);
    }
    failed.map_or(Ok(found), Err)
}

async fn end_fallen(app: &App, objection: ObjectionId) -> Result<(), ObjectionError> {
    effects::end_fallen(app, held::hold(app, objection, None).await?).await
}

async fn settle(app: &App, nomination: NominationId) -> Result<(), ObjectionError> {
    let tx = app.database.begin_write().await?;
    effects::go_on(app, &tx, (CLOCK, nomination)).await?;
    Ok(tx.commit().await?)
}

/// Looks at a task again, holding its objection: it may have been answered meanwhile.
async fn lapse(
    app: &App,
    (objection, id): (ObjectionId, ObjectionTaskId),
) -> Result<bool, ObjectionError> {
    let mut held = held::hold(app, objection, None).await?;
    let now = app.clock.now();
    let task = held.task(id)?;
    let is_late = held::is_open(task) && task.due_at <= now && !is_asking(task);
    let party = task.party;
    if !is_late || is_final(held.case.state) {
        return Ok(false);
    }
    held.step(Deed::Lapse(party))?;
    held.task(id)?.lapsed_at = Some(now);
    let (text, clause) = told(party);
    let text = own::kept(text);
    let happened =
        Happened { what: word("silent", party), by: CLOCK, text: Some(text), clause: Some(clause) };
    held.note(app, happened).await?;
    if is_final(held.case.state) {
        held.case.outcome_text = Some(text.to_owned());
        outcome::finish(app, held, CLOCK).await?;
        return Ok(true);
    }
    held.tell(app, (To::Role(Role::Supervisor), Kind::ObjectionReported), None).await?;
    if party != Party::Office {
        held.tell(app, (To::Role(Role::AwardOffice), Kind::ObjectionReported), None).await?;
    }
    held.close(app).await?;
    Ok(true)
}
