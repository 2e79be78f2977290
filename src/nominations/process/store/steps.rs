//! The rows of steps.

use entity::{
    dossier_step::{ActiveModel, Column, Entity},
    ids::DossierId,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::super::record::Step;
use crate::shared::IdSource;

/// The steps of a dossier, oldest first.
pub(in super::super) async fn steps(
    database: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<Vec<Step>, DbErr> {
    let rows = Entity::find()
        .filter(Column::DossierId.eq(dossier))
        .order_by_asc(Column::Number)
        .all(database)
        .await?;
    let step = |row: entity::dossier_step::Model| Step {
        number: u32::try_from(row.number).unwrap_or(0),
        from: row.from_state,
        to: row.to_state,
        by: row.taken_by,
        at: row.taken_at,
        reason: row.reason,
        content_digest: row.content_digest,
    };
    Ok(rows.into_iter().map(step).collect())
}

/// Writes a step.
pub(in super::super) async fn insert_step(
    database: &impl ConnectionTrait,
    ids: IdSource,
    dossier: DossierId,
    step: &Step,
) -> Result<(), DbErr> {
    ActiveModel {
        id: Set(ids.next()),
        dossier_id: Set(dossier),
        number: Set(i32::try_from(step.number).unwrap_or(i32::MAX)),
        from_state: Set(step.from),
        to_state: Set(step.to),
        taken_by: Set(step.by.clone()),
        taken_at: Set(step.at),
        reason: Set(step.reason.clone()),
        content_digest: Set(step.content_digest.clone()),
    }
    .insert(database)
    .await
    .map(|_| ())
}
