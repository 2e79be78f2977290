//! How does a dossier take a step? Held, with its facts at hand; judged by the table; written down.

use entity::{
    ids::DossierId,
    vocabulary::{NominationState, Route},
};

use super::{
    errors::{ProcessError, Rule},
    guards::{Facts, allowed},
    record::{Process, Step},
    states::Who,
    store,
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit},
    awards,
    nominations::dossier::{self, Content, Reached},
    persistence::WriteTx,
};

/// A dossier that is held until the transaction ends, with everything that its steps depend on.
pub(in crate::nominations) struct Held {
    pub(in crate::nominations) dossier: Reached,
    pub(in crate::nominations) process: Process,
    pub(in crate::nominations) content: Content,
    pub(in crate::nominations) digest: String,
}

impl Held {
    /// No step is taken from where it stands, as `actor` is told of that.
    pub(in crate::nominations) fn no_way(&self, actor: &Actor) -> ProcessError {
        ProcessError::rule(Rule::NoWay(self.dossier.told_state(actor)))
    }
}

/// Holds a dossier on which `actor` may do `action`.
///
/// # Errors
/// No such dossier, not the actor's to know, the records failing.
pub(in crate::nominations) async fn hold(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (action, id): (Action, DossierId),
) -> Result<Held, ProcessError> {
    let dossier = dossier::hold_for(app, tx, actor, (action, id)).await?;
    let content = dossier::content(app, &**tx, &dossier).await?;
    let digest = content.digest(dossier.form);
    let process = store::process_of(&**tx, id, dossier.state).await?;
    Ok(Held { dossier, process, content, digest })
}

/// Demands that what is held is what was seen by whoever acts. The program's own steps name no version.
///
/// # Errors
/// Somebody changed it since.
pub(in crate::nominations) fn as_seen(held: &Held, seen: Option<i64>) -> Result<(), ProcessError> {
    // Holding took the dossier one version on.
    let is_as_seen = seen.is_none_or(|seen| held.dossier.version == seen.saturating_add(1));
    if is_as_seen { Ok(()) } else { Err(ProcessError::Stale) }
}

/// Why a step is taken, and what speaks for it.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::nominations) struct Because<'a> {
    /// The reason, where one is given.
    pub reason: Option<&'a str>,
    /// Whether a carried resolution is at hand.
    pub is_resolved: bool,
}

/// Takes a step: the table and its guards allow it, the state is set, the step is written. The caller
/// records the deed and commits.
///
/// # Errors
/// The step is refused, the records failing.
pub(in crate::nominations) async fn take(
    app: &App,
    tx: &WriteTx,
    held: &Held,
    to: NominationState,
    (actor, because): (&Actor, Because<'_>),
) -> Result<(), ProcessError> {
    let now = app.clock.now();
    let dossier = &held.dossier;
    let by = actor.username.as_str();
    let window = awards::window(&**tx, dossier.round, &dossier.society, Some(dossier.id)).await?;
    let route = store::route_of(&**tx, dossier.round, &dossier.society).await?;
    let facts = Facts {
        by,
        process: &held.process,
        digest: &held.digest,
        has_reason: because.reason.is_some_and(|reason| !reason.trim().is_empty()),
        is_resolved: because.is_resolved,
        is_via_cast: route == Route::ViaCast,
        time: window.map(|window| (window, window.at(now))),
    };
    // By what he is told first: a refusal tells him nothing else.
    for from in [dossier.told_state(actor), dossier.state] {
        let way = (from, to);
        let row = allowed(&dossier.form.category, way, &facts).map_err(ProcessError::rule)?;
        if !permit(actor, action_of(row.who))?.covers(&dossier.society) {
            return Err(ProcessError::NOT_FOUND);
        }
    }
    let step = Step {
        number: held.process.steps.last().map_or(0, |last| last.number) + 1,
        from: dossier.state,
        to,
        by: by.to_owned(),
        at: now,
        reason: because.reason.map(|reason| reason.trim().to_owned()),
        content_digest: held.digest.clone(),
    };
    store::insert_step(&**tx, app.ids, dossier.id, &step).await?;
    dossier::set_state(tx, dossier.id, to).await?;
    Ok(())
}

/// What somebody must be granted to take a step before submission.
const fn action_of(who: Who) -> Action {
    match who {
        Who::Approver => Action::ApproveNominations,
        Who::Cast => Action::AnswerRecommendations,
        _ => Action::WriteNominations,
    }
}

/// Writes a deed into the audit chain.
///
/// # Errors
/// The records failing.
pub(in crate::nominations) async fn note(
    app: &App,
    tx: &WriteTx,
    by: &str,
    (action, subject): (&str, String),
    (reason, digest): (Option<String>, Option<String>),
) -> Result<(), ProcessError> {
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("nominations.{action}"),
        subject,
        after_digest: digest,
        reason,
        ..audit::Entry::default()
    };
    audit::record(&**tx, app.clock.now(), entry).await?;
    Ok(())
}

/// What was made public and resolved counts no longer, as the dossier is a draft again.
///
/// # Errors
/// The records failing.
pub(in crate::nominations) async fn void(
    app: &App,
    tx: &WriteTx,
    id: DossierId,
) -> Result<(), ProcessError> {
    store::void_publicities(&**tx, id, app.clock.now()).await?;
    store::void_resolutions(&**tx, id, app.clock.now()).await?;
    Ok(())
}
