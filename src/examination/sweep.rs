//! What does the clock bring about in the examination? Batches are carried out, corrections run out, and what was
//! withdrawn is examined no further.

use entity::{ids::ExaminationId, vocabulary::ExaminationStanding as Standing};

use super::{
    batch::carry_out,
    decide::end,
    errors::ExaminationError,
    remind::stop,
    store::{self, Correction},
    verdict::{keep, note},
};
use crate::{app::App, nominations::Guard};

/// By whom what the clock brings is done.
const BY: &str = "laurel";

/// Does what is due, each for itself; done twice it changes nothing more.
///
/// # Errors
/// The records failing: of one, when the others are done.
pub async fn sweep(app: &App) -> Result<(), ExaminationError> {
    let mut failed = None;
    // First: no correction of what was withdrawn is late.
    for id in store::fallen(app.database.reader()).await? {
        failed = part_with(app, id).await.err().or(failed);
    }
    for batch in store::due_batches(app.database.reader(), app.clock.now()).await? {
        failed = carry_out(app, &batch).await.err().or(failed);
    }
    for correction in store::overdue(app.database.reader(), app.clock.now()).await? {
        failed = run_out(app, &correction).await.err().or(failed);
    }
    failed.map_or(Ok(()), Err)
}

/// A correction that nobody answered in time: the nomination is not accepted.
async fn run_out(app: &App, correction: &Correction) -> Result<(), ExaminationError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let one = store::find(&*tx, correction.examination).await?;
    let Some(one) = one.filter(|one| one.standing == Standing::Correcting) else { return Ok(()) };
    if store::answered(&*tx, one.id, (BY, now, None)).await? {
        stop(app, &tx, one.nomination).await?;
        end(app, &tx, BY, (one, Standing::Refused), &[Guard::CorrectionLate]).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// An examination whose nomination was withdrawn: nothing more is said of it or asked.
async fn part_with(app: &App, id: ExaminationId) -> Result<(), ExaminationError> {
    let tx = app.database.begin_write().await?;
    let Some(mut one) = store::find(&*tx, id).await? else { return Ok(()) };
    if matches!(one.standing, Standing::Accepted | Standing::Refused | Standing::Ended) {
        return Ok(());
    }
    if one.standing == Standing::Correcting {
        store::answered(&*tx, id, (BY, app.clock.now(), None)).await?;
        stop(app, &tx, one.nomination).await?;
    }
    one.standing = Standing::Ended;
    match keep(app, &tx, one).await {
        // Another node was faster.
        Err(ExaminationError::Stale) => return Ok(()),
        kept => kept?,
    };
    note(app, &tx, BY, ("end", id), None).await?;
    tx.commit().await?;
    Ok(())
}
