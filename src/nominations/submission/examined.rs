//! What does the formal examination take from a submission: what the machine finds in what was handed in,
//! and a dossier handed in again after a correction?

use entity::{
    ids::{DossierId, SubmissionId},
    vocabulary::NominationState,
};

use super::{
    errors::SubmissionError,
    gather::{Gathered, Ground, Reader, facts_for},
    store,
    submit::{findings_of, hand_in},
};
use crate::{
    app::App,
    authz::{Action, Actor},
    nominations::{
        checks::{self, Finding},
        dossier::{self, Reached},
        process,
    },
    persistence::WriteTx,
};

/// What the machine finds in a dossier that was handed in.
#[derive(Clone, Debug)]
pub struct Examined {
    /// The version that was looked at.
    pub version: i64,
    /// What each rule says, by the instant at which it was handed in; for the office, so that the numbers of
    /// other societies' nominations stand there.
    pub findings: Vec<Finding>,
}

/// What the rule check finds, as the office reads it.
fn findings_for_office(ground: &Ground, known: &Reached, gathered: &Gathered) -> Vec<Finding> {
    checks::check(ground.book, &facts_for(Reader::Office, (ground, known), gathered))
}

/// Looks at a dossier that was handed in; none where the nomination came without one.
///
/// # Errors
/// The records failing.
pub async fn examine(
    app: &App,
    tx: &WriteTx,
    id: DossierId,
) -> Result<Option<Examined>, SubmissionError> {
    let Some(known) = dossier::find(&**tx, id).await? else { return Ok(None) };
    let ground = Ground::of(app, &**tx, known.round).await?;
    let content = dossier::content(app, &**tx, &known).await?;
    let gathered = Gathered::of(app, &**tx, &known, content).await?;
    let findings = findings_for_office(&ground, &known, &gathered);
    Ok(Some(Examined { version: known.version, findings }))
}

/// Hands a dossier in again, in which what the examination asked for was corrected, with a receipt of its
/// own. `version` is the one that the actor saw. The caller takes the step and commits.
///
/// # Errors
/// Not the actor's, changed since, a rule that fails still, the records failing.
pub async fn hand_in_corrected(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (id, version): (DossierId, i64),
) -> Result<Examined, SubmissionError> {
    let held = process::hold(app, tx, actor, (Action::SubmitNominations, id)).await?;
    let known = &held.dossier;
    // Holding took the dossier one version on.
    if known.version != version.saturating_add(1) {
        return Err(SubmissionError::Stale);
    }
    // What was withdrawn meanwhile would come back into the round.
    if known.state != NominationState::CorrectionRequired {
        return Err(held.no_way(actor).into());
    }
    store::take_turn(&**tx, known.round).await?;
    let ground = Ground::of(app, &**tx, known.round).await?;
    let gathered = Gathered::of(app, &**tx, known, held.content.clone()).await?;
    let findings = findings_of(&ground, known, &gathered);
    if !checks::is_submittable(&findings) {
        let failed = findings.into_iter().filter(Finding::bars);
        return Err(SubmissionError::Findings(failed.collect()));
    }
    let submission: SubmissionId = app.ids.next();
    let handed = (NominationState::CorrectionRequired, submission, actor.username.as_str());
    // The submission keeps what its society is told.
    hand_in(app, tx, (&ground, &held), (&gathered, findings), handed).await?;
    let findings = findings_for_office(&ground, known, &gathered);
    Ok(Examined { version: known.version, findings })
}
