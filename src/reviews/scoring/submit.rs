//! How is a sheet submitted, and opened again while its phase is open?

use entity::{ids::ReviewAssignmentId, vocabulary::SheetState};

use super::{
    law::{SheetFault, faults},
    save::{hand, note, said, shown},
    store,
    views::SheetView,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    reviews::ReviewError,
};

/// Submits the sheet of an assignment: from now on it stays as it is, unless it is opened again.
///
/// # Errors
/// Not the actor's, nothing that may be judged now, a sheet with faults or one that is submitted, somebody was faster.
pub async fn submit_sheet(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewAssignmentId, i64),
) -> Result<SheetView, ReviewError> {
    permit(actor, Action::ReviewDossiers)?;
    let tx = app.database.begin_write().await?;
    let hand = hand(app, &tx, actor, id).await?;
    let found = store::sheet_of(&*tx, id).await?.filter(|row| row.state != SheetState::Void);
    if found.as_ref().map_or(0, |row| row.version) != seen {
        return Err(ReviewError::Stale);
    }
    let draft = found.as_ref().map(|row| said(app, row)).transpose()?.unwrap_or_default();
    let wrong = faults(hand.rule()?, &draft);
    let Some(mut row) = found.filter(|_| wrong.is_empty()) else {
        return Err(ReviewError::Invalid(wrong.iter().map(SheetFault::told).collect()));
    };
    if row.state == SheetState::Submitted {
        return Err(ReviewError::refused("评审表已提交", "the sheet is submitted already"));
    }
    row.state = SheetState::Submitted;
    row.is_skipped = false;
    row.submitted_at = Some(hand.now);
    if !store::save(&*tx, &mut row).await? {
        return Err(ReviewError::Stale);
    }
    note(app, &tx, (&actor.username, "submit_sheet"), (&row, &draft)).await?;
    tx.commit().await?;
    shown(app, &hand, &row)
}

/// Opens a submitted sheet again, to be changed and submitted anew.
///
/// # Errors
/// Not the actor's, nothing that may be judged now, a sheet that is not submitted, somebody was faster.
pub async fn reopen_sheet(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewAssignmentId, i64),
) -> Result<SheetView, ReviewError> {
    permit(actor, Action::ReviewDossiers)?;
    let tx = app.database.begin_write().await?;
    let hand = hand(app, &tx, actor, id).await?;
    let found = store::sheet_of(&*tx, id).await?;
    let mut row = found.ok_or(ReviewError::NotFound)?;
    if row.version != seen {
        return Err(ReviewError::Stale);
    }
    if row.state != SheetState::Submitted {
        return Err(ReviewError::refused("评审表未提交", "the sheet is not submitted"));
    }
    row.state = SheetState::Draft;
    row.submitted_at = None;
    if !store::save(&*tx, &mut row).await? {
        return Err(ReviewError::Stale);
    }
    let draft = said(app, &row)?;
    note(app, &tx, (&actor.username, "reopen_sheet"), (&row, &draft)).await?;
    tx.commit().await?;
    shown(app, &hand, &row)
}
