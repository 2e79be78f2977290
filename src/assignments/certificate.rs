//! Which proof goes with a plan? Its best by prices that anybody can check, beside what people made of it.

use std::collections::BTreeSet;

use entity::{ids::AssignmentPlanId, vocabulary::PlanState};

use super::{
    errors::AssignmentError,
    model::{Key, digest, living},
    plan::Whole,
    rules::{Broken, Grade, Rule, broken},
    solve::{named, proved},
    wording::told,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    matching::{EvidenceError, ObjectiveName, Proof, run_proof},
};

/// The file that `laurel verify` checks. A plan that is what its run found has the certificate of the run.
/// Another has the best plan, by the run's objective, among the pairs that the run kept, around the pins and
/// bans of this one, and this one beside it; in a plan that was applied, who was barred since stands as pinned.
/// Nobody draws again: beside a plan that people made of a draw stands the draw. Of a plan that keeps to no panels it
/// is the best without them: that the round has some is no rule that a price could prove.
///
/// # Errors
/// Not the actor's to know, no such plan, a plan that breaks rules, or one with pairs that were no candidates
/// of the draw.
pub(super) async fn certificate(
    app: &App,
    actor: &Actor,
    id: AssignmentPlanId,
) -> Result<Vec<u8>, AssignmentError> {
    permit(actor, Action::ReadAssignments)?;
    let tx = app.database.begin_read().await?;
    let whole = Whole::read(&tx, id).await?;
    drop(tx);
    let of_run = match run_proof(app, whole.row.run_id).await {
        Ok(proof) => Some(proof),
        Err(EvidenceError::Absent) => None,
        Err(EvidenceError::Store(error)) => return Err(error.into()),
        Err(error @ EvidenceError::Wrong(_)) => {
            return Err(AssignmentError::Inside(error.to_string()));
        }
    };
    let work = move || file(&whole, of_run);
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| AssignmentError::Inside(error.to_string()))?
}

fn file(whole: &Whole, of_run: Option<Proof>) -> Result<Vec<u8>, AssignmentError> {
    let Whole { row, pairs, ground } = whole;
    let is_draft = row.state == PlanState::Draft;
    let mut breaches: Vec<Broken> = broken(ground, pairs);
    breaches.retain(|one| match one.rule.grade() {
        Grade::Refuse => is_draft,
        Grade::Override => one.rule != Rule::NoPanels,
        Grade::Note => false,
    });
    if !breaches.is_empty() {
        return Err(AssignmentError::Unproved(told(ground, &breaches)));
    }
    let own = of_run.as_ref().filter(|proof| proof.pairs_digest() == digest(ground, pairs));
    if let Some(proof) = own {
        return Ok(proof.to_json());
    }
    if ground.parameters.objective == ObjectiveName::Random
        && let Some(draw) = of_run
    {
        let proof = draw.beside(named(ground, pairs));
        let checked = proof.clone().check();
        return checked.map(|_| proof.to_json()).map_err(|_| AssignmentError::BeyondDraw);
    }
    let is_kept = |key: &Key| !is_draft && ground.bars.contains(key);
    let kept: BTreeSet<Key> = living(pairs).map(|(key, _)| key).filter(is_kept).collect();
    let proof =
        proved(ground, pairs, kept).map_err(|error| AssignmentError::Fixed(error.to_string()))?;
    Ok(proof.to_json())
}
