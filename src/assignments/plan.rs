//! How is a plan changed?

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    ids::AssignmentPlanId,
    vocabulary::{PlanChangeKind, PlanState},
};

use super::{
    apply::said,
    begin::BEGINNING,
    edit::{Asked, Before, before, moved, put_back},
    errors::AssignmentError,
    model::{Ground, Key, Pairs},
    propose::{Edit, SolveWhat, edited},
    store::{self, ChangeRow, PlanRow},
    views::Consequences,
    walled::consequences_behind,
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit, wall_in_round},
    persistence::{ReadTx, WriteTx},
};

/// A plan with all that is decided on.
pub(super) struct Whole {
    pub(super) row: PlanRow,
    pub(super) pairs: Pairs,
    pub(super) ground: Ground,
}

impl Whole {
    /// The plan as one state of the records shows it.
    pub(super) async fn read(tx: &ReadTx, id: AssignmentPlanId) -> Result<Self, AssignmentError> {
        let row = store::find_plan(&**tx, id).await?.ok_or(AssignmentError::NotFound)?;
        let pairs = store::pairs(&**tx, id).await?;
        let parameters = serde_json::from_value(row.parameters.clone()).unwrap_or_default();
        let of = (row.run_id, parameters);
        let ground = store::ground(&**tx, (id, row.round_id), of, &pairs).await?;
        Ok(Self { row, pairs, ground })
    }

    /// As [`Whole::read`], in a transaction that will write; until it ends, the plan stays as it is.
    pub(super) async fn hold(tx: &WriteTx, id: AssignmentPlanId) -> Result<Self, AssignmentError> {
        let row = store::hold_plan(&**tx, id).await?.ok_or(AssignmentError::NotFound)?;
        let pairs = store::pairs(&**tx, id).await?;
        let parameters = serde_json::from_value(row.parameters.clone()).unwrap_or_default();
        let of = (row.run_id, parameters);
        let ground = store::ground(&**tx, (id, row.round_id), of, &pairs).await?;
        Ok(Self { row, pairs, ground })
    }

    /// As [`Whole::hold`], of a plan that is applied.
    pub(super) async fn hold_applied(
        tx: &WriteTx,
        id: AssignmentPlanId,
    ) -> Result<Self, AssignmentError> {
        let whole = Self::hold(tx, id).await?;
        let state = whole.row.state;
        if state == PlanState::Applied { Ok(whole) } else { Err(AssignmentError::Plan(state)) }
    }
}

/// Records a deed of this room.
pub(super) async fn note(
    tx: &WriteTx,
    now: DateTime<Utc>,
    (by, action): (&str, &str),
    subject: String,
    (after_digest, reason): (Option<String>, Option<String>),
) -> Result<(), AssignmentError> {
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("assignments.{action}"),
        subject,
        after_digest,
        reason,
        ..audit::Entry::default()
    };
    audit::record(&**tx, now, entry).await?;
    Ok(())
}

/// What an edit would make of a draft, of the version that was seen where one was. Computed beside the
/// server's other work.
async fn proposed(
    app: &App,
    (id, seen): (AssignmentPlanId, Option<i64>),
    (edit, asked): (&Edit, Vec<Asked>),
) -> Result<(Whole, Pairs, BTreeSet<Key>), AssignmentError> {
    let tx = app.database.begin_read().await?;
    let mut whole = Whole::read(&tx, id).await?;
    store::extend(&*tx, &mut whole.ground, edit.experts()).await?;
    drop(tx);
    if whole.row.state != PlanState::Draft {
        return Err(AssignmentError::Plan(whole.row.state));
    }
    // Before the changes are tried: what was meant for another version may not even be possible in this.
    if seen.is_some_and(|seen| seen != whole.row.version) {
        return Err(AssignmentError::Stale);
    }
    let solve = edit.solve;
    let work = move || {
        let done = edited(&whole.ground, &whole.pairs, (&asked, solve));
        done.map(|(pairs, own)| (whole, pairs, own))
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| AssignmentError::Inside(error.to_string()))?
}

/// What an edit would bring about; writes nothing.
///
/// # Errors
/// Not the actor's to do, no such draft, a change that cannot be made.
pub async fn preview(
    app: &App,
    actor: &Actor,
    id: AssignmentPlanId,
    edit: &Edit,
) -> Result<Consequences, AssignmentError> {
    permit(actor, Action::ManageAssignments)?;
    let (whole, pairs, own) = proposed(app, (id, None), (edit, edit.asked()?)).await?;
    let wall = wall_in_round(app.database.reader(), actor, whole.row.round_id).await?;
    Ok(consequences_behind(&wall, &whole.ground, (&whole.pairs, &pairs), &own))
}

/// Makes the changes of an edit in a draft that was seen at `seen`.
///
/// # Errors
/// As [`preview`], no reason, somebody was faster.
pub async fn change(
    app: &App,
    actor: &Actor,
    (id, seen): (AssignmentPlanId, i64),
    edit: &Edit,
) -> Result<Consequences, AssignmentError> {
    permit(actor, Action::ManageAssignments)?;
    if said(Some(&edit.reason)).is_none() {
        return Err(AssignmentError::NoReason);
    }
    let asked = edit.asked()?;
    let (whole, pairs, own) = proposed(app, (id, Some(seen)), (edit, asked.clone())).await?;
    let wall = wall_in_round(app.database.reader(), actor, whole.row.round_id).await?;
    let result = consequences_behind(&wall, &whole.ground, (&whole.pairs, &pairs), &own);
    let mut batch = Batch::of(&asked, edit);
    if pairs == whole.pairs && batch.asked.is_empty() {
        // Solving again found nothing better: nothing to write down.
        return Ok(result);
    }
    if edit.solve == SolveWhat::All {
        batch.asked.push(None);
    }
    keep(app, actor, (whole, seen), (&pairs, &batch)).await?;
    Ok(result)
}

/// Changes that are written down together.
pub(super) struct Batch<'e> {
    /// What was asked for; none of a solution or an import.
    pub(super) asked: Vec<Option<Asked>>,
    /// What one without a pair is.
    pub(super) otherwise: PlanChangeKind,
    pub(super) reason: &'e str,
}

impl<'e> Batch<'e> {
    fn of(asked: &[Asked], edit: &'e Edit) -> Self {
        let asked = asked.iter().copied().map(Some).collect();
        Self { asked, otherwise: PlanChangeKind::Solve, reason: edit.reason.trim() }
    }
}

/// Writes the pairs of a draft and the changes that made them.
pub(super) async fn keep(
    app: &App,
    actor: &Actor,
    (whole, seen): (Whole, i64),
    (pairs, batch): (&Pairs, &Batch<'_>),
) -> Result<(), AssignmentError> {
    let now = app.clock.now();
    let Whole { mut row, pairs: old, ground } = whole;
    if row.version != seen {
        return Err(AssignmentError::Stale);
    }
    let tx = app.database.begin_write().await?;
    if !store::save_plan(&*tx, &mut row, seen).await? {
        return Err(AssignmentError::Stale);
    }
    store::save_pairs(&*tx, row.id, (&old, pairs)).await?;
    let there = store::changes(&*tx, row.id).await?;
    let (place, number) = there.last().map_or((0, 0), |last| (last.place, last.batch));
    let stood = serde_json::to_value(before(&old, pairs)).unwrap_or_default();
    let (added, removed) = moved(&old, pairs);
    let count = |length: usize| i32::try_from(length).unwrap_or(i32::MAX);
    let one = |(at, asked): (usize, &Option<Asked>)| ChangeRow {
        id: app.ids.next(),
        plan_id: row.id,
        place: place + count(at) + 1,
        batch: number + 1,
        kind: asked.map_or(batch.otherwise, |asked| asked.kind),
        nomination_id: asked.map(|asked| asked.nomination),
        expert_id: asked.map(|asked| asked.expert),
        instead_of: asked.and_then(|asked| asked.instead_of),
        reason: batch.reason.to_owned(),
        author: actor.username.clone(),
        at: now,
        added: if at == 0 { count(added.len()) } else { 0 },
        removed: if at == 0 { count(removed.len()) } else { 0 },
        before: (at == 0).then(|| stood.clone()),
    };
    let rows: Vec<ChangeRow> = batch.asked.iter().enumerate().map(one).collect();
    store::insert_changes(&*tx, rows).await?;
    let digest = super::model::digest(&ground, pairs);
    let subject = format!("assignment_plan/{}", row.id);
    let said = (Some(digest), Some(batch.reason.to_owned()));
    note(&tx, now, (&actor.username, "change_plan"), subject, said).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes the last changes of a draft back, those that were made together.
///
/// # Errors
/// Not the actor's to do, no such draft, nothing to take back, somebody was faster.
pub async fn take_back(
    app: &App,
    actor: &Actor,
    (id, seen): (AssignmentPlanId, i64),
) -> Result<(), AssignmentError> {
    permit(actor, Action::ManageAssignments)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let mut row = store::find_plan(&*tx, id).await?.ok_or(AssignmentError::NotFound)?;
    if row.state != PlanState::Draft {
        return Err(AssignmentError::Plan(row.state));
    }
    let changes = store::changes(&*tx, id).await?;
    let batch = changes.last().map(|last| last.batch).filter(|batch| *batch != BEGINNING);
    let batch = batch.ok_or(AssignmentError::NothingToTakeBack)?;
    let stood = changes.into_iter().filter(|one| one.batch == batch).find_map(|one| one.before);
    let stood: Vec<Before> = serde_json::from_value(stood.unwrap_or_default()).unwrap_or_default();
    if !store::save_plan(&*tx, &mut row, seen).await? {
        return Err(AssignmentError::Stale);
    }
    let old = store::pairs(&*tx, id).await?;
    let mut pairs = old.clone();
    put_back(&mut pairs, &stood);
    store::save_pairs(&*tx, id, (&old, &pairs)).await?;
    store::delete_batch(&*tx, id, batch).await?;
    let subject = format!("assignment_plan/{id}");
    note(&tx, now, (&actor.username, "take_change_back"), subject, (None, None)).await?;
    tx.commit().await?;
    Ok(())
}
