//! What does the award office see of who was asked, and what waits for it?

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::{AssignmentPlanId, ExpertId, NominationId, ReviewAssignmentId, RoundId};

use super::{
    answer::place_of,
    column_views::ConflictMark,
    errors::AssignmentError,
    model::{ExpertFacts, NominationFacts, living},
    replace::{is_open, offered},
    review_views::{Frozen, OfficeAssignment, ReplacementCandidate},
    store::{self, Party, ReviewFilter, ReviewRow},
    views::fraction,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit, wall_in_round},
    awards, identity,
    matching::{AssignedNomination, NamedExpert},
    persistence::ReadTx,
    web::Paging,
};

/// What rows of assignments are shown with.
struct Beside {
    parties: BTreeMap<NominationId, Party>,
    experts: BTreeMap<ExpertId, ExpertFacts>,
    accounts: BTreeMap<ExpertId, String>,
    /// What those are called who froze one, by user name.
    names: BTreeMap<String, String>,
    /// Whether the reader may see what reviewers wrote.
    with_words: bool,
}

impl Beside {
    async fn of(tx: &ReadTx, actor: &Actor, rows: &[ReviewRow]) -> Result<Self, AssignmentError> {
        let nominations: BTreeSet<NominationId> =
            rows.iter().map(|row| row.nomination_id).collect();
        let nominations: Vec<NominationId> = nominations.into_iter().collect();
        let experts: BTreeSet<ExpertId> = rows.iter().map(|row| row.expert_id).collect();
        let experts: Vec<ExpertId> = experts.into_iter().collect();
        let accounts = store::accounts_of(&**tx, &experts).await?;
        let frozen_by = rows.iter().filter_map(|row| row.frozen_by.as_deref());
        Ok(Self {
            parties: store::parties(&**tx, &nominations).await?,
            experts: store::named_experts(&**tx, &experts).await?,
            names: identity::display_names(&**tx, frozen_by).await?,
            accounts: accounts.into_iter().map(|(id, (_, name))| (id, name)).collect(),
            with_words: permit(actor, Action::ManageAssignments).is_ok(),
        })
    }

    fn view(&self, app: &App, row: &ReviewRow) -> OfficeAssignment {
        let party = self.parties.get(&row.nomination_id);
        let facts = party.map_or_else(NominationFacts::default, |party| NominationFacts {
            number: party.number.clone(),
            title: party.title.clone(),
            category: party.category.clone(),
            ..NominationFacts::default()
        });
        let expert = self.experts.get(&row.expert_id).cloned().unwrap_or_default();
        let named = row.frozen_by.as_ref().and_then(|by| self.names.get_key_value(by));
        let words = row.sealed_words.as_ref().filter(|_| self.with_words);
        // What cannot be opened is not shown; the rest of the row is.
        let words = words.and_then(|words| app.sealer.open_sealed(&place_of(row.id), words).ok());
        OfficeAssignment {
            id: row.id.0,
            plan: row.plan_id.0,
            nomination: AssignedNomination::of(row.nomination_id, &facts),
            expert: NamedExpert::of(row.expert_id, &expert),
            account: self.accounts.get(&row.expert_id).cloned(),
            score: row.score.map(|score| fraction(score.into())),
            state: row.state.as_str().to_owned(),
            frozen: row.frozen_at.map(|at| Frozen {
                at,
                by: row.frozen_by.clone(),
                reason: row.frozen_reason.clone(),
            }),
            replaces: row.replaces.map(|id| id.0),
            replaced_by: row.replaced_by.map(|id| id.0),
            invited_at: row.invited_at,
            due_at: row.due_at,
            answered_at: row.answered_at,
            interest: row.interest.clone(),
            interest_kind: row.interest_kind.clone(),
            decline_reason: row.decline_reason.clone(),
            words,
            note: row.note.clone(),
            task: is_open(row).then(|| "replace".to_owned()),
            version: row.version,
            names: named.map(|(by, name)| (by.clone(), name.clone())).into_iter().collect(),
        }
    }
}

async fn round(tx: &ReadTx, year: i32) -> Result<RoundId, AssignmentError> {
    let round = awards::find_round(&**tx, year).await?.ok_or(AssignmentError::NotFound)?;
    Ok(round.id)
}

/// A page of the assignments of a round and how many there are.
///
/// # Errors
/// Not the actor's to know, no such round.
pub(super) async fn page(
    app: &App,
    actor: &Actor,
    year: i32,
    (filter, paging): (ReviewFilter, Paging),
) -> Result<(Vec<OfficeAssignment>, u64), AssignmentError> {
    permit(actor, Action::ReadAssignments)?;
    let tx = app.database.begin_read().await?;
    let round = round(&tx, year).await?;
    let wall = wall_in_round(&*tx, actor, round).await?;
    let (rows, total) = store::review_page(&*tx, (round, &wall), filter, paging).await?;
    let beside = Beside::of(&tx, actor, &rows).await?;
    Ok((rows.iter().map(|row| beside.view(app, row)).collect(), total))
}

/// What waits for somebody in an expert's place, the oldest first.
///
/// # Errors
/// Not the actor's to know, no such round.
pub(super) async fn tasks(
    app: &App,
    actor: &Actor,
    year: i32,
) -> Result<Vec<OfficeAssignment>, AssignmentError> {
    permit(actor, Action::ReadAssignments)?;
    let tx = app.database.begin_read().await?;
    let round = round(&tx, year).await?;
    let wall = wall_in_round(&*tx, actor, round).await?;
    let rows = store::tasks(&*tx, (round, &wall)).await?;
    let beside = Beside::of(&tx, actor, &rows).await?;
    Ok(rows.iter().map(|row| beside.view(app, row)).collect())
}

/// One assignment.
///
/// # Errors
/// Not the actor's to know, no such assignment.
pub(super) async fn one(
    app: &App,
    actor: &Actor,
    id: ReviewAssignmentId,
) -> Result<OfficeAssignment, AssignmentError> {
    permit(actor, Action::ReadAssignments)?;
    let tx = app.database.begin_read().await?;
    let row = store::find_review(&*tx, id).await?.ok_or(AssignmentError::NotFound)?;
    let rows = [row];
    let beside = Beside::of(&tx, actor, &rows).await?;
    let [row] = rows;
    Ok(beside.view(app, &row))
}

/// Who could take the place of an assignment, the nearest first.
///
/// # Errors
/// Not the actor's to know, no such assignment, it does not wait for anybody.
pub(super) async fn replacements(
    app: &App,
    actor: &Actor,
    id: ReviewAssignmentId,
) -> Result<Vec<ReplacementCandidate>, AssignmentError> {
    let found = offered(app, actor, id).await?;
    let database = app.database.reader();
    let (run, nomination) = (found.plan.run_id, found.row.nomination_id);
    let bands = store::bands(database, run, nomination).await?;
    let conflicts = store::conflicts_of(database, run, nomination).await?;
    let experts: Vec<ExpertId> = found.fits.iter().map(|fit| fit.expert).collect();
    let accounts = store::accounts_of(database, &experts).await?;
    let view = |fit: &super::fitness::Fit| {
        let own = conflicts.get(&fit.expert).map(Vec::as_slice).unwrap_or_default();
        let band = bands.get(&fit.expert);
        let conflict = match (fit.is_flagged, own.is_empty()) {
            (true, _) => "flag",
            (false, true) => "none",
            (false, false) => "note",
        };
        ReplacementCandidate {
            expert: NamedExpert::in_ground(&found.ground, fit.expert),
            score: fraction(fit.score.into()),
            low: band.map(|band| fraction(band.low.into())),
            high: band.map(|band| fraction(band.high.into())),
            load: fit.load,
            max_load: found.ground.most(fit.expert),
            conflict: conflict.to_owned(),
            conflicts: own
                .iter()
                .map(|one| ConflictMark {
                    kind: one.kind.clone(),
                    severity: one.severity.clone(),
                    confidence: f64::from(one.confidence) / 1e3,
                })
                .collect(),
            has_account: accounts.contains_key(&fit.expert),
        }
    };
    Ok(found.fits.iter().map(view).collect())
}

/// What these experts are called.
///
/// # Errors
/// The records failing.
pub(super) async fn named(
    app: &App,
    ids: &[ExpertId],
) -> Result<Vec<NamedExpert>, AssignmentError> {
    let facts = store::named_experts(app.database.reader(), ids).await?;
    Ok(facts.iter().map(|(id, facts)| NamedExpert::of(*id, facts)).collect())
}

/// The assignments of an expert under a plan, the nearest first, with their versions.
///
/// # Errors
/// Not the actor's to know.
pub async fn of_expert(
    app: &App,
    actor: &Actor,
    (plan, expert): (AssignmentPlanId, ExpertId),
) -> Result<Vec<(ReviewAssignmentId, i64)>, AssignmentError> {
    permit(actor, Action::ReadAssignments)?;
    let mut rows = store::of_plan(app.database.reader(), plan).await?;
    rows.retain(|row| row.expert_id == expert);
    rows.sort_by_key(|row| (std::cmp::Reverse(row.score), row.id));
    Ok(rows.into_iter().map(|row| (row.id, row.version)).collect())
}

/// The nominations of an expert in a plan, the nearest first.
///
/// # Errors
/// Not the actor's to know.
pub async fn nominations_of(
    app: &App,
    actor: &Actor,
    (plan, expert): (AssignmentPlanId, ExpertId),
) -> Result<Vec<NominationId>, AssignmentError> {
    permit(actor, Action::ReadAssignments)?;
    let pairs = store::pairs(app.database.reader(), plan).await?;
    let mut own: Vec<_> = living(&pairs).filter(|(key, _)| key.1 == expert).collect();
    own.sort_by_key(|(key, pair)| (std::cmp::Reverse(pair.score), key.0));
    Ok(own.into_iter().map(|(key, _)| key.0).collect())
}
