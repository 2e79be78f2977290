//! The rows of what belongs to an objection: files, tasks, events.

use chrono::{DateTime, Utc};
use entity::{
    ids::{ObjectionId, ObjectionTaskId},
    objection_event, objection_file, objection_task,
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
};

/// A file of evidence as it is kept.
pub(in super::super) type File = objection_file::Model;
/// Something asked of a party as it is kept.
pub(in super::super) type Task = objection_task::Model;
/// Something that happened as it is kept.
pub(in super::super) type Event = objection_event::Model;

/// Writes a file.
pub(in super::super) async fn add_file(
    database: &impl ConnectionTrait,
    row: File,
) -> Result<(), DbErr> {
    row.into_active_model().reset_all().insert(database).await.map(|_| ())
}

/// The files of an objection, in their order.
pub(in super::super) async fn files(
    database: &impl ConnectionTrait,
    id: ObjectionId,
) -> Result<Vec<File>, DbErr> {
    objection_file::Entity::find()
        .filter(objection_file::Column::ObjectionId.eq(id))
        .order_by_asc(objection_file::Column::Number)
        .all(database)
        .await
}

/// Writes something that is asked of a party.
pub(in super::super) async fn add_task(
    database: &impl ConnectionTrait,
    row: Task,
) -> Result<(), DbErr> {
    row.into_active_model().reset_all().insert(database).await.map(|_| ())
}

/// Writes a task as it stands now.
pub(in super::super) async fn save_task(
    database: &impl ConnectionTrait,
    row: Task,
) -> Result<(), DbErr> {
    row.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// What is asked of the parties to an objection, in the order in which it was.
pub(in super::super) async fn tasks(
    database: &impl ConnectionTrait,
    id: ObjectionId,
) -> Result<Vec<Task>, DbErr> {
    objection_task::Entity::find()
        .filter(objection_task::Column::ObjectionId.eq(id))
        .order_by_asc(objection_task::Column::GivenAt)
        .order_by_asc(objection_task::Column::Id)
        .all(database)
        .await
}

/// The tasks whose time is over at `now` and of which nothing has come yet, the earliest first.
pub(in super::super) async fn due(
    database: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Vec<(ObjectionId, ObjectionTaskId)>, DbErr> {
    let rows = objection_task::Entity::find()
        .filter(objection_task::Column::DueAt.lte(now))
        .filter(objection_task::Column::DoneAt.is_null())
        .filter(objection_task::Column::LapsedAt.is_null())
        .order_by_asc(objection_task::Column::DueAt)
        .order_by_asc(objection_task::Column::Id)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| (row.objection_id, row.id)).collect())
}

/// Writes an event.
pub(in super::super) async fn add_event(
    database: &impl ConnectionTrait,
    row: Event,
) -> Result<(), DbErr> {
    row.into_active_model().reset_all().insert(database).await.map(|_| ())
}

/// What happened to an objection, oldest first.
pub(in super::super) async fn events(
    database: &impl ConnectionTrait,
    id: ObjectionId,
) -> Result<Vec<Event>, DbErr> {
    objection_event::Entity::find()
        .filter(objection_event::Column::ObjectionId.eq(id))
        .order_by_asc(objection_event::Column::Number)
        .all(database)
        .await
}
