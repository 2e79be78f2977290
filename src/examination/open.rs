//! How does the examination of a nomination begin? The machine looks first, by the instant of submission.

use entity::{
    ids::{ExaminationId, NominationId},
    vocabulary::NominationState,
};

use super::{
    errors::ExaminationError,
    judge::{items_of, readiness},
    model::Examination,
    store,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    nominations::{NextStep, examine_submission, held_place, take_step},
    persistence::WriteTx,
};

/// Opens the examination of a nomination that was submitted; one that is open already is left as it is.
///
/// # Errors
/// The role, no such nomination, it is not at its submission, the records failing.
pub async fn open(
    app: &App,
    actor: &Actor,
    nomination: NominationId,
) -> Result<ExaminationId, ExaminationError> {
    permit(actor, Action::Examine)?;
    let tx = app.database.begin_write().await?;
    // Held: of two who open it at one instant the second finds it open.
    held_place(&tx, nomination).await?.ok_or(ExaminationError::NotFound)?;
    if let Some(known) = store::examination_of(&*tx, nomination).await? {
        return Ok(known.id);
    }
    let id = begin(app, &tx, &actor.username, nomination).await?;
    tx.commit().await?;
    Ok(id)
}

/// The same within a transaction of the caller's, who has authorised it.
pub(super) async fn begin(
    app: &App,
    tx: &WriteTx,
    by: &str,
    nomination: NominationId,
) -> Result<ExaminationId, ExaminationError> {
    let step = NextStep { to: NominationState::FormCheck, holds: &[], reason: None };
    let place = take_step(app, tx, (by, nomination), step).await?;
    let looked = examine_submission(app, tx, nomination.0.into()).await?;
    let dossier_version = looked.as_ref().map(|looked| looked.version);
    let findings = looked.map(|looked| looked.findings).unwrap_or_default();
    let ready = readiness(&items_of(&findings, &[]));
    let one = Examination {
        id: app.ids.next(),
        round: place.round,
        nomination,
        attempt: 1,
        standing: ready.standing,
        open_items: ready.open,
        failing_items: ready.failing,
        findings,
        dossier_version,
        version: 1,
        opened_by: by.to_owned(),
        opened_at: app.clock.now(),
        decided_by: None,
        decided_at: None,
        notice_digest: None,
    };
    store::insert(&**tx, &one).await?;
    Ok(one.id)
}
