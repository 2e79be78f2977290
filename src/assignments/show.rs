//! What is shown of a plan, and of two side by side?

use std::collections::BTreeMap;

use entity::ids::AssignmentPlanId;

use super::{
    begin::BEGINNING,
    compare::compared,
    errors::AssignmentError,
    plan::Whole,
    rules::{broken, totals},
    store,
    views::{
        AssignmentPlan, BrokenRule, LoadDifference, MOST_LISTED, PlanBeginning, PlanChange,
        PlanComparison, PlanSummary, differences, may,
    },
};
use crate::{
    app::App,
    authz::{Action, Actor, permit, wall_in_round},
    awards, identity,
    matching::NamedExpert,
};

/// Changes that are shown, the last.
const MOST_CHANGES: usize = 200;

/// The plans of a round, the newest first.
///
/// # Errors
/// Not the actor's to know, no such round.
pub(super) async fn plans(
    app: &App,
    actor: &Actor,
    year: i32,
) -> Result<Vec<PlanSummary>, AssignmentError> {
    permit(actor, Action::ReadAssignments)?;
    let database = app.database.reader();
    let round = awards::find_round(database, year).await?.ok_or(AssignmentError::NotFound)?;
    let rows = store::plans(database, round.id).await?;
    let mut told: Vec<_> = rows.iter().map(|row| PlanSummary::of(row, year)).collect();
    identity::name_actors(database, &mut told).await?;
    Ok(told)
}

/// A plan.
///
/// # Errors
/// Not the actor's to know, no such plan.
pub async fn plan(
    app: &App,
    actor: &Actor,
    id: AssignmentPlanId,
) -> Result<AssignmentPlan, AssignmentError> {
    permit(actor, Action::ReadAssignments)?;
    let tx = app.database.begin_read().await?;
    let whole = Whole::read(&tx, id).await?;
    let wall = wall_in_round(&*tx, actor, whole.row.round_id).await?;
    let mut whole = whole.behind(&wall);
    let year = store::year_of(&*tx, whole.row.round_id).await?;
    let mut changes = store::changes(&*tx, id).await?;
    changes.retain(|one| one.nomination_id.is_none_or(|id| !wall.hides(id)));
    let (begun, mut changes): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|one| one.batch == BEGINNING);
    let first = changes.len().saturating_sub(MOST_CHANGES);
    changes.drain(..first);
    let named = begun.iter().chain(&changes).flat_map(|one| [one.expert_id, one.instead_of]);
    let named: Vec<_> = named.flatten().collect();
    store::extend(&*tx, &mut whole.ground, named).await?;
    let mut assignments: BTreeMap<String, u32> = BTreeMap::new();
    let rows = store::of_plan(&*tx, id).await?;
    for row in rows.into_iter().filter(|row| !wall.hides(row.nomination_id)) {
        *assignments.entry(row.state.as_str().to_owned()).or_default() += 1;
        if row.frozen_at.is_some() {
            *assignments.entry("frozen".to_owned()).or_default() += 1;
        }
    }
    let Whole { row, pairs, ground } = whole;
    let all = broken(&ground, &pairs);
    let mut told = AssignmentPlan {
        summary: PlanSummary::of(&row, year),
        totals: totals(&ground, &pairs).into(),
        begun: PlanBeginning::of(&ground, begun),
        changes: changes.into_iter().map(|one| PlanChange::of(&ground, one)).collect(),
        broken: all.iter().take(MOST_LISTED).map(|one| BrokenRule::of(&ground, one)).collect(),
        broken_count: all.len(),
        assignments,
        may: may(row.state),
    };
    identity::name_actors(&*tx, std::slice::from_mut(&mut told)).await?;
    Ok(told)
}

/// Two plans of one round side by side.
///
/// # Errors
/// Not the actor's to know, no such plans, plans of two rounds.
pub(super) async fn comparison(
    app: &App,
    actor: &Actor,
    (id, other): (AssignmentPlanId, AssignmentPlanId),
) -> Result<PlanComparison, AssignmentError> {
    permit(actor, Action::ReadAssignments)?;
    let tx = app.database.begin_read().await?;
    let (one, two) = (Whole::read(&tx, id).await?, Whole::read(&tx, other).await?);
    if one.row.round_id != two.row.round_id {
        return Err(AssignmentError::NotFound);
    }
    let wall = wall_in_round(&*tx, actor, one.row.round_id).await?;
    let (mut one, two) = (one.behind(&wall), two.behind(&wall));
    let year = store::year_of(&*tx, one.row.round_id).await?;
    let mut plans = [&one.row, &two.row].map(|row| PlanSummary::of(row, year));
    identity::name_actors(&*tx, &mut plans).await?;
    let [a, b] = plans;
    let found = compared(&one.pairs, &two.pairs);
    let (totals_a, totals_b) =
        (totals(&one.ground, &one.pairs).into(), totals(&two.ground, &two.pairs).into());
    one.ground.nominations.extend(two.ground.nominations);
    one.ground.experts.extend(two.ground.experts);
    let ground = &one.ground;
    let loads = found.loads.iter().take(MOST_LISTED).map(|(id, (a, b))| LoadDifference {
        expert: NamedExpert::in_ground(ground, *id),
        a: *a,
        b: *b,
    });
    Ok(PlanComparison {
        a,
        b,
        totals_a,
        totals_b,
        kept: found.kept,
        only_a: found.only_a,
        only_b: found.only_b,
        nominations: differences(ground, &found),
        differing: found.nominations.len(),
        loads: loads.collect(),
    })
}
