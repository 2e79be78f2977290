//! Which nominations take a step because the clock brings it? What is public is decided by the instants
//! alone, at every request; this only lets the nominations follow. It may run as often as it likes, on as
//! many nodes: a step that was taken is not taken again.

use entity::{ids::NominationId, vocabulary::NominationState};

use super::publicity;
use crate::{
    app::App,
    nominations::{CourseError, NextStep, Place, places, take_step},
};

/// Who takes the steps of the clock.
pub const CLOCK: &str = "laurel";

/// So many nominations take their step in one transaction: others write between two.
const AT_ONCE: usize = 50;

/// Lets the nominations whose publicity has opened follow it, and says how many steps were taken. What
/// follows when it is over depends on what was objected: [`super::objections::sweep`] does that.
///
/// # Errors
/// The records failing.
pub async fn sweep(app: &App) -> Result<usize, CourseError> {
    let due = publicity::due(app.database.reader(), app.clock.now()).await?;
    let mut taken = 0;
    for (kind, shown) in &due {
        let (from, public) = publicity::states(*kind);
        taken += follow(app, shown, (from, public)).await?;
    }
    Ok(taken)
}

/// Takes those of `shown` that stand at the first state to the second.
async fn follow(
    app: &App,
    shown: &[NominationId],
    (from, to): (NominationState, NominationState),
) -> Result<usize, CourseError> {
    let found = places(app.database.reader(), shown).await?;
    let waiting: Vec<Place> = found.into_iter().filter(|one| one.state == from).collect();
    let mut taken = 0;
    for some in waiting.chunks(AT_ONCE) {
        let tx = app.database.begin_write().await?;
        for place in some {
            let next = NextStep { to, holds: &[], reason: None };
            match take_step(app, &tx, (CLOCK, place.id), next).await {
                Ok(_) => taken += 1,
                // Another node was faster, or somebody took it elsewhere meanwhile.
                Err(CourseError::NoWay(_) | CourseError::NotFound | CourseError::Stale) => {}
                Err(error) => return Err(error),
            }
        }
        tx.commit().await?;
    }
    Ok(taken)
}
