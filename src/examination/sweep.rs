//! What does the clock bring about in the examination? Batches are carried out, corrections run out.

use entity::vocabulary::ExaminationStanding as Standing;

use super::{
    batch::carry_out,
    decide::end,
    errors::ExaminationError,
    remind::stop,
    store::{self, Correction},
};
use crate::{app::App, nominations::Guard};

/// By whom what the clock brings is done.
const BY: &str = "laurel";

/// Does what is due, each for itself; done twice it changes nothing more.
///
/// # Errors
/// The records failing.
pub async fn sweep(app: &App) -> Result<(), ExaminationError> {
    for batch in store::due_batches(app.database.reader(), app.clock.now()).await? {
        carry_out(app, &batch).await?;
    }
    for correction in store::overdue(app.database.reader(), app.clock.now()).await? {
        run_out(app, &correction).await?;
    }
    Ok(())
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
