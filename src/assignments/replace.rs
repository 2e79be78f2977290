//! How is somebody put in the place of an expert who declined, recused himself, or was frozen?

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    ids::{ExpertId, NominationId, ReviewAssignmentId},
    vocabulary::{AssignmentState, PairStanding},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    apply::{proposed, said},
    errors::AssignmentError,
    fitness::{Fit, fit, would_break},
    invite::tell_asked,
    model::{Ground, Key, Pair, Pairs},
    plan::{Whole, note},
    recheck::{Look, MOST_LOOKS},
    rules::{Broken, Grade, Rule},
    store::{self, PlanRow, ReviewRow},
    wording::told,
};
use crate::{
    app::App,
    authz::{Action, Actor, Wall, permit, wall_in_round},
    persistence::{ReadTx, WriteTx},
    shared::Bilingual,
};

/// Candidates that are offered.
const MOST_OFFERED: usize = 20;
/// Candidates that are looked at again together: some more than are offered, for those who are barred now.
const LOOKED_AT_ONCE: usize = 40;

/// Who takes the place.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ReplaceReviewer)]
pub(super) struct Replacement {
    /// Key of the expert.
    #[schema(value_type = String)]
    pub expert: Uuid,
    /// The first instant that is too late for an answer.
    pub due_at: DateTime<Utc>,
    /// Why, where a rule is overridden.
    #[serde(default)]
    #[validate(length(max = 500))]
    pub reason: Option<String>,
}

/// Whether the assignment waits for somebody in its place.
pub(super) fn is_open(row: &ReviewRow) -> bool {
    use AssignmentState::{Declined, Expired, Recused, Withdrawn};
    let has_ended = matches!(row.state, Declined | Recused | Expired);
    let is_frozen = row.frozen_at.is_some() && row.state != Withdrawn;
    row.replaced_by.is_none() && (has_ended || is_frozen)
}

/// The pairs as the assignments of a plan stand: those that hold and are not frozen.
pub(super) fn standing(rows: &[ReviewRow]) -> Pairs {
    use AssignmentState::{Accepted, Invited, Proposed};
    let holds = |row: &&ReviewRow| {
        matches!(row.state, Proposed | Invited | Accepted) && row.frozen_at.is_none()
    };
    let pair = |row: &ReviewRow| {
        let pair = Pair { standing: PairStanding::Assigned, score: row.score };
        ((row.nomination_id, row.expert_id), pair)
    };
    rows.iter().filter(holds).map(pair).collect()
}

/// Everybody who was asked for the nomination of `row` under its plan.
fn asked_before(rows: &[ReviewRow], row: &ReviewRow) -> BTreeSet<ExpertId> {
    let of = rows.iter().filter(|other| other.nomination_id == row.nomination_id);
    of.map(|other| other.expert_id).collect()
}

/// An open task with its candidates.
pub(super) struct Offered {
    pub(super) row: ReviewRow,
    pub(super) plan: PlanRow,
    pub(super) ground: Ground,
    pub(super) fits: Vec<Fit>,
}

/// Who could take the place of an assignment, the nearest first. The facts of this moment are asked, not what the run
/// found of them alone.
///
/// # Errors
/// Not the actor's to know, no such assignment, it does not wait for anybody.
pub(super) async fn offered(
    app: &App,
    actor: &Actor,
    id: ReviewAssignmentId,
) -> Result<Offered, AssignmentError> {
    permit(actor, Action::ManageAssignments)?;
    let Offered { row, plan, ground, fits } = known(app, actor, id).await?;
    let fits = free(app, &row, &fits).await?;
    Ok(Offered { row, plan, ground, fits })
}

/// An open task with everybody who fits by the run and by what was found since; loads as the actor may know them.
async fn known(
    app: &App,
    actor: &Actor,
    id: ReviewAssignmentId,
) -> Result<Offered, AssignmentError> {
    let tx = app.database.begin_read().await?;
    let row = open_task(&tx, id).await?;
    let wall = wall_in_round(&*tx, actor, row.round_id).await?;
    let whole = Whole::read(&tx, row.plan_id).await?.behind(&wall);
    let mut rows = store::of_plan(&*tx, row.plan_id).await?;
    rows.retain(|one| !wall.hides(one.nomination_id));
    let asked = asked_before(&rows, &row);
    let fits = fit(&whole.ground, &standing(&rows), row.nomination_id, &asked);
    Ok(Offered { row, plan: whole.row, ground: whole.ground, fits })
}

/// The first candidates whom no bar keeps away now.
async fn free(app: &App, row: &ReviewRow, all: &[Fit]) -> Result<Vec<Fit>, AssignmentError> {
    let mut found: Vec<Fit> = Vec::new();
    for some in all.chunks(LOOKED_AT_ONCE) {
        let experts: BTreeSet<ExpertId> = some.iter().map(|one| one.expert).collect();
        let look = Look::at(app, row.round_id, &experts).await?;
        let key = |one: &Fit| (row.nomination_id, one.expert);
        let free = some.iter().filter(|one| !look.is_barred(&key(one)));
        found.extend(
            free.map(|one| Fit {
                is_flagged: one.is_flagged || look.is_flagged(&key(one)),
                ..*one
            }),
        );
        if found.len() >= MOST_OFFERED {
            break;
        }
    }
    found.truncate(MOST_OFFERED);
    Ok(found)
}

async fn open_task(tx: &ReadTx, id: ReviewAssignmentId) -> Result<ReviewRow, AssignmentError> {
    let row = store::find_review(&**tx, id).await?.ok_or(AssignmentError::NotFound)?;
    must_be_open(&row)?;
    Ok(row)
}

/// A task that was seen at a version, and still waits for somebody.
pub(super) async fn task_at(
    tx: &WriteTx,
    (id, seen): (ReviewAssignmentId, i64),
) -> Result<ReviewRow, AssignmentError> {
    let row = store::find_review(&**tx, id).await?.ok_or(AssignmentError::NotFound)?;
    if row.version != seen {
        return Err(AssignmentError::Stale);
    }
    must_be_open(&row)?;
    Ok(row)
}

pub(super) fn must_be_open(row: &ReviewRow) -> Result<(), AssignmentError> {
    if row.replaced_by.is_some() {
        return Err(AssignmentError::Replaced);
    }
    if !is_open(row) {
        return Err(AssignmentError::State(row.state));
    }
    Ok(())
}

/// What has left review is nobody's to be asked for.
pub(super) fn must_be_in_review(ground: &Ground, id: NominationId) -> Result<(), AssignmentError> {
    let left = ground.nominations.get(&id).filter(|facts| facts.has_left);
    left.map_or(Ok(()), |facts| Err(AssignmentError::LeftReview(vec![facts.number.clone()])))
}

/// Puts an expert in the place of an assignment and invites him at once. He is looked at again first.
///
/// # Errors
/// Not the actor's to do, the assignment does not wait for anybody, the nomination has left review, the expert is
/// barred or a rule stands against it and no reason is given, somebody was faster, the facts do not stop changing.
pub(super) async fn replace(
    app: &App,
    actor: &Actor,
    of: (ReviewAssignmentId, i64),
    with: &Replacement,
) -> Result<ReviewAssignmentId, AssignmentError> {
    permit(actor, Action::ManageAssignments)?;
    if with.due_at <= app.clock.now() {
        return Err(AssignmentError::Deadline);
    }
    let experts = BTreeSet::from([ExpertId(with.expert)]);
    for _ in 0..MOST_LOOKS {
        let row = store::find_review(app.database.reader(), of.0).await?;
        let round = row.ok_or(AssignmentError::NotFound)?.round_id;
        let look = Look::at(app, round, &experts).await?;
        if let Some(new) = put_in_place(app, actor, of, with, &look).await? {
            return Ok(new);
        }
    }
    Err(AssignmentError::Stale)
}

/// Does it, unless the facts changed since they were looked at.
async fn put_in_place(
    app: &App,
    actor: &Actor,
    of: (ReviewAssignmentId, i64),
    with: &Replacement,
    look: &Look,
) -> Result<Option<ReviewAssignmentId>, AssignmentError> {
    let now = app.clock.now();
    let expert = ExpertId(with.expert);
    let tx = app.database.begin_write().await?;
    let mut row = task_at(&tx, of).await?;
    let mut whole = Whole::hold_applied(&tx, row.plan_id).await?;
    must_be_in_review(&whole.ground, row.nomination_id)?;
    store::extend(&*tx, &mut whole.ground, [expert]).await?;
    look.add_to(&mut whole.ground);
    let rows = store::of_plan(&*tx, row.plan_id).await?;
    let wall = wall_in_round(&*tx, actor, row.round_id).await?;
    let reason = fits((&whole.ground, &wall), (&rows, &row), expert, with)?;
    let score = whole.ground.scores.get(&(row.nomination_id, expert)).copied();
    let new = ReviewRow {
        id: app.ids.next(),
        nomination_id: row.nomination_id,
        expert_id: expert,
        score,
        state: AssignmentState::Invited,
        invited_at: Some(now),
        due_at: Some(with.due_at),
        replaces: Some(row.id),
        note: reason.clone(),
        ..proposed(&whole.row, &actor.username, now)
    };
    row.replaced_by = Some(new.id);
    if !store::save_review(&*tx, &mut row, now).await? {
        return Err(AssignmentError::Stale);
    }
    let key = new.id;
    store::insert_reviews(&*tx, vec![new]).await?;
    if !look.holds(&tx).await? {
        return Ok(None);
    }
    let subject = format!("review_assignment/{key}");
    note(&tx, now, (&actor.username, "replace"), subject, (None, reason)).await?;
    tell_asked(app, &tx, (&whole.row, expert), with.due_at).await?;
    tx.commit().await?;
    Ok(Some(key))
}

/// Whether the expert may take the place; the reason that overrides rules.
fn fits(
    (ground, wall): (&Ground, &Wall),
    (rows, row): (&[ReviewRow], &ReviewRow),
    expert: ExpertId,
    with: &Replacement,
) -> Result<Option<String>, AssignmentError> {
    if !ground.experts.contains_key(&expert) || asked_before(rows, row).contains(&expert) {
        return Err(AssignmentError::Unfit(Vec::new()));
    }
    let (pairs, key) = (standing(rows), (row.nomination_id, expert));
    let broken = would_break(ground, &pairs, key);
    let reason = said(with.reason.as_deref());
    let is_refused = broken.iter().any(|one| one.rule.grade() == Grade::Refuse);
    if is_refused || (!broken.is_empty() && reason.is_none()) {
        return Err(AssignmentError::Unfit(told_behind(wall, ground, (pairs, key), &broken)));
    }
    Ok(reason)
}

/// The rules of which a refusal tells. Where pairs from which the actor is kept are part of what breaks them it tells of
/// none: how much the expert has elsewhere is not his to know.
pub(super) fn told_behind(
    wall: &Wall,
    ground: &Ground,
    (mut pairs, key): (Pairs, Key),
    broken: &[Broken],
) -> Vec<(Rule, Bilingual)> {
    pairs.retain(|pair, _| !wall.hides(pair.0));
    let is_all_seen = would_break(ground, &pairs, key) == broken;
    if is_all_seen { told(ground, broken) } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assignments::model::{ExpertFacts, NominationFacts};

    #[test]
    fn a_refusal_tells_nothing_of_what_the_expert_has_behind_the_wall() {
        let id = uuid::Uuid::from_u128;
        let key = |at: u128, expert: u128| (NominationId(id(at)), ExpertId(id(expert)));
        let mut ground = Ground::default();
        ground.parameters.per_nomination = 9;
        ground.parameters.max_load = 1;
        for (at, number) in [(1, "N1"), (2, "N2"), (3, "N3")] {
            let facts = NominationFacts { number: number.to_owned(), ..NominationFacts::default() };
            ground.nominations.insert(key(at, 0).0, facts);
        }
        ground.experts.insert(key(0, 7).1, ExpertFacts::default());
        let pair = Pair { standing: PairStanding::Assigned, score: Some(400_000) };
        let wall: Wall = [key(2, 0).0].into_iter().collect();
        // What he has already, and what a refusal to give him the first nomination too tells.
        let told = |wall: &Wall, has: &[Key]| {
            let pairs: Pairs = has.iter().map(|key| (*key, pair)).collect();
            let broken = would_break(&ground, &pairs, key(1, 7));
            assert_eq!(broken.len(), 1, "{broken:?}");
            let told = told_behind(wall, &ground, (pairs, key(1, 7)), &broken).into_iter();
            told.map(|(rule, _)| rule).collect::<Vec<Rule>>()
        };
        assert_eq!(told(&Wall::default(), &[key(2, 7)]), [Rule::Load]);
        assert_eq!(told(&wall, &[key(2, 7)]), []);
        assert_eq!(told(&wall, &[key(2, 7), key(3, 7)]), [], "not even how much");
        assert_eq!(told(&wall, &[key(3, 7)]), [Rule::Load]);
    }
}
