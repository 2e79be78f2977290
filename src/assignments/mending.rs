//! How is an open place filled where others have to move for it? Proposed with what it brings about, and done
//! as a unit by whoever saw just that. The moves are found on one state of the records while nobody waits, and
//! written down where that state still holds.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    ids::{ExpertId, NominationId, ReviewAssignmentId},
    vocabulary::{AssignmentState, PairStanding, PlanState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    apply::{proposed, said},
    errors::AssignmentError,
    invite::{Reached, tell_invited, tell_withdrawn},
    mend::{Mended, Standing, mended},
    model::{Ground, Key},
    plan::{Whole, note},
    propose::consequences,
    recheck::{Look, MOST_LOOKS},
    replace::{must_be_in_review, must_be_open, standing, task_at},
    store::{self, ReviewRow},
    views::Consequences,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    persistence::WriteTx,
};

/// Moves that are tried until nobody who is barred now is among those who come.
const MOST_TRIES: usize = 20;

/// Who agrees to a repair, and until when the experts may answer.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = RepairPlan)]
pub(super) struct Mending {
    /// The digest of what was proposed.
    #[validate(length(equal = 64))]
    pub digest: String,
    /// The first instant that is too late for an answer.
    pub due_at: DateTime<Utc>,
    /// Why.
    #[serde(default)]
    #[validate(length(max = 500))]
    pub reason: Option<String>,
}

/// How an open place can be filled with the fewest changes.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RepairProposal)]
pub(super) struct Proposal {
    /// Experts who leave another nomination for it, and are replaced there.
    pub other_moves: usize,
    /// What it brings about; the pair on the open nomination is the one that was asked for.
    pub consequences: Consequences,
    /// SHA-256 of the moves: agreed to is just this.
    pub digest: String,
}

/// The assignments of a plan as a repair takes them: who has accepted, or was pinned, stays; who was asked
/// before, or banned, does not come, nor does anybody to what has left review.
fn as_they_stand(whole: &Whole, rows: &[ReviewRow]) -> Standing {
    let pairs = standing(rows);
    let key = |row: &ReviewRow| (row.nomination_id, row.expert_id);
    let accepted = rows.iter().filter(|row| row.state == AssignmentState::Accepted).map(key);
    let of = |standing| whole.pairs.iter().filter(move |(_, pair)| pair.standing == standing);
    let pinned = of(PairStanding::Pinned).map(|(key, _)| *key);
    let fixed = accepted.chain(pinned).filter(|key| pairs.contains_key(key)).collect();
    let asked = rows.iter().map(key).filter(|key| !pairs.contains_key(key));
    let nominations = &whole.ground.nominations;
    let has_left = |key: &&Key| nominations.get(&key.0).is_some_and(|facts| facts.has_left);
    let left = whole.ground.scores.keys().filter(has_left).copied();
    let away = asked.chain(of(PairStanding::Banned).map(|(key, _)| *key)).chain(left).collect();
    Standing { pairs, fixed, away }
}

/// What is offered for an open place beside the experts who are free.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RepairOffer)]
pub(super) struct Offer {
    /// The proposal; none where no chain of moves fills the place.
    pub proposal: Option<Proposal>,
}

/// The moves that fill an open place, with what they were sought on.
struct Sought {
    whole: Whole,
    rows: Vec<ReviewRow>,
    there: Standing,
    found: Option<Mended>,
}

/// Seeks the moves that fill a place, beside the server's other work.
async fn sought(
    whole: Whole,
    rows: Vec<ReviewRow>,
    nomination: NominationId,
) -> Result<Sought, AssignmentError> {
    let work = move || {
        let there = as_they_stand(&whole, &rows);
        let found = mended(&whole.ground, &there, nomination);
        Sought { whole, rows, there, found }
    };
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| AssignmentError::Inside(error.to_string()))
}

/// Nobody is moved within panels that the plan was not made for: its run did not score all of their experts.
fn panels_must_stand(they_do: bool) -> Result<(), AssignmentError> {
    if they_do { Ok(()) } else { Err(AssignmentError::PanelsGone) }
}

/// Moves that bring nobody whom a bar keeps away now, with what was found of those who come: where somebody is
/// barred, others are sought.
async fn free(
    app: &App,
    (id, seen): (ReviewAssignmentId, Option<i64>),
) -> Result<(Sought, Look), AssignmentError> {
    let mut look = Look::begun(app).await?;
    let tx = app.database.begin_read().await?;
    let row = store::find_review(&*tx, id).await?.ok_or(AssignmentError::NotFound)?;
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(AssignmentError::Stale);
    }
    must_be_open(&row)?;
    let mut whole = Whole::read(&tx, row.plan_id).await?;
    must_be_in_review(&whole.ground, row.nomination_id)?;
    panels_must_stand(store::panels_stand(&*tx, &whole.row).await?)?;
    let mut rows = store::of_plan(&*tx, row.plan_id).await?;
    store::extend(&*tx, &mut whole.ground, rows.iter().map(|row| row.expert_id)).await?;
    drop(tx);
    for _ in 0..MOST_TRIES {
        let sought = sought(whole, rows, row.nomination_id).await?;
        let coming = sought.found.as_ref().map(|found| found.added.clone()).unwrap_or_default();
        let experts: BTreeSet<ExpertId> = coming.iter().map(|key| key.1).collect();
        look = look.and(Look::at(app, row.round_id, &experts).await?);
        if !coming.iter().any(|key| look.is_barred(key)) {
            return Ok((sought, look));
        }
        (whole, rows) = (sought.whole, sought.rows);
        look.add_to(&mut whole.ground);
    }
    Err(AssignmentError::Stale)
}

/// How the open place of an assignment can be filled; none where no chain of moves does it.
///
/// # Errors
/// Not the actor's to know, no such assignment, it does not wait for anybody, the nomination has left review, the
/// panels of the plan do not stand any more.
pub(super) async fn proposal(
    app: &App,
    actor: &Actor,
    id: ReviewAssignmentId,
) -> Result<Offer, AssignmentError> {
    permit(actor, Action::ManageAssignments)?;
    let (Sought { whole, there, found, .. }, look) = free(app, (id, None)).await?;
    let Some(mended) = found else { return Ok(Offer { proposal: None }) };
    let row = store::find_review(app.database.reader(), id).await?;
    let nomination = row.ok_or(AssignmentError::NotFound)?.nomination_id;
    let work = move || {
        let mut ground = whole.ground;
        look.add_to(&mut ground);
        let after = mended.applied(&ground, &there.pairs);
        let own: BTreeSet<Key> =
            mended.added.iter().filter(|key| key.0 == nomination).copied().collect();
        Proposal {
            other_moves: mended.removed.len(),
            consequences: consequences(&ground, (&there.pairs, &after), &own),
            digest: mended.digest(),
        }
    };
    let proposal = tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| AssignmentError::Inside(error.to_string()))?;
    Ok(Offer { proposal: Some(proposal) })
}

/// Fills the open place of an assignment as was proposed, and invites everybody whom it moves. The key of the
/// assignment that stands in its place.
///
/// # Errors
/// Not the actor's to do, the assignment does not wait for anybody, the nomination has left review, the panels of the
/// plan do not stand any more, things have changed since the proposal, somebody was faster, the facts do not stop
/// changing.
pub(super) async fn mend(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewAssignmentId, i64),
    how: &Mending,
) -> Result<ReviewAssignmentId, AssignmentError> {
    permit(actor, Action::ManageAssignments)?;
    if how.due_at <= app.clock.now() {
        return Err(AssignmentError::Deadline);
    }
    for _ in 0..MOST_LOOKS {
        let found = free(app, (id, Some(seen))).await?;
        if let Some(new) = done(app, actor, (id, seen), how, found).await? {
            return Ok(new);
        }
    }
    Err(AssignmentError::Stale)
}

/// Writes it down, unless what it was found on has changed since.
async fn done(
    app: &App,
    actor: &Actor,
    of: (ReviewAssignmentId, i64),
    how: &Mending,
    (sought, look): (Sought, Look),
) -> Result<Option<ReviewAssignmentId>, AssignmentError> {
    let Sought { whole, rows, found, .. } = sought;
    let found = found.filter(|found| found.digest() == how.digest);
    let found = found.ok_or(AssignmentError::OtherProposal)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let row = task_at(&tx, of).await?;
    let plan = store::hold_plan(&*tx, row.plan_id).await?.ok_or(AssignmentError::NotFound)?;
    if plan.state != PlanState::Applied {
        return Err(AssignmentError::Plan(plan.state));
    }
    store::hold_of_plan(&*tx, plan.id).await?;
    // The plan, who was asked under it and what each answered are as they were seen.
    if plan.version != whole.row.version || store::of_plan(&*tx, plan.id).await? != rows {
        return Ok(None);
    }
    let moves = Moves::of(&found, row, rows);
    let made = moves.keep(app, &tx, (&whole.row, actor, now), (&whole.ground, how)).await?;
    if !look.holds(&tx).await? {
        return Ok(None);
    }
    // A division is noted in the chain that is held by now: none comes any more until this is written.
    panels_must_stand(store::panels_stand(&*tx, &plan).await?)?;
    let subject = format!("review_assignment/{}", of.0);
    let digest = Some(how.digest.clone());
    let reason = said(how.reason.as_deref());
    note(&tx, now, (&actor.username, "repair"), subject, (digest, reason)).await?;
    tell(app, &tx, &whole, (&made, how.due_at)).await?;
    tx.commit().await?;
    made.first.ok_or(AssignmentError::OtherProposal).map(Some)
}

/// The assignments that end, each with the expert who takes its place.
struct Moves {
    ended: Vec<(ReviewRow, ExpertId)>,
}

impl Moves {
    /// The open assignment first, then who gives way, nomination by nomination.
    fn of(found: &Mended, open: ReviewRow, rows: Vec<ReviewRow>) -> Self {
        let mut coming: BTreeMap<NominationId, Vec<ExpertId>> = BTreeMap::new();
        for (nomination, expert) in &found.added {
            coming.entry(*nomination).or_default().push(*expert);
        }
        let holds = standing(&rows);
        let gives_way = |row: &ReviewRow| {
            let key = (row.nomination_id, row.expert_id);
            found.removed.contains(&key) && holds.contains_key(&key) && row.frozen_at.is_none()
        };
        let ended = rows.into_iter().filter(|row| is_living(row) && gives_way(row));
        let ended = std::iter::once(open).chain(ended).filter_map(|row| {
            let expert = coming.get_mut(&row.nomination_id)?.pop()?;
            Some((row, expert))
        });
        Self { ended: ended.collect() }
    }

    /// Ends them, and puts the others in their places.
    async fn keep(
        self,
        app: &App,
        tx: &WriteTx,
        (plan, actor, now): (&store::PlanRow, &Actor, DateTime<Utc>),
        (ground, how): (&Ground, &Mending),
    ) -> Result<Made, AssignmentError> {
        let mut made = Made::default();
        for (mut old, expert) in self.ended {
            let is_open = made.first.is_none();
            if !is_open {
                if old.state == AssignmentState::Invited {
                    *made.withdrawn.entry(old.expert_id).or_default() += 1;
                }
                old.state = AssignmentState::Withdrawn;
            }
            let new = ReviewRow {
                id: app.ids.next(),
                nomination_id: old.nomination_id,
                expert_id: expert,
                score: ground.scores.get(&(old.nomination_id, expert)).copied(),
                state: AssignmentState::Invited,
                invited_at: Some(now),
                due_at: Some(how.due_at),
                replaces: Some(old.id),
                note: said(how.reason.as_deref()),
                ..proposed(plan, &actor.username, now)
            };
            old.replaced_by = Some(new.id);
            if !store::save_review(&**tx, &mut old, now).await? {
                return Err(AssignmentError::Stale);
            }
            made.first = made.first.or(Some(new.id));
            *made.invited.entry(expert).or_default() += 1;
            store::insert_reviews(&**tx, vec![new]).await?;
        }
        Ok(made)
    }
}

fn is_living(row: &ReviewRow) -> bool {
    matches!(row.state, AssignmentState::Proposed | AssignmentState::Invited)
}

/// What was done.
#[derive(Default)]
struct Made {
    /// The assignment in the open place.
    first: Option<ReviewAssignmentId>,
    /// Who is invited, and to how many.
    invited: BTreeMap<ExpertId, u32>,
    /// Whose invitations were taken back.
    withdrawn: BTreeMap<ExpertId, u32>,
}

/// Tells whose invitation was taken back, then who is invited: most are both.
async fn tell(
    app: &App,
    tx: &WriteTx,
    whole: &Whole,
    (made, due_at): (&Made, DateTime<Utc>),
) -> Result<(), AssignmentError> {
    tell_withdrawn(app, tx, &whole.row, &made.withdrawn).await?;
    let year = store::year_of(&**tx, whole.row.round_id).await?;
    let reached = Reached::of(tx, made.invited.keys().copied().collect()).await?;
    for (expert, count) in &made.invited {
        if let Some(to) = reached.to(*expert) {
            tell_invited(app, tx, (&whole.row, *expert, year), (&to, *count, due_at)).await?;
        }
    }
    Ok(())
}
