//! How does a person decide a conflict? Hold the finding, ask the rules, write the decision and the record.

use entity::{
    ids::ConflictId,
    vocabulary::{RecusalDecisionState as State, RecusalOutcome},
};

use super::{
    errors::RecusalError,
    findings,
    rules::{Deed, Next, RULES},
    shown,
    store::{self, Decision, FindingRow},
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit, wall_of},
    persistence::WriteTx,
    shared::Bilingual,
};

/// What is done, and why.
#[derive(Clone, Copy, Debug)]
pub struct Doing<'a> {
    /// What.
    pub deed: Deed,
    /// Why.
    pub reason: &'a str,
}

/// The reason, if it is one.
pub(super) fn reason(text: &str) -> Result<&str, RecusalError> {
    if RULES.is_reason(text) {
        return Ok(text.trim());
    }
    let (least, most) = (RULES.limits.least_reason, RULES.limits.most_reason);
    let words = Bilingual::new(
        format!("须写明理由，{least}–{most} 字"),
        format!("a reason of {least} to {most} characters is expected"),
    );
    Err(RecusalError::Field("/reason", words))
}

/// What a deed that came to this is called in the record.
const fn word(deed: Deed, next: Next) -> &'static str {
    match (deed, next) {
        (Deed::Decide { is_conflict: true }, _) => "decide_conflict",
        (Deed::Decide { is_conflict: false }, _) => "decide_not_a_conflict",
        (Deed::Lift, _) => "propose_lifting",
        (_, Next::Asked) => "propose_reversal",
        (_, Next::Kept) => "refuse_reversal",
        (Deed::Reverse, _) | (_, Next::Becomes(State::Reversed)) => "reverse",
        (Deed::AnswerLift { is_agreed: true }, _) => "decide_lifting",
        (Deed::AnswerLift { is_agreed: false }, _) => "refuse_lifting",
    }
}

/// Does something with a finding that was seen at a version.
///
/// # Errors
/// Not granted, not found, another version, the officer walled off, the rules refuse, no reason, the records
/// failing.
pub async fn decide(
    app: &App,
    actor: &Actor,
    (id, seen): (ConflictId, i64),
    doing: Doing<'_>,
) -> Result<(), RecusalError> {
    permit(actor, Action::DecideRecusals)?;
    let why = reason(doing.reason)?;
    let tx = app.database.begin_write().await?;
    let row = store::finding(&*tx, id).await?.ok_or(RecusalError::NotFound)?;
    wall_of(&*tx, actor).await?.admit(row.nomination_id)?;
    let key = (row.nomination_id, row.expert_id, row.kind.as_str());
    let decisions = store::decisions_of(&*tx, key).await?;
    if findings::version(&decisions) != seen {
        return Err(RecusalError::Stale);
    }
    let found = shown::found(&row, &decisions).ok_or(RecusalError::NotFound)?;
    let standing = shown::standing(&decisions);
    let by = actor.username.as_str();
    let next = RULES.next(found, standing.map(shown::fact).as_ref(), (doing.deed, by))?;
    let decision = match (next, standing) {
        (Next::New(outcome, state), _) => {
            let new = new(app, (&row, &decisions), (outcome, state), (by, why));
            if !store::add_decision(&*tx, new.clone()).await? {
                return Err(RecusalError::Stale);
            }
            new
        }
        (next, Some(standing)) => {
            let changed = changed(app, standing.clone(), next, (by, why));
            if !store::save_decision(&*tx, changed.clone(), standing.version).await? {
                return Err(RecusalError::Stale);
            }
            changed
        }
        (_, None) => return Err(RecusalError::Stale),
    };
    record(app, &tx, (actor, word(doing.deed, next)), &decision, why).await?;
    tx.commit().await?;
    app.wake.ring();
    Ok(())
}

fn new(
    app: &App,
    (row, decisions): (&FindingRow, &[Decision]),
    (outcome, state): (RecusalOutcome, State),
    (by, why): (&str, &str),
) -> Decision {
    // What was found to be a conflict bars whatever becomes of the facts.
    let seen = (outcome != RecusalOutcome::Conflict).then(|| shown::seen(row, decisions));
    Decision {
        id: app.ids.next(),
        nomination_id: row.nomination_id,
        expert_id: row.expert_id,
        kind: row.kind.clone(),
        outcome,
        state,
        standing: Some(format!("{}/{}/{}", row.nomination_id, row.expert_id, row.kind)),
        severity: shown::engine_said(row, decisions).code().to_owned(),
        reason: why.to_owned(),
        decided_by: by.to_owned(),
        decided_at: app.clock.now(),
        agreed_by: None,
        agreed_at: None,
        agreed_reason: None,
        seen: seen.map(|seen| serde_json::json!(seen)),
        found_since: None,
        reversal_asked_by: None,
        reversal_asked_at: None,
        reversal_asked_reason: None,
        reversed_by: None,
        reversed_at: None,
        reversed_reason: None,
        version: 1,
    }
}

/// The decision as a step leaves it.
fn changed(app: &App, mut row: Decision, next: Next, (by, why): (&str, &str)) -> Decision {
    let (by, at, why) = (Some(by.to_owned()), Some(app.clock.now()), Some(why.to_owned()));
    row.version += 1;
    match next {
        Next::Asked => {
            (row.reversal_asked_by, row.reversal_asked_at) = (by, at);
            row.reversal_asked_reason = why;
        }
        // Of what was asked and refused, the record tells.
        Next::Kept => {
            (row.reversal_asked_by, row.reversal_asked_at) = (None, None);
            row.reversal_asked_reason = None;
        }
        Next::Becomes(state) | Next::New(_, state) => {
            if state == State::Reversed {
                (row.reversed_by, row.reversed_at, row.reversed_reason) = (by, at, why);
            } else {
                (row.agreed_by, row.agreed_at, row.agreed_reason) = (by, at, why);
            }
            if matches!(state, State::Reversed | State::Refused) {
                row.standing = None;
            }
            row.state = state;
        }
    }
    row
}

async fn record(
    app: &App,
    tx: &WriteTx,
    (actor, deed): (&Actor, &str),
    decision: &Decision,
    why: &str,
) -> Result<(), RecusalError> {
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: format!("recusals.{deed}"),
        subject: format!("recusal_decision/{}", decision.id),
        reason: Some(why.to_owned()),
        ..audit::Entry::default()
    };
    audit::record(&**tx, app.clock.now(), entry).await?;
    Ok(())
}
