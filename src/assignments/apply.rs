//! How does a plan come into force as a unit, and how is it taken back as a unit?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    ids::{AssignmentPlanId, ExpertId},
    vocabulary::{AssignmentState, PlanState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    errors::AssignmentError,
    invite::tell_withdrawn,
    model::{Ground, digest, living},
    plan::{Whole, note},
    recheck::{Look, MOST_LOOKS},
    rules::{Broken, Grade, broken},
    store::{self, PlanRow, ReviewRow},
    wording::{self, told},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    persistence::WriteTx,
};

/// The fewest characters of a reason.
const LEAST_REASON: usize = 4;

/// How a plan is applied.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ApplyPlan)]
pub struct Application {
    /// Why rules that may be overridden are.
    #[serde(default)]
    #[validate(length(max = 500))]
    pub override_reason: Option<String>,
}

/// A reason of its own.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignmentReason)]
pub struct Reason {
    /// Why.
    #[validate(length(min = 2, max = 500))]
    pub reason: String,
}

/// A reason that says something.
pub(super) fn said(reason: Option<&str>) -> Option<String> {
    let reason = reason.map(str::trim)?;
    (reason.chars().count() >= LEAST_REASON).then(|| reason.to_owned())
}

/// An overridden rule as it is kept and reported.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Overridden {
    pub(super) rule: String,
    pub(super) zh: String,
    pub(super) en: String,
}

/// A new assignment.
pub(super) fn proposed(row: &PlanRow, by: &str, now: DateTime<Utc>) -> ReviewRow {
    ReviewRow {
        id: entity::ids::ReviewAssignmentId(uuid::Uuid::nil()),
        round_id: row.round_id,
        plan_id: row.id,
        nomination_id: entity::ids::NominationId(uuid::Uuid::nil()),
        expert_id: ExpertId(uuid::Uuid::nil()),
        score: None,
        state: AssignmentState::Proposed,
        invited_at: None,
        due_at: None,
        answered_at: None,
        interest: None,
        interest_at: None,
        interest_kind: None,
        decline_reason: None,
        sealed_words: None,
        frozen_at: None,
        frozen_by: None,
        frozen_reason: None,
        replaces: None,
        replaced_by: None,
        note: None,
        version: 1,
        created_by: by.to_owned(),
        created_at: now,
        updated_at: now,
    }
}

/// Puts a draft into force: every pair becomes an assignment, or none does. The experts are looked at again first:
/// a bar that came since the run refuses it like one of the run.
///
/// # Errors
/// Not the actor's to do, no draft, another plan is in force, a rule that nothing overrides, one that
/// needs a reason, somebody was faster, the facts do not stop changing.
pub async fn apply(
    app: &App,
    actor: &Actor,
    of: (AssignmentPlanId, i64),
    how: &Application,
) -> Result<(), AssignmentError> {
    permit(actor, Action::ManageAssignments)?;
    for _ in 0..MOST_LOOKS {
        let look = looked_at(app, of).await?;
        if put_in_force(app, actor, of, how, &look).await? {
            return Ok(());
        }
    }
    Err(AssignmentError::Stale)
}

fn must_be_draft(row: &PlanRow, seen: i64) -> Result<(), AssignmentError> {
    if row.state != PlanState::Draft {
        return Err(AssignmentError::Plan(row.state));
    }
    if row.version != seen {
        return Err(AssignmentError::Stale);
    }
    Ok(())
}

/// What the facts say of the experts of a draft.
async fn looked_at(
    app: &App,
    (id, seen): (AssignmentPlanId, i64),
) -> Result<Look, AssignmentError> {
    let database = app.database.reader();
    let row = store::find_plan(database, id).await?.ok_or(AssignmentError::NotFound)?;
    must_be_draft(&row, seen)?;
    let pairs = store::pairs(database, id).await?;
    let experts: BTreeSet<ExpertId> = living(&pairs).map(|((_, expert), _)| expert).collect();
    Look::at(app, row.round_id, &experts).await
}

/// Does it, unless the facts changed since they were looked at.
async fn put_in_force(
    app: &App,
    actor: &Actor,
    (id, seen): (AssignmentPlanId, i64),
    how: &Application,
    look: &Look,
) -> Result<bool, AssignmentError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let Whole { mut row, pairs, mut ground } = Whole::hold(&tx, id).await?;
    must_be_draft(&row, seen)?;
    store::lock_round(&*tx, row.round_id).await?;
    if store::applied_plan(&*tx, row.round_id).await?.is_some() {
        return Err(AssignmentError::AppliedElsewhere);
    }
    look.add_to(&mut ground);
    let reason = said(how.override_reason.as_deref());
    let overridden = checked(&ground, &broken(&ground, &pairs), reason.is_some())?;
    row.state = PlanState::Applied;
    row.applied_by = Some(actor.username.clone());
    row.applied_at = Some(now);
    row.override_reason = reason.filter(|_| !overridden.is_empty());
    row.overridden = Some(kept(&ground, &overridden));
    row.digest = Some(digest(&ground, &pairs));
    if !store::save_plan(&*tx, &mut row, seen).await? {
        return Err(AssignmentError::Stale);
    }
    let one = |((nomination_id, expert_id), pair): (super::model::Key, super::model::Pair)| {
        let id = app.ids.next();
        let new = proposed(&row, &actor.username, now);
        ReviewRow { id, nomination_id, expert_id, score: pair.score, ..new }
    };
    store::insert_reviews(&*tx, living(&pairs).map(one).collect()).await?;
    if !look.holds(&tx).await? {
        return Ok(false);
    }
    let subject = format!("assignment_plan/{id}");
    let said = (row.digest.clone(), row.override_reason.clone());
    note(&tx, now, (&actor.username, "apply_plan"), subject, said).await?;
    tx.commit().await?;
    Ok(true)
}

/// Overridden rules as the plan keeps them.
fn kept(ground: &Ground, overridden: &[Broken]) -> serde_json::Value {
    let one = |one: &Broken| {
        let words = wording::sentence(ground, one);
        Overridden { rule: one.rule.as_str().to_owned(), zh: words.zh, en: words.en }
    };
    let all: Vec<Overridden> = overridden.iter().map(one).collect();
    serde_json::to_value(all).unwrap_or_default()
}

/// The rules that are overridden.
fn checked(
    ground: &Ground,
    all: &[Broken],
    has_reason: bool,
) -> Result<Vec<Broken>, AssignmentError> {
    let of = |grade| all.iter().filter(|one| one.rule.grade() == grade).copied().collect();
    let refused: Vec<Broken> = of(Grade::Refuse);
    if !refused.is_empty() {
        return Err(AssignmentError::Broken(told(ground, &refused)));
    }
    let overridden: Vec<Broken> = of(Grade::Override);
    if !overridden.is_empty() && !has_reason {
        return Err(AssignmentError::Broken(told(ground, &overridden)));
    }
    Ok(overridden)
}

/// Takes a plan that is in force back as a unit. Who was invited is told.
///
/// Reviews are withdrawn, none is deleted, so that whatever refers to one still finds it. From the first sheet that a
/// reviewer has kept on, a plan stays in force.
///
/// # Errors
/// Not the actor's to do, no plan in force, a sheet was kept under it, somebody was faster.
pub async fn undo(
    app: &App,
    actor: &Actor,
    (id, seen): (AssignmentPlanId, i64),
    why: &Reason,
) -> Result<(), AssignmentError> {
    permit(actor, Action::ManageAssignments)?;
    let reason = said(Some(&why.reason)).ok_or(AssignmentError::NoReason)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let mut row = store::find_plan(&*tx, id).await?.ok_or(AssignmentError::NotFound)?;
    if row.state != PlanState::Applied {
        return Err(AssignmentError::Plan(row.state));
    }
    row.state = PlanState::Undone;
    row.undone_by = Some(actor.username.clone());
    row.undone_at = Some(now);
    row.undo_reason = Some(reason.clone());
    if !store::save_plan(&*tx, &mut row, seen).await? {
        return Err(AssignmentError::Stale);
    }
    let known = withdraw_all(&tx, id, now).await?;
    // Counted behind the lock of the assignments: who keeps a sheet holds his, and is waited for.
    let sheets = store::count_sheets(&*tx, id).await?;
    if sheets > 0 {
        return Err(AssignmentError::Judged(sheets));
    }
    let subject = format!("assignment_plan/{id}");
    let said = (row.digest.clone(), Some(reason));
    note(&tx, now, (&actor.username, "undo_plan"), subject, said).await?;
    tell_withdrawn(app, &tx, &row, &known).await?;
    tx.commit().await?;
    Ok(())
}

/// Withdraws every assignment of a plan that still holds; who knew of one, and how many.
async fn withdraw_all(
    tx: &WriteTx,
    id: AssignmentPlanId,
    now: DateTime<Utc>,
) -> Result<BTreeMap<ExpertId, u32>, AssignmentError> {
    let mut told: BTreeMap<ExpertId, u32> = BTreeMap::new();
    store::hold_of_plan(&**tx, id).await?;
    for one in store::of_plan(&**tx, id).await? {
        if matches!(one.state, AssignmentState::Invited | AssignmentState::Accepted) {
            *told.entry(one.expert_id).or_default() += 1;
        }
    }
    store::withdraw(&**tx, id, now).await?;
    Ok(told)
}
