//! How is a dossier recommended to CAST? Checked whole, as if it were submitted, for the society answers for it.

use entity::{ids::DossierId, vocabulary::NominationState};

use super::{
    super::{
        errors::SubmissionError,
        gather::{Gathered, Ground},
        store::take_turn,
        submit::findings_of,
    },
    allowance::{allowance, taken},
};
use crate::{
    app::App,
    authz::{Action, Actor, Scope},
    nominations::{
        checks::{self, Finding},
        dossier::{self, DossierError, Reached},
        process::{self, Because, Moved},
    },
    persistence::WriteTx,
};

/// Recommends to CAST a dossier that stands at `version`. No place is taken: CAST chooses among what is
/// recommended, and gives one of its own.
///
/// # Errors
/// The dossier is not the actor's, not approved by the council, or has changed; its society nominates by
/// itself; a rule fails; as many are recommended as may be; it is too late; the records failing.
pub async fn recommend(
    app: &App,
    actor: &Actor,
    (id, version): (DossierId, i64),
) -> Result<(), SubmissionError> {
    let tx = app.database.begin_write().await?;
    let held = process::hold(app, &tx, actor, (Action::SubmitNominations, id)).await?;
    process::as_seen(&held, Some(version))?;
    let known = &held.dossier;
    // Of two that are recommended at once the second sees the first.
    take_turn(&*tx, known.round).await?;
    let step = (actor, Because::default());
    process::take(app, &tx, &held, NominationState::Recommended, step).await?;
    let ground = Ground::of(app, &*tx, known.round).await?;
    let gathered = Gathered::of(app, &*tx, known, held.content.clone()).await?;
    let findings = findings_of(&ground, known, &gathered);
    if !checks::is_submittable(&findings) {
        let failed = findings.into_iter().filter(Finding::bars);
        return Err(SubmissionError::Findings(failed.collect()));
    }
    check_allowance(&tx, &ground, known).await?;
    let subject = ("recommend", format!("dossier/{id}"));
    let said = (None, Some(held.digest.clone()));
    process::note(app, &tx, &actor.username, subject, said).await?;
    process::tell_cast(app, &tx, &held, Moved::Recommended).await?;
    tx.commit().await.map_err(DossierError::from)?;
    Ok(())
}

/// Refuses one more than may be recommended; the dossier itself is counted already.
async fn check_allowance(
    tx: &WriteTx,
    ground: &Ground,
    known: &Reached,
) -> Result<(), SubmissionError> {
    let bucket = ground.bucket(known.form, &known.society).ok_or(SubmissionError::NOT_FOUND)?;
    let scope = Scope::Societies(vec![known.society.clone()]);
    let own = dossier::of_round(&**tx, known.round, &scope).await?;
    match allowance(bucket) {
        Some(most) if taken(ground, (&known.society, &own), bucket) > most => {
            Err(SubmissionError::Allowance(most))
        }
        _ => Ok(()),
    }
}
