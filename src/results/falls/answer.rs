//! How is it agreed to, and what follows?

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, ResultFallId},
    vocabulary::{DecisionOutcome, FallKind, FallState, ReleaseStage, ReleaseState},
};
use serde_json::json;

use super::{
    ask::{no_way, note},
    law::{goal, holds},
    store::{self, DecisionRow, FallRow, ReleaseRow},
    views::AnswerFallRequest,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit, wall_of},
    jobs,
    nominations::{self, NextStep, Place},
    persistence::WriteTx,
    results::{
        ResultError, bundle, decide,
        record::{Decision, digest_of},
    },
};

/// Answers a fall that was seen at `seen`. Who asked may take it back, and not agree to it.
///
/// # Errors
/// Not the actor's to do, no such fall, its nomination is one from which he is kept or that moved on, he asked for it
/// himself, it was answered, somebody was faster.
pub(super) async fn answer(
    app: &App,
    actor: &Actor,
    (id, seen): (ResultFallId, i64),
    text: &AnswerFallRequest,
) -> Result<(), ResultError> {
    permit(actor, Action::DecideResults)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let mut row = store::hold(&*tx, id).await?.ok_or(ResultError::NotFound)?;
    let wall = wall_of(&*tx, actor).await?;
    wall.admit(row.nomination_id).map_err(|_| ResultError::Walled)?;
    let is_own = row.asked_by == actor.username;
    if is_own && text.grant {
        return Err(ResultError::SamePerson);
    }
    if row.version != seen {
        return Err(ResultError::Stale);
    }
    if row.state != FallState::Asked {
        return Err(ResultError::refused("已经办理", "it was answered already"));
    }
    row.state = match (text.grant, is_own) {
        (true, _) => FallState::Done,
        (false, true) => FallState::Withdrawn,
        (false, false) => FallState::Refused,
    };
    row.decided_by = Some(actor.username.clone());
    row.decided_at = Some(now);
    row.answer = Some(text.reason.trim().to_owned());
    if text.grant {
        carry_out(app, &tx, &actor.username, &row).await?;
    }
    if !store::save(&*tx, &mut row, seen).await? {
        return Err(ResultError::Stale);
    }
    note(app, &tx, (&actor.username, "answer_fall"), &row).await?;
    tx.commit().await?;
    if text.grant && row.kind == FallKind::Revocation {
        app.wake.ring();
        app.edition.turn();
    }
    Ok(())
}

/// Takes the step that was asked for; it leads where it led when it was asked for.
async fn carry_out(app: &App, tx: &WriteTx, by: &str, row: &FallRow) -> Result<(), ResultError> {
    let id = row.nomination_id;
    let place = nominations::held_place(tx, id).await?.ok_or(ResultError::NotFound)?;
    if goal(row.kind, place.state) != Some(row.to_state) {
        return Err(no_way());
    }
    if row.kind == FallKind::Reversal {
        correct(app, tx, (by, row), &place).await?;
    }
    let next = NextStep { to: row.to_state, holds: holds(row.kind), reason: Some(&row.reason) };
    nominations::take_step(app, tx, (by, id), next).await?;
    if row.kind == FallKind::Revocation {
        bundle_again(app, tx, id).await?;
    }
    Ok(())
}

/// Has the bundle of the round made again: the newest names nobody whose award was taken back.
async fn bundle_again(app: &App, tx: &WriteTx, id: NominationId) -> Result<(), ResultError> {
    let decided = decide::of_nominations(&**tx, &[id], true).await?;
    let award = decided.iter().find(|told| {
        let is_award = told.decision.outcome == DecisionOutcome::Awarded && !told.is_reversed;
        told.stage == ReleaseStage::Award && is_award
    });
    if let Some(award) = award {
        let payload = json!({ "release": award.decision.release, "again": true });
        jobs::enqueue(&**tx, app.ids, app.clock.now(), bundle::JOB, payload).await?;
    }
    Ok(())
}

/// Makes a new decision that says what it corrects: both stay. It waits for the vote that is taken again.
async fn correct(
    app: &App,
    tx: &WriteTx,
    (by, row): (&str, &FallRow),
    place: &Place,
) -> Result<(), ResultError> {
    let (decision, release) = store::refusal(&**tx, place.id).await?.ok_or_else(no_way)?;
    let correction = correction((&decision, &release), (by, row), place);
    let release = ReleaseRow { id: app.ids.next(), ..correction.0 };
    let decision = DecisionRow { id: app.ids.next(), release_id: release.id, ..correction.1 };
    store::insert_correction(&**tx, (release, decision)).await?;
    Ok(())
}

/// The release of a correction with its decision: drafted by who asked, released by who agreed.
fn correction(
    (decision, release): (&DecisionRow, &ReleaseRow),
    (by, row): (&str, &FallRow),
    place: &Place,
) -> (ReleaseRow, DecisionRow) {
    let released_at: Option<DateTime<Utc>> = row.decided_at;
    let new = DecisionRow {
        outcome: DecisionOutcome::PutOff,
        grade: None,
        ballot_id: None,
        votes: None,
        present: None,
        people: None,
        units: None,
        basis: Some(row.basis.clone()),
        reverses: Some(decision.id),
        is_final: true,
        ..decision.clone()
    };
    let corrected = ReleaseRow {
        categories: json!([place.category]),
        title: format!("更正：{}", place.number),
        state: ReleaseState::Released,
        meetings: json!([]),
        digest: digest_of(&[decided(&new)]),
        counts: json!({ (DecisionOutcome::PutOff.as_str()): 1 }),
        drafted_by: row.asked_by.clone(),
        drafted_at: row.asked_at,
        confirmed_count: Some(1),
        released_by: Some(by.to_owned()),
        released_at,
        version: 1,
        ..release.clone()
    };
    (corrected, new)
}

/// A correction as releases know decisions: nobody voted on it.
fn decided(row: &DecisionRow) -> Decision {
    Decision {
        id: row.id,
        release: row.release_id,
        nomination: row.nomination_id,
        outcome: row.outcome,
        grade_nominated: row.grade_nominated,
        grade: row.grade,
        ballot: row.ballot_id,
        votes: None,
        of: None,
        people: None,
        units: None,
        basis: row.basis.clone(),
        reverses: row.reverses,
        is_final: row.is_final,
    }
}
