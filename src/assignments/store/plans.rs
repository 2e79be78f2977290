//! Where are plans, their pairs and their changes kept?

use entity::{
    assignment_plan,
    ids::{AssignmentPlanId, RoundId},
    plan_change, plan_pair, round,
    vocabulary::PlanState,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DatabaseBackend,
    DbErr, EntityTrait, IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    Select, sea_query::Condition,
};

use super::super::model::{Key, Pair, Pairs};
use crate::persistence::insert_all;

/// Plans of a round that are listed.
const MOST_PLANS: u64 = 100;
/// Pairs that one statement names.
const AT_ONCE: usize = 400;

/// A query for rows that are held until the transaction ends, where the database can.
pub(super) fn held<E: EntityTrait>(database: &impl ConnectionTrait, query: Select<E>) -> Select<E> {
    match database.get_database_backend() {
        // A write transaction of the embedded database is alone already.
        DatabaseBackend::Sqlite => query,
        _ => query.lock_exclusive(),
    }
}

/// Writes a plan down.
pub(in super::super) async fn insert_plan(
    database: &impl ConnectionTrait,
    row: assignment_plan::Model,
) -> Result<(), DbErr> {
    assignment_plan::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// A plan.
pub(in super::super) async fn find_plan(
    database: &impl ConnectionTrait,
    id: AssignmentPlanId,
) -> Result<Option<assignment_plan::Model>, DbErr> {
    assignment_plan::Entity::find_by_id(id).one(database).await
}

/// A plan that stays as it is until the transaction ends: it is not taken back beside what is done under it.
pub(in super::super) async fn hold_plan(
    database: &impl ConnectionTrait,
    id: AssignmentPlanId,
) -> Result<Option<assignment_plan::Model>, DbErr> {
    held(database, assignment_plan::Entity::find_by_id(id)).one(database).await
}

/// Keeps a plan that was seen at `seen`; false when somebody was faster.
pub(in super::super) async fn save_plan(
    database: &impl ConnectionTrait,
    row: &mut assignment_plan::Model,
    seen: i64,
) -> Result<bool, DbErr> {
    row.version = seen + 1;
    let done = assignment_plan::Entity::update_many()
        .set(row.clone().into_active_model().reset_all())
        .filter(assignment_plan::Column::Id.eq(row.id))
        .filter(assignment_plan::Column::Version.eq(seen))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The plans of a round, the newest first.
pub(in super::super) async fn plans(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<assignment_plan::Model>, DbErr> {
    assignment_plan::Entity::find()
        .filter(assignment_plan::Column::RoundId.eq(round))
        .order_by_desc(assignment_plan::Column::CreatedAt)
        .order_by_desc(assignment_plan::Column::Id)
        .limit(MOST_PLANS)
        .all(database)
        .await
}

/// The plan of a round that is applied.
pub(in super::super) async fn applied_plan(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Option<assignment_plan::Model>, DbErr> {
    assignment_plan::Entity::find()
        .filter(assignment_plan::Column::RoundId.eq(round))
        .filter(assignment_plan::Column::State.eq(PlanState::Applied))
        .one(database)
        .await
}

/// The pairs of a plan.
pub(in super::super) async fn pairs(
    database: &impl ConnectionTrait,
    plan: AssignmentPlanId,
) -> Result<Pairs, DbErr> {
    let rows =
        plan_pair::Entity::find().filter(plan_pair::Column::PlanId.eq(plan)).all(database).await?;
    let pair = |row: plan_pair::Model| {
        let key = (row.nomination_id, row.expert_id);
        (key, Pair { standing: row.standing, score: row.score })
    };
    Ok(rows.into_iter().map(pair).collect())
}

fn pair_row(plan: AssignmentPlanId, (key, pair): (&Key, &Pair)) -> plan_pair::ActiveModel {
    plan_pair::ActiveModel {
        plan_id: Set(plan),
        nomination_id: Set(key.0),
        expert_id: Set(key.1),
        standing: Set(pair.standing),
        score: Set(pair.score),
    }
}

/// Writes the pairs of a new plan.
pub(in super::super) async fn insert_pairs(
    database: &impl ConnectionTrait,
    plan: AssignmentPlanId,
    pairs: &Pairs,
) -> Result<(), DbErr> {
    insert_all(database, pairs.iter().map(|pair| pair_row(plan, pair)).collect()).await
}

/// Makes the pairs `new` where they were `old`.
pub(in super::super) async fn save_pairs(
    database: &impl ConnectionTrait,
    plan: AssignmentPlanId,
    (old, new): (&Pairs, &Pairs),
) -> Result<(), DbErr> {
    let gone: Vec<&Key> = old.keys().filter(|key| old.get(key) != new.get(key)).collect();
    for some in gone.chunks(AT_ONCE) {
        let mut any = Condition::any();
        for key in some {
            any = any.add(
                Condition::all()
                    .add(plan_pair::Column::NominationId.eq(key.0))
                    .add(plan_pair::Column::ExpertId.eq(key.1)),
            );
        }
        plan_pair::Entity::delete_many()
            .filter(plan_pair::Column::PlanId.eq(plan))
            .filter(any)
            .exec(database)
            .await?;
    }
    let came = new.iter().filter(|(key, _)| old.get(key) != new.get(key));
    insert_all(database, came.map(|pair| pair_row(plan, pair)).collect()).await
}

/// The changes of a plan in their order.
pub(in super::super) async fn changes(
    database: &impl ConnectionTrait,
    plan: AssignmentPlanId,
) -> Result<Vec<plan_change::Model>, DbErr> {
    plan_change::Entity::find()
        .filter(plan_change::Column::PlanId.eq(plan))
        .order_by_asc(plan_change::Column::Place)
        .all(database)
        .await
}

/// Writes changes down.
pub(in super::super) async fn insert_changes(
    database: &impl ConnectionTrait,
    rows: Vec<plan_change::Model>,
) -> Result<(), DbErr> {
    insert_all(database, rows.into_iter().map(|row| row.into_active_model().reset_all()).collect())
        .await
}

/// Removes the changes of a batch that was taken back.
pub(in super::super) async fn delete_batch(
    database: &impl ConnectionTrait,
    plan: AssignmentPlanId,
    batch: i32,
) -> Result<(), DbErr> {
    plan_change::Entity::delete_many()
        .filter(plan_change::Column::PlanId.eq(plan))
        .filter(plan_change::Column::Batch.eq(batch))
        .exec(database)
        .await
        .map(|_| ())
}

/// Holds a round, so that of two plans one alone comes into force.
pub(in super::super) async fn lock_round(
    database: &impl ConnectionTrait,
    id: RoundId,
) -> Result<(), DbErr> {
    round::Entity::find_by_id(id).lock_exclusive().one(database).await.map(|_| ())
}

/// The year of a round.
pub(in super::super) async fn year_of(
    database: &impl ConnectionTrait,
    id: RoundId,
) -> Result<i32, DbErr> {
    let found = round::Entity::find_by_id(id).one(database).await?;
    Ok(found.map_or(0, |round| round.year))
}
