//! Where are aggregates kept?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    aggregate_row, aggregate_run, assignment_plan,
    ids::{
        AggregateRunId, AssignmentPlanId, NominationId, ReviewAssignmentId, ReviewHintId,
        ReviewPhaseId, ReviewSheetId, RoundId,
    },
    review_assignment, review_hint, review_phase, review_phase_item, review_sheet,
    vocabulary::{AssignmentState, PlanState, ReviewPhaseState, SheetState},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DatabaseBackend, DbErr,
    EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, sea_query::Expr,
};

pub(super) use entity::{
    aggregate_row::Model as KeptRow, aggregate_run::Model as RunRow, review_hint::Model as HintRow,
    review_phase::Model as PhaseRow,
};

use crate::{persistence::insert_all, reviews::model::AggregateRow};

fn count(number: Option<i32>) -> Option<u32> {
    number.and_then(|number| u32::try_from(number).ok())
}

/// A row as the other rooms know it.
fn row(row: &aggregate_row::Model) -> AggregateRow {
    AggregateRow {
        nomination: row.nomination_id,
        sheets: count(Some(row.sheets)).unwrap_or_default(),
        raw: row.raw,
        calibrated: row.calibrated,
        used: row.used,
        rank: count(row.rank),
        rank_low: count(row.rank_low),
        rank_high: count(row.rank_high),
        spread: row.spread,
    }
}

/// What the aggregate that counts says of each nomination of a phase, the best first; empty before there is one.
///
/// # Errors
/// The records failing.
pub async fn ranking(
    database: &impl ConnectionTrait,
    phase: ReviewPhaseId,
) -> Result<Vec<AggregateRow>, DbErr> {
    ranked(database, phase, None).await
}

/// What it says of these nominations alone.
///
/// # Errors
/// The records failing.
pub async fn ranks_of(
    database: &impl ConnectionTrait,
    phase: ReviewPhaseId,
    nominations: &[NominationId],
) -> Result<Vec<AggregateRow>, DbErr> {
    ranked(database, phase, Some(nominations)).await
}

async fn ranked(
    database: &impl ConnectionTrait,
    phase: ReviewPhaseId,
    only: Option<&[NominationId]>,
) -> Result<Vec<AggregateRow>, DbErr> {
    let of = review_phase::Entity::find_by_id(phase).one(database).await?;
    let Some(run) = of.and_then(|phase| phase.run_id) else { return Ok(Vec::new()) };
    let rows = aggregate_row::Entity::find()
        .filter(aggregate_row::Column::RunId.eq(run))
        .apply_if(only, |rows, only| {
            rows.filter(aggregate_row::Column::NominationId.is_in(only.iter().copied()))
        })
        .order_by_asc(aggregate_row::Column::NominationId)
        .all(database)
        .await?;
    let mut rows: Vec<AggregateRow> = rows.iter().map(row).collect();
    rows.sort_by_key(|row| (row.rank.is_none(), row.rank, row.nomination));
    Ok(rows)
}

/// A phase.
pub(super) async fn find_phase(
    database: &impl ConnectionTrait,
    id: ReviewPhaseId,
) -> Result<Option<PhaseRow>, DbErr> {
    review_phase::Entity::find_by_id(id).one(database).await
}

/// A phase that stays as it is until the transaction ends.
pub(super) async fn hold_phase(
    database: &impl ConnectionTrait,
    id: ReviewPhaseId,
) -> Result<Option<PhaseRow>, DbErr> {
    let query = review_phase::Entity::find_by_id(id);
    let query = match database.get_database_backend() {
        // A write transaction of the embedded database is alone already.
        DatabaseBackend::Sqlite => query,
        _ => query.lock_exclusive(),
    };
    query.one(database).await
}

/// The phase in which a nomination is, or was when it left.
pub(super) async fn phase_with(
    database: &impl ConnectionTrait,
    nomination: NominationId,
) -> Result<Option<PhaseRow>, DbErr> {
    let item = review_phase_item::Entity::find()
        .filter(review_phase_item::Column::NominationId.eq(nomination))
        .order_by_desc(review_phase_item::Column::EnteredAt)
        .one(database)
        .await?;
    let Some(item) = item else { return Ok(None) };
    find_phase(database, item.phase_id).await
}

/// The phases of a round that have an aggregate, by category.
pub(super) async fn aggregated(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<PhaseRow>, DbErr> {
    review_phase::Entity::find()
        .filter(review_phase::Column::RoundId.eq(round))
        .filter(review_phase::Column::RunId.is_not_null())
        .order_by_asc(review_phase::Column::Category)
        .all(database)
        .await
}

/// Of a run, from what it was computed and when.
pub(super) struct Counted {
    pub(super) digest: String,
    pub(super) made_at: DateTime<Utc>,
}

/// Closed phases with the aggregate that counts.
pub(super) async fn counted(
    database: &impl ConnectionTrait,
) -> Result<Vec<(PhaseRow, Counted)>, DbErr> {
    let phases = review_phase::Entity::find()
        .filter(review_phase::Column::State.eq(ReviewPhaseState::Closed))
        .filter(review_phase::Column::RunId.is_not_null())
        .all(database)
        .await?;
    let ids = phases.iter().filter_map(|phase| phase.run_id);
    // The reports are long, and nothing of them is asked for.
    let runs: Vec<(AggregateRunId, String, DateTime<Utc>)> = aggregate_run::Entity::find()
        .select_only()
        .columns([
            aggregate_run::Column::Id,
            aggregate_run::Column::InputsDigest,
            aggregate_run::Column::MadeAt,
        ])
        .filter(aggregate_run::Column::Id.is_in(ids))
        .into_tuple()
        .all(database)
        .await?;
    let mut runs: BTreeMap<AggregateRunId, Counted> =
        runs.into_iter().map(|(id, digest, made_at)| (id, Counted { digest, made_at })).collect();
    let with = |phase: PhaseRow| runs.remove(&phase.run_id?).map(|run| (phase, run));
    Ok(phases.into_iter().filter_map(with).collect())
}

/// Whether an assignment with a submitted sheet of a phase was changed after an instant.
pub(super) async fn is_touched(
    database: &impl ConnectionTrait,
    phase: ReviewPhaseId,
    since: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let submitted = review_sheet::Entity::find()
        .select_only()
        .column(review_sheet::Column::AssignmentId)
        .filter(review_sheet::Column::PhaseId.eq(phase))
        .filter(review_sheet::Column::State.eq(SheetState::Submitted))
        .into_query();
    let touched = review_assignment::Entity::find()
        .select_only()
        .column(review_assignment::Column::Id)
        .filter(review_assignment::Column::UpdatedAt.gt(since))
        .filter(review_assignment::Column::Id.in_subquery(submitted))
        .into_tuple::<ReviewAssignmentId>()
        .one(database)
        .await?;
    Ok(touched.is_some())
}

/// The nominations of a phase that have not left it.
pub(super) async fn items(
    database: &impl ConnectionTrait,
    phase: ReviewPhaseId,
) -> Result<BTreeSet<NominationId>, DbErr> {
    let ids: Vec<NominationId> = review_phase_item::Entity::find()
        .select_only()
        .column(review_phase_item::Column::NominationId)
        .filter(review_phase_item::Column::PhaseId.eq(phase))
        .filter(review_phase_item::Column::LeftAt.is_null())
        .into_tuple()
        .all(database)
        .await?;
    Ok(ids.into_iter().collect())
}

/// The plan of a round that is applied.
pub(super) async fn applied_plan(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Option<AssignmentPlanId>, DbErr> {
    let plan = assignment_plan::Entity::find()
        .filter(assignment_plan::Column::RoundId.eq(round))
        .filter(assignment_plan::Column::State.eq(PlanState::Applied))
        .one(database)
        .await?;
    Ok(plan.map(|plan| plan.id))
}

/// The assignments of a round that may still bring a sheet: asked for or about to be, and not frozen.
pub(super) async fn living(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<(ReviewAssignmentId, NominationId)>, DbErr> {
    let living = [AssignmentState::Proposed, AssignmentState::Invited, AssignmentState::Accepted];
    review_assignment::Entity::find()
        .select_only()
        .columns([review_assignment::Column::Id, review_assignment::Column::NominationId])
        .filter(review_assignment::Column::RoundId.eq(round))
        .filter(review_assignment::Column::State.is_in(living))
        .filter(review_assignment::Column::FrozenAt.is_null())
        .into_tuple()
        .all(database)
        .await
}

/// How many further reviewers nominations have under a plan: those who are in nobody's place and were asked after the
/// plan was applied.
pub(super) async fn added(
    database: &impl ConnectionTrait,
    plan: AssignmentPlanId,
) -> Result<BTreeMap<NominationId, u32>, DbErr> {
    let row = assignment_plan::Entity::find_by_id(plan).one(database).await?;
    let Some(applied_at) = row.and_then(|plan| plan.applied_at) else {
        return Ok(BTreeMap::new());
    };
    let rows: Vec<NominationId> = review_assignment::Entity::find()
        .select_only()
        .column(review_assignment::Column::NominationId)
        .filter(review_assignment::Column::PlanId.eq(plan))
        .filter(review_assignment::Column::Replaces.is_null())
        .filter(review_assignment::Column::CreatedAt.gt(applied_at))
        .into_tuple()
        .all(database)
        .await?;
    let mut found = BTreeMap::new();
    for nomination in rows {
        *found.entry(nomination).or_default() += 1;
    }
    Ok(found)
}

/// A run.
pub(super) async fn find_run(
    database: &impl ConnectionTrait,
    id: AggregateRunId,
) -> Result<Option<RunRow>, DbErr> {
    aggregate_run::Entity::find_by_id(id).one(database).await
}

/// Writes a run down with its rows and hints, as the one that counts for its phase.
pub(super) async fn insert_run(
    database: &impl ConnectionTrait,
    run: RunRow,
    (rows, hints): (Vec<KeptRow>, Vec<HintRow>),
) -> Result<(), DbErr> {
    let (id, phase) = (run.id, run.phase_id);
    aggregate_run::Entity::insert(run.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    insert_all(database, rows.into_iter().map(|row| row.into_active_model().reset_all()).collect())
        .await?;
    insert_all(
        database,
        hints.into_iter().map(|hint| hint.into_active_model().reset_all()).collect(),
    )
    .await?;
    review_phase::Entity::update_many()
        .col_expr(review_phase::Column::RunId, Expr::value(id))
        .filter(review_phase::Column::Id.eq(phase))
        .exec(database)
        .await
        .map(|_| ())
}

/// The hints of a run, by nomination and kind.
pub(super) async fn hints_of(
    database: &impl ConnectionTrait,
    run: AggregateRunId,
) -> Result<Vec<HintRow>, DbErr> {
    let mut rows = review_hint::Entity::find()
        .filter(review_hint::Column::RunId.eq(run))
        .all(database)
        .await?;
    rows.sort_by_key(|one| (one.kind.as_str(), one.nomination_id, one.assignment_id, one.id));
    Ok(rows)
}

/// A hint with its phase.
pub(super) async fn find_hint(
    database: &impl ConnectionTrait,
    id: ReviewHintId,
) -> Result<Option<(HintRow, PhaseRow)>, DbErr> {
    let Some(hint) = review_hint::Entity::find_by_id(id).one(database).await? else {
        return Ok(None);
    };
    let Some(run) = find_run(database, hint.run_id).await? else { return Ok(None) };
    Ok(find_phase(database, run.phase_id).await?.map(|phase| (hint, phase)))
}

/// Keeps a hint that was seen at `seen`; false when somebody was faster.
pub(super) async fn save_hint(
    database: &impl ConnectionTrait,
    hint: &mut HintRow,
    seen: i64,
) -> Result<bool, DbErr> {
    hint.version = seen.saturating_add(1);
    let done = review_hint::Entity::update_many()
        .set(hint.clone().into_active_model().reset_all())
        .filter(review_hint::Column::Id.eq(hint.id))
        .filter(review_hint::Column::Version.eq(seen))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// What reviewers wrote beside their points of a nomination, sealed, by sheet.
pub(super) async fn comments(
    database: &impl ConnectionTrait,
    nomination: NominationId,
) -> Result<BTreeMap<ReviewSheetId, String>, DbErr> {
    let rows: Vec<(ReviewSheetId, Option<String>)> = review_sheet::Entity::find()
        .select_only()
        .columns([review_sheet::Column::Id, review_sheet::Column::SealedComments])
        .filter(review_sheet::Column::NominationId.eq(nomination))
        .filter(review_sheet::Column::State.eq(SheetState::Submitted))
        .into_tuple()
        .all(database)
        .await?;
    Ok(rows.into_iter().filter_map(|(id, sealed)| Some((id, sealed?))).collect())
}
