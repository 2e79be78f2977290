//! Where are sheets kept?

use std::collections::BTreeMap;

use entity::{
    ids::{AccountId, ExpertId, NominationId, ReviewAssignmentId, ReviewPhaseId, RoundId},
    review_assignment, review_sheet, reviewer_account, reviewer_commitment,
    vocabulary::{AssignmentState, SheetState},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, DatabaseBackend, DbErr,
    EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};

use crate::reviews::model::SheetRow;

pub(super) use entity::{
    review_assignment::Model as AssignmentRecord, review_sheet::Model as SheetRecord,
};

/// The expert that an account is.
pub(super) async fn expert_of(
    database: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<ExpertId>, DbErr> {
    let row = reviewer_account::Entity::find()
        .filter(reviewer_account::Column::AccountId.eq(account))
        .one(database)
        .await?;
    Ok(row.map(|row| row.expert_id))
}

/// Assignments whose sheets count.
fn counting() -> Condition {
    Condition::all()
        .add(review_assignment::Column::State.eq(AssignmentState::Accepted))
        .add(review_assignment::Column::FrozenAt.is_null())
}

/// What an expert has accepted and may judge, but for signature and phase.
pub(super) async fn accepted(
    database: &impl ConnectionTrait,
    expert: ExpertId,
) -> Result<Vec<AssignmentRecord>, DbErr> {
    review_assignment::Entity::find()
        .filter(review_assignment::Column::ExpertId.eq(expert))
        .filter(review_assignment::Column::InvitedAt.is_not_null())
        .filter(counting())
        .all(database)
        .await
}

/// An assignment that nobody else changes until the transaction ends.
pub(super) async fn hold_assignment(
    database: &impl ConnectionTrait,
    id: ReviewAssignmentId,
) -> Result<Option<AssignmentRecord>, DbErr> {
    let query = review_assignment::Entity::find_by_id(id);
    let query = match database.get_database_backend() {
        // A write transaction of the embedded database is alone already.
        DatabaseBackend::Sqlite => query,
        _ => query.lock_exclusive(),
    };
    query.one(database).await
}

/// Whether an account signed a text for a round.
pub(super) async fn is_signed(
    database: &impl ConnectionTrait,
    (round, account): (RoundId, AccountId),
    version: &str,
) -> Result<bool, DbErr> {
    let row = reviewer_commitment::Entity::find()
        .filter(reviewer_commitment::Column::RoundId.eq(round))
        .filter(reviewer_commitment::Column::AccountId.eq(account))
        .filter(reviewer_commitment::Column::TextVersion.eq(version))
        .one(database)
        .await?;
    Ok(row.is_some())
}

/// The sheet of an assignment; none before it is first kept.
pub(super) async fn sheet_of(
    database: &impl ConnectionTrait,
    assignment: ReviewAssignmentId,
) -> Result<Option<SheetRecord>, DbErr> {
    review_sheet::Entity::find()
        .filter(review_sheet::Column::AssignmentId.eq(assignment))
        .one(database)
        .await
}

/// The sheets of an expert that are not void, by assignment.
pub(super) async fn sheets_by(
    database: &impl ConnectionTrait,
    expert: ExpertId,
) -> Result<BTreeMap<ReviewAssignmentId, SheetRecord>, DbErr> {
    let rows = review_sheet::Entity::find()
        .filter(review_sheet::Column::ExpertId.eq(expert))
        .filter(review_sheet::Column::State.ne(SheetState::Void))
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| (row.assignment_id, row)).collect())
}

/// Writes a sheet down for the first time.
pub(super) async fn insert(database: &impl ConnectionTrait, row: SheetRecord) -> Result<(), DbErr> {
    review_sheet::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Keeps a sheet that was seen at the version that it has; false when somebody was faster.
pub(super) async fn save(
    database: &impl ConnectionTrait,
    row: &mut SheetRecord,
) -> Result<bool, DbErr> {
    let seen = row.version;
    row.version += 1;
    let done = review_sheet::Entity::update_many()
        .set(row.clone().into_active_model().reset_all())
        .filter(review_sheet::Column::Id.eq(row.id))
        .filter(review_sheet::Column::Version.eq(seen))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Sheets of assignments that ended, with what ended them, so many at the most.
pub(super) async fn ended(
    database: &impl ConnectionTrait,
    most: u64,
) -> Result<Vec<(SheetRecord, AssignmentRecord)>, DbErr> {
    let states = [
        AssignmentState::Declined,
        AssignmentState::Recused,
        AssignmentState::Expired,
        AssignmentState::Withdrawn,
    ];
    let over = Condition::any()
        .add(review_assignment::Column::State.is_in(states))
        .add(review_assignment::Column::ReplacedBy.is_not_null());
    let of_those = review_assignment::Entity::find()
        .select_only()
        .column(review_assignment::Column::Id)
        .filter(over)
        .into_query();
    let sheets = review_sheet::Entity::find()
        .filter(review_sheet::Column::State.ne(SheetState::Void))
        .filter(review_sheet::Column::AssignmentId.in_subquery(of_those))
        .limit(most)
        .all(database)
        .await?;
    let ids = sheets.iter().map(|row| row.assignment_id);
    let assignments: BTreeMap<ReviewAssignmentId, AssignmentRecord> =
        review_assignment::Entity::find()
            .filter(review_assignment::Column::Id.is_in(ids))
            .all(database)
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
    let both = sheets.into_iter().filter_map(|sheet| {
        let assignment = assignments.get(&sheet.assignment_id)?.clone();
        Some((sheet, assignment))
    });
    Ok(both.collect())
}

/// The sheets of a phase that count, drafts among them, by nomination and reviewer: those of assignments that are
/// accepted and not frozen.
///
/// # Errors
/// The records failing.
pub async fn sheets_of(
    database: &impl ConnectionTrait,
    phase: ReviewPhaseId,
) -> Result<Vec<SheetRow>, DbErr> {
    counted(database, phase, None).await
}

/// Those of them that judge these nominations.
///
/// # Errors
/// The records failing.
pub async fn sheets_about(
    database: &impl ConnectionTrait,
    phase: ReviewPhaseId,
    nominations: &[NominationId],
) -> Result<Vec<SheetRow>, DbErr> {
    counted(database, phase, Some(nominations)).await
}

async fn counted(
    database: &impl ConnectionTrait,
    phase: ReviewPhaseId,
    only: Option<&[NominationId]>,
) -> Result<Vec<SheetRow>, DbErr> {
    let of_those = review_assignment::Entity::find()
        .select_only()
        .column(review_assignment::Column::Id)
        .filter(counting())
        .apply_if(only, |rows, only| {
            rows.filter(review_assignment::Column::NominationId.is_in(only.iter().copied()))
        })
        .into_query();
    let rows = review_sheet::Entity::find()
        .filter(review_sheet::Column::PhaseId.eq(phase))
        .apply_if(only, |rows, only| {
            rows.filter(review_sheet::Column::NominationId.is_in(only.iter().copied()))
        })
        .filter(review_sheet::Column::State.ne(SheetState::Void))
        .filter(review_sheet::Column::AssignmentId.in_subquery(of_those))
        .order_by_asc(review_sheet::Column::NominationId)
        .order_by_asc(review_sheet::Column::ExpertId)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(row).collect())
}

/// A sheet as the other rooms know it.
fn row(row: SheetRecord) -> SheetRow {
    SheetRow {
        id: row.id,
        assignment: row.assignment_id,
        nomination: row.nomination_id,
        expert: row.expert_id,
        state: row.state,
        points: serde_json::from_value(row.points).unwrap_or_default(),
        choices: serde_json::from_value(row.choices).unwrap_or_default(),
        total: row.total,
        first_saved_at: row.first_saved_at,
        saved_at: row.saved_at,
        submitted_at: row.submitted_at,
    }
}
