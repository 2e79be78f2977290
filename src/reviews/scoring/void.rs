//! When does a sheet stop to count?

use std::collections::BTreeSet;

use entity::{
    ids::ReviewPhaseId,
    vocabulary::{ReviewPhaseState, SheetState},
};

use super::{
    save::{note, said},
    store::{self, AssignmentRecord},
};
use crate::{
    app::App,
    persistence::WriteTx,
    reviews::{ReviewError, phases},
};

/// Who voids sheets.
const CLOCK: &str = "laurel";
/// So many in one transaction: others write between two.
const AT_ONCE: u64 = 50;

/// Why the sheet of an assignment counts no more: the word of its end, or that somebody stands in its place.
fn reason(assignment: &AssignmentRecord) -> &'static str {
    if assignment.replaced_by.is_some() { "replaced" } else { assignment.state.as_str() }
}

/// Voids the sheets of assignments that ended: the rows stay with what they said. Where the phase is closed its
/// aggregate is computed anew.
pub(in crate::reviews) async fn void_ended(app: &App) -> Result<usize, ReviewError> {
    let mut done = 0;
    loop {
        // A look before the write: nothing is due at most times.
        let due = store::ended(app.database.reader(), AT_ONCE).await?;
        if due.is_empty() {
            return Ok(done);
        }
        let tx = app.database.begin_write().await?;
        let mut touched: BTreeSet<ReviewPhaseId> = BTreeSet::new();
        for (mut row, assignment) in due {
            let why = reason(&assignment);
            let draft = said(app, &row)?;
            row.state = SheetState::Void;
            row.void_reason = Some(why.to_owned());
            // Another node was faster, or the reviewer kept it meanwhile: the next time.
            if !store::save(&*tx, &mut row).await? {
                continue;
            }
            note(app, &tx, (CLOCK, "void_sheet"), (&row, &draft)).await?;
            touched.insert(row.phase_id);
            done += 1;
        }
        compute_anew(app, &tx, touched).await?;
        tx.commit().await?;
        app.wake.ring();
    }
}

async fn compute_anew(
    app: &App,
    tx: &WriteTx,
    touched: BTreeSet<ReviewPhaseId>,
) -> Result<(), ReviewError> {
    for id in touched {
        let state = phases::state_of(&**tx, id).await?;
        if state == Some(ReviewPhaseState::Closed) {
            phases::ask_for_aggregate(app, tx, id).await?;
        }
    }
    Ok(())
}
