//! Where are the steps after submission kept?

use entity::{
    ids::{NominationId, RoundId},
    nomination,
    nomination_step::{ActiveModel, Column, Entity},
    vocabulary::NominationState,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::record::{CourseStep, Place};
use crate::shared::IdSource;

fn placed(row: nomination::Model) -> Place {
    Place {
        id: row.id,
        round: row.round_id,
        number: row.number,
        title: row.title,
        category: row.category.unwrap_or_default(),
        panel: row.panel,
        society: row.society_code,
        state: row.state,
        version: row.version,
    }
}

/// A nomination, held until the transaction ends where the database can.
pub(super) async fn held(
    database: &impl ConnectionTrait,
    id: NominationId,
) -> Result<Option<Place>, DbErr> {
    let query = nomination::Entity::find_by_id(id);
    let query = match database.get_database_backend() {
        // A write transaction of the embedded database is alone already.
        sea_orm::DatabaseBackend::Sqlite => query,
        _ => query.lock_exclusive(),
    };
    Ok(query.one(database).await?.map(placed))
}

/// A nomination.
pub(super) async fn place(
    database: &impl ConnectionTrait,
    id: NominationId,
) -> Result<Option<Place>, DbErr> {
    Ok(nomination::Entity::find_by_id(id).one(database).await?.map(placed))
}

/// The nominations of a round that stand in a state, by number.
///
/// # Errors
/// The records failing.
pub async fn in_state(
    database: &impl ConnectionTrait,
    round: RoundId,
    state: NominationState,
) -> Result<Vec<Place>, DbErr> {
    let rows = nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(round))
        .filter(nomination::Column::State.eq(state))
        .order_by_asc(nomination::Column::Number)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(placed).collect())
}

/// Where nominations stand, in any order; those that are gone are left out.
///
/// # Errors
/// The records failing.
pub async fn places(
    database: &impl ConnectionTrait,
    ids: &[NominationId],
) -> Result<Vec<Place>, DbErr> {
    /// Fewer than either database takes of bound values.
    const AT_ONCE: usize = 5_000;
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        let rows = nomination::Entity::find()
            .filter(nomination::Column::Id.is_in(some.iter().copied()))
            .all(database)
            .await?;
        found.extend(rows.into_iter().map(placed));
    }
    Ok(found)
}

/// The number of the last step; 0 before the first.
pub(super) async fn last_number(
    database: &impl ConnectionTrait,
    id: NominationId,
) -> Result<u32, DbErr> {
    let last = Entity::find()
        .filter(Column::NominationId.eq(id))
        .order_by_desc(Column::Number)
        .one(database)
        .await?;
    Ok(last.map_or(0, |row| u32::try_from(row.number).unwrap_or(0)))
}

/// The steps of a nomination, oldest first.
pub(super) async fn steps(
    database: &impl ConnectionTrait,
    id: NominationId,
) -> Result<Vec<CourseStep>, DbErr> {
    let rows = Entity::find()
        .filter(Column::NominationId.eq(id))
        .order_by_asc(Column::Number)
        .all(database)
        .await?;
    let step = |row: entity::nomination_step::Model| CourseStep {
        number: u32::try_from(row.number).unwrap_or(0),
        from: row.from_state,
        to: row.to_state,
        by: row.taken_by,
        at: row.taken_at,
        reason: row.reason,
        clause: row.clause,
    };
    Ok(rows.into_iter().map(step).collect())
}

/// Writes a step.
pub(super) async fn insert(
    database: &impl ConnectionTrait,
    ids: IdSource,
    nomination: NominationId,
    step: &CourseStep,
) -> Result<(), DbErr> {
    ActiveModel {
        id: Set(ids.next()),
        nomination_id: Set(nomination),
        number: Set(i32::try_from(step.number).unwrap_or(i32::MAX)),
        from_state: Set(step.from),
        to_state: Set(step.to),
        taken_by: Set(step.by.clone()),
        taken_at: Set(step.at),
        reason: Set(step.reason.clone()),
        clause: Set(step.clause.clone()),
    }
    .insert(database)
    .await
    .map(|_| ())
}
