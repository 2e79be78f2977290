//! What does CAST do with what a society recommends? It submits it, or returns it with reasons that a second
//! person confirms.

use entity::{
    ids::{DossierId, SubmissionId},
    vocabulary::NominationState,
};

use super::super::{errors::SubmissionError, submit::enter};
use crate::{
    app::App,
    authz::{Action, Actor},
    idempotency,
    nominations::{
        dossier::DossierError,
        process::{self, Because, Held, Moved},
    },
    notifications::{self, Kind, Notice, To},
    persistence::WriteTx,
};

/// What CAST says of a recommendation that it does not forward, or not yet.
#[derive(Clone, Copy, Debug)]
pub enum RecommendationAnswer<'a> {
    /// It is to be returned, for this reason; nothing is done before a second person confirms it.
    AskReturn(&'a str),
    /// A second person confirms that it is returned.
    ConfirmReturn,
    /// It is not to be returned after all, for this reason, and waits again.
    Keep(&'a str),
}

/// A dossier that was recommended, held until the transaction ends.
async fn hold(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    id: DossierId,
) -> Result<Held, SubmissionError> {
    let held = process::hold(app, tx, actor, (Action::AnswerRecommendations, id)).await?;
    // Of what was never recommended CAST does not know.
    let is_known = held.process.steps.iter().any(|step| step.to == NominationState::Recommended);
    if is_known { Ok(held) } else { Err(SubmissionError::NOT_FOUND) }
}

/// Submits a recommended dossier that stands at `version` by CAST's own right: every rule is checked anew, a
/// place of CAST's is taken, a receipt is signed.
///
/// # Errors
/// Not recommended, or changed since; a rule fails; CAST has no place left; it is too late; the request was
/// answered before; the records failing.
pub async fn forward(
    app: &App,
    actor: &Actor,
    (id, version): (DossierId, i64),
    key: Option<&idempotency::Key>,
) -> Result<SubmissionId, SubmissionError> {
    let tx = app.database.begin_write().await?;
    let held = hold(app, &tx, actor, id).await?;
    let submission = enter(app, &tx, actor, (&held, version), key).await?;
    let subject = ("forward", format!("dossier/{id}"));
    let said = (None, Some(held.digest.clone()));
    process::note(app, &tx, &actor.username, subject, said).await?;
    tell(app, &tx, &held, ("同意推荐，已由中国科协提交", "forwarded: CAST has submitted it"))
        .await?;
    tx.commit().await.map_err(DossierError::from)?;
    app.wake.ring();
    Ok(submission)
}

/// Answers a recommendation that is not forwarded, as it stood at the version seen.
///
/// # Errors
/// Not recommended, or changed since; no reason; the person who asked to return it confirms it; the records
/// failing.
pub async fn answer(
    app: &App,
    actor: &Actor,
    (id, seen): (DossierId, Option<i64>),
    said: RecommendationAnswer<'_>,
) -> Result<(), SubmissionError> {
    let (to, word, reason) = match said {
        RecommendationAnswer::AskReturn(reason) => {
            (NominationState::ReturnAsked, "ask_return", Some(reason))
        }
        RecommendationAnswer::ConfirmReturn => {
            (NominationState::CouncilApproved, "confirm_return", None)
        }
        RecommendationAnswer::Keep(reason) => {
            (NominationState::Recommended, "keep_recommendation", Some(reason))
        }
    };
    let tx = app.database.begin_write().await?;
    let held = hold(app, &tx, actor, id).await?;
    process::as_seen(&held, seen)?;
    if !held.dossier.is_recommended() {
        return Err(held.no_way(actor).into());
    }
    let because = Because { reason, ..Because::default() };
    process::take(app, &tx, &held, to, (actor, because)).await?;
    let subject = (word, format!("dossier/{id}"));
    let noted = (reason.map(|reason| reason.trim().to_owned()), Some(held.digest.clone()));
    process::note(app, &tx, &actor.username, subject, noted).await?;
    match said {
        RecommendationAnswer::AskReturn(_) => {
            process::tell_cast(app, &tx, &held, Moved::ReturnAsked).await?;
        }
        RecommendationAnswer::Keep(_) => {
            process::tell_cast(app, &tx, &held, Moved::Kept).await?;
        }
        RecommendationAnswer::ConfirmReturn => {
            tell(app, &tx, &held, ("未予推荐，退回学会", "returned to the society")).await?;
        }
    }
    tx.commit().await.map_err(DossierError::from)?;
    Ok(())
}

/// Tells the society what was decided. After the deed was recorded.
async fn tell(
    app: &App,
    tx: &WriteTx,
    held: &Held,
    (zh, en): (&str, &str),
) -> Result<(), SubmissionError> {
    let known = &held.dossier;
    let facts = [
        ("number", known.number.as_str()),
        ("title", known.title.as_str()),
        ("decision_zh", zh),
        ("decision_en", en),
    ];
    let notice = Notice {
        kind: Kind::RecommendationAnswered,
        subject: format!("dossier/{}", known.id),
        facts: facts.map(|(name, fact)| (name.to_owned(), fact.to_owned())).into(),
        link: Some(format!("/dossiers/{}/submission", known.id)),
    };
    notifications::tell(app, tx, &To::Society(known.society.clone()), &notice).await?;
    Ok(())
}
