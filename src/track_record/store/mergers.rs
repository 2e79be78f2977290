//! Which society's record goes on in which other's?

use std::collections::BTreeMap;

use entity::record_merger;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait as _};

use super::intake::Recording;

/// The successor of every society that was merged into another.
pub(in super::super) async fn mergers(
    database: &impl ConnectionTrait,
) -> Result<BTreeMap<String, String>, DbErr> {
    let rows = record_merger::Entity::find().all(database).await?;
    Ok(rows.into_iter().map(|row| (row.society_code, row.successor_code)).collect())
}

/// Notes that `society` was merged into `successor`.
pub(super) async fn add_merger(
    database: &impl ConnectionTrait,
    recording: Recording<'_>,
    society: &str,
    successor: &str,
) -> Result<(), DbErr> {
    let row = record_merger::ActiveModel {
        society_code: Set(society.to_owned()),
        successor_code: Set(successor.to_owned()),
        recorded_by: Set(recording.by.to_owned()),
        recorded_at: Set(recording.now),
    };
    row.insert(database).await.map(|_| ())
}
