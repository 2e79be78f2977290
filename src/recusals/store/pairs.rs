//! Which pairs of expert and nomination are drafted, asked for, or judged?

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    assignment, assignment_plan,
    ids::{ExpertId, NominationId, ReviewAssignmentId, RoundId},
    match_run, plan_pair, review_assignment,
    vocabulary::{AssignmentState, MatchRunState, PairStanding, PlanState},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseBackend, DbErr, EntityTrait as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

/// A pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Pair {
    pub(in super::super) nomination: NominationId,
    pub(in super::super) expert: ExpertId,
    /// Key of the review, where one was proposed or asked for.
    pub(in super::super) review: Option<uuid::Uuid>,
    /// When the expert was asked.
    pub(in super::super) asked_at: Option<DateTime<Utc>>,
}

fn review(row: &review_assignment::Model) -> Pair {
    Pair {
        nomination: row.nomination_id,
        expert: row.expert_id,
        review: Some(row.id.0),
        asked_at: row.invited_at,
    }
}

/// The reviews that were proposed, asked for or accepted, in the order of their keys.
pub(in super::super) async fn review_pairs(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<(Pair, AssignmentState)>, DbErr> {
    let living = [AssignmentState::Proposed, AssignmentState::Invited, AssignmentState::Accepted];
    let rows = review_assignment::Entity::find()
        .filter(review_assignment::Column::RoundId.eq(round))
        .filter(review_assignment::Column::State.is_in(living))
        .filter(review_assignment::Column::ReplacedBy.is_null())
        .order_by_asc(review_assignment::Column::Id)
        .all(database)
        .await?;
    Ok(rows.iter().map(|row| (review(row), row.state)).collect())
}

/// Holds the reviews of some experts in some nominations until the transaction ends, in the order of their keys.
pub(in super::super) async fn hold_reviews(
    database: &impl ConnectionTrait,
    (nominations, experts): (BTreeSet<NominationId>, BTreeSet<ExpertId>),
) -> Result<(), DbErr> {
    // A write transaction of the embedded database is alone already.
    if nominations.is_empty() || database.get_database_backend() == DatabaseBackend::Sqlite {
        return Ok(());
    }
    review_assignment::Entity::find()
        .select_only()
        .column(review_assignment::Column::Id)
        .filter(review_assignment::Column::NominationId.is_in(nominations))
        .filter(review_assignment::Column::ExpertId.is_in(experts))
        .order_by_asc(review_assignment::Column::Id)
        .lock_exclusive()
        .into_tuple::<ReviewAssignmentId>()
        .all(database)
        .await
        .map(|_| ())
}

/// The pairs of the plans that are drafted; of the latest run where nobody drafts one.
pub(in super::super) async fn draft_pairs(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<Pair>, DbErr> {
    let pair = |nomination, expert| Pair { nomination, expert, review: None, asked_at: None };
    let plans = assignment_plan::Entity::find()
        .filter(assignment_plan::Column::RoundId.eq(round))
        .filter(assignment_plan::Column::State.ne(PlanState::Undone))
        .all(database)
        .await?;
    let drafts: Vec<_> =
        plans.iter().filter(|plan| plan.state == PlanState::Draft).map(|plan| plan.id).collect();
    if !drafts.is_empty() {
        let standing = [PairStanding::Assigned, PairStanding::Pinned];
        let rows = plan_pair::Entity::find()
            .filter(plan_pair::Column::PlanId.is_in(drafts))
            .filter(plan_pair::Column::Standing.is_in(standing))
            .all(database)
            .await?;
        return Ok(rows.into_iter().map(|row| pair(row.nomination_id, row.expert_id)).collect());
    }
    if !plans.is_empty() {
        return Ok(Vec::new());
    }
    let run = match_run::Entity::find()
        .filter(match_run::Column::RoundId.eq(round))
        .filter(match_run::Column::State.eq(MatchRunState::Done))
        .order_by_desc(match_run::Column::RequestedAt)
        .order_by_desc(match_run::Column::Id)
        .one(database)
        .await?;
    let Some(run) = run else { return Ok(Vec::new()) };
    let rows = assignment::Entity::find()
        .filter(assignment::Column::RunId.eq(run.id))
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| pair(row.nomination_id, row.expert_id)).collect())
}

/// The pairs in which the expert took the work.
pub(in super::super) async fn judged_pairs(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<Pair>, DbErr> {
    let rows = review_assignment::Entity::find()
        .filter(review_assignment::Column::RoundId.eq(round))
        .filter(review_assignment::Column::State.eq(AssignmentState::Accepted))
        .order_by_asc(review_assignment::Column::Id)
        .all(database)
        .await?;
    Ok(rows.iter().map(review).collect())
}

/// Whether an expert was asked to review a nomination.
pub(in super::super) async fn was_invited(
    database: &impl ConnectionTrait,
    (nomination, expert): (NominationId, ExpertId),
) -> Result<bool, DbErr> {
    let asked = review_assignment::Entity::find()
        .filter(review_assignment::Column::NominationId.eq(nomination))
        .filter(review_assignment::Column::ExpertId.eq(expert))
        .filter(review_assignment::Column::InvitedAt.is_not_null())
        .count(database)
        .await?;
    Ok(asked > 0)
}
