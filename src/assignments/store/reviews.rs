//! Where are review assignments kept?

use chrono::{DateTime, Utc};
use entity::{
    ids::{AssignmentPlanId, ExpertId, NominationId, ReviewAssignmentId, RoundId},
    review_assignment,
    vocabulary::AssignmentState,
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    Select, UpdateMany,
    sea_query::{Condition, Expr, ExprTrait as _},
};

use super::plans::held;
use crate::{authz::Wall, persistence::insert_all, web::Paging};

/// Open tasks that are listed.
const MOST_TASKS: u64 = 200;

/// What a list of assignments is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(in super::super) struct ReviewFilter {
    pub(in super::super) plan: Option<AssignmentPlanId>,
    pub(in super::super) state: Option<AssignmentState>,
    pub(in super::super) nomination: Option<NominationId>,
    pub(in super::super) expert: Option<ExpertId>,
    /// Those alone that wait for somebody in their place.
    pub(in super::super) is_task: bool,
}

/// Writes assignments down.
pub(in super::super) async fn insert_reviews(
    database: &impl ConnectionTrait,
    rows: Vec<review_assignment::Model>,
) -> Result<(), DbErr> {
    insert_all(database, rows.into_iter().map(|row| row.into_active_model().reset_all()).collect())
        .await
}

/// An assignment.
pub(in super::super) async fn find_review(
    database: &impl ConnectionTrait,
    id: ReviewAssignmentId,
) -> Result<Option<review_assignment::Model>, DbErr> {
    review_assignment::Entity::find_by_id(id).one(database).await
}

/// An assignment that nobody else changes until the transaction ends.
pub(in super::super) async fn hold_review(
    database: &impl ConnectionTrait,
    id: ReviewAssignmentId,
) -> Result<Option<review_assignment::Model>, DbErr> {
    held(database, review_assignment::Entity::find_by_id(id)).one(database).await
}

/// Keeps an assignment as it stands since `now`; false when somebody was faster.
pub(in super::super) async fn save_review(
    database: &impl ConnectionTrait,
    row: &mut review_assignment::Model,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let seen = row.version;
    row.version += 1;
    row.updated_at = now;
    let done = review_assignment::Entity::update_many()
        .set(row.clone().into_active_model().reset_all())
        .filter(review_assignment::Column::Id.eq(row.id))
        .filter(review_assignment::Column::Version.eq(seen))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The assignments of a plan, replacements among them.
pub(in super::super) async fn of_plan(
    database: &impl ConnectionTrait,
    plan: AssignmentPlanId,
) -> Result<Vec<review_assignment::Model>, DbErr> {
    review_assignment::Entity::find()
        .filter(review_assignment::Column::PlanId.eq(plan))
        .order_by_asc(review_assignment::Column::CreatedAt)
        .order_by_asc(review_assignment::Column::Id)
        .all(database)
        .await
}

/// Holds the assignments of a plan until the transaction ends, in the order of their keys, as whoever holds several
/// does: two who take the same rows in another order would wait for each other.
pub(in super::super) async fn hold_of_plan(
    database: &impl ConnectionTrait,
    plan: AssignmentPlanId,
) -> Result<(), DbErr> {
    let of_plan = review_assignment::Entity::find()
        .select_only()
        .column(review_assignment::Column::Id)
        .filter(review_assignment::Column::PlanId.eq(plan))
        .order_by_asc(review_assignment::Column::Id);
    held(database, of_plan).into_tuple::<ReviewAssignmentId>().all(database).await.map(|_| ())
}

/// The assignments of an expert that he was ever told of, the newest first.
pub(in super::super) async fn of_expert(
    database: &impl ConnectionTrait,
    expert: ExpertId,
) -> Result<Vec<review_assignment::Model>, DbErr> {
    review_assignment::Entity::find()
        .filter(review_assignment::Column::ExpertId.eq(expert))
        .filter(review_assignment::Column::InvitedAt.is_not_null())
        .order_by_desc(review_assignment::Column::InvitedAt)
        .order_by_asc(review_assignment::Column::Id)
        .all(database)
        .await
}

/// The assignments of a pair that hold, neither answered with no nor taken back; nobody else changes them until the
/// transaction ends.
pub(in super::super) async fn hold_living_of_pair(
    database: &impl ConnectionTrait,
    (nomination, expert): (NominationId, ExpertId),
) -> Result<Vec<review_assignment::Model>, DbErr> {
    let living = [AssignmentState::Proposed, AssignmentState::Invited, AssignmentState::Accepted];
    let of_pair = review_assignment::Entity::find()
        .filter(review_assignment::Column::NominationId.eq(nomination))
        .filter(review_assignment::Column::ExpertId.eq(expert))
        .filter(review_assignment::Column::State.is_in(living))
        .order_by_asc(review_assignment::Column::Id);
    held(database, of_pair).all(database).await
}

fn waits_for_another() -> Condition {
    let ended = [AssignmentState::Declined, AssignmentState::Recused, AssignmentState::Expired];
    let is_frozen = Condition::all()
        .add(review_assignment::Column::FrozenAt.is_not_null())
        .add(review_assignment::Column::State.ne(AssignmentState::Withdrawn));
    Condition::all()
        .add(review_assignment::Column::ReplacedBy.is_null())
        .add(Condition::any().add(review_assignment::Column::State.is_in(ended)).add(is_frozen))
}

fn filtered(
    (round, wall): (RoundId, &Wall),
    filter: ReviewFilter,
) -> Select<review_assignment::Entity> {
    let hidden = wall.nominations().iter().copied();
    let mut all = Condition::all()
        .add(review_assignment::Column::RoundId.eq(round))
        .add(review_assignment::Column::NominationId.is_not_in(hidden));
    if let Some(plan) = filter.plan {
        all = all.add(review_assignment::Column::PlanId.eq(plan));
    }
    if let Some(state) = filter.state {
        all = all.add(review_assignment::Column::State.eq(state));
    }
    if let Some(nomination) = filter.nomination {
        all = all.add(review_assignment::Column::NominationId.eq(nomination));
    }
    if let Some(expert) = filter.expert {
        all = all.add(review_assignment::Column::ExpertId.eq(expert));
    }
    if filter.is_task {
        all = all.add(waits_for_another());
    }
    review_assignment::Entity::find().filter(all)
}

/// A page of the assignments of a round that do not stand behind a wall, and how many there are.
pub(in super::super) async fn review_page(
    database: &impl ConnectionTrait,
    of: (RoundId, &Wall),
    filter: ReviewFilter,
    paging: Paging,
) -> Result<(Vec<review_assignment::Model>, u64), DbErr> {
    let total = filtered(of, filter).count(database).await?;
    let rows = filtered(of, filter)
        .order_by_asc(review_assignment::Column::NominationId)
        .order_by_desc(review_assignment::Column::Score)
        .order_by_asc(review_assignment::Column::Id)
        .offset(paging.offset)
        .limit(paging.limit)
        .all(database)
        .await?;
    Ok((rows, total))
}

/// The open tasks of a round that do not stand behind a wall, the oldest first.
pub(in super::super) async fn tasks(
    database: &impl ConnectionTrait,
    of: (RoundId, &Wall),
) -> Result<Vec<review_assignment::Model>, DbErr> {
    filtered(of, ReviewFilter { is_task: true, ..ReviewFilter::default() })
        .order_by_asc(review_assignment::Column::UpdatedAt)
        .limit(MOST_TASKS)
        .all(database)
        .await
}

/// Invitations that nobody answered in time.
pub(in super::super) async fn overdue(
    database: &impl ConnectionTrait,
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<review_assignment::Model>, DbErr> {
    review_assignment::Entity::find()
        .filter(review_assignment::Column::State.eq(AssignmentState::Invited))
        .filter(review_assignment::Column::DueAt.lte(now))
        .order_by_asc(review_assignment::Column::DueAt)
        .limit(most)
        .all(database)
        .await
}

/// Withdraws every assignment of a plan; what was answered stays beside it.
pub(in super::super) async fn withdraw(
    database: &impl ConnectionTrait,
    plan: AssignmentPlanId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    moved_on(now)
        .col_expr(review_assignment::Column::State, Expr::value(AssignmentState::Withdrawn))
        .filter(review_assignment::Column::PlanId.eq(plan))
        .filter(review_assignment::Column::State.ne(AssignmentState::Withdrawn))
        .exec(database)
        .await
        .map(|_| ())
}

/// Invites to those of `ids` that are proposed.
pub(in super::super) async fn invite(
    database: &impl ConnectionTrait,
    ids: &[ReviewAssignmentId],
    (now, due_at): (DateTime<Utc>, DateTime<Utc>),
) -> Result<u64, DbErr> {
    let mut invited = 0;
    for some in ids.chunks(10_000) {
        let done = moved_on(now)
            .col_expr(review_assignment::Column::State, Expr::value(AssignmentState::Invited))
            .col_expr(review_assignment::Column::InvitedAt, Expr::value(now))
            .col_expr(review_assignment::Column::DueAt, Expr::value(due_at))
            .filter(review_assignment::Column::Id.is_in(some.iter().copied()))
            .filter(review_assignment::Column::State.eq(AssignmentState::Proposed))
            .filter(review_assignment::Column::FrozenAt.is_null())
            .exec(database)
            .await?;
        invited += done.rows_affected;
    }
    Ok(invited)
}

fn moved_on(now: DateTime<Utc>) -> UpdateMany<review_assignment::Entity> {
    let version = Expr::col(review_assignment::Column::Version).add(1);
    review_assignment::Entity::update_many()
        .col_expr(review_assignment::Column::Version, version)
        .col_expr(review_assignment::Column::UpdatedAt, Expr::value(now))
}
