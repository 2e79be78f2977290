//! The rows of a society's own publicities.

use chrono::{DateTime, Utc};
use entity::{
    ids::DossierId,
    internal_publicity::{Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};

use super::super::record::Publicity;

fn stored(row: Model) -> Result<Publicity, DbErr> {
    let objections = serde_json::from_str(&row.objections)
        .map_err(|error| DbErr::Custom(format!("internal_publicity {}: {error}", row.id)))?;
    Ok(Publicity {
        id: row.id,
        places: row.places.0,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        least_days: u32::try_from(row.least_days).unwrap_or(0),
        count: row.day_count,
        content_digest: row.content_digest,
        units: row.units.0,
        missing_units: row.missing_units.0,
        proofs: row.proofs.0,
        begun_by: row.begun_by,
        begun_at: row.begun_at,
        outcome: row.outcome,
        objections,
        is_affected: row.is_affected,
        closed_by: row.closed_by,
        closed_at: row.closed_at,
        voided_at: row.voided_at,
    })
}

fn row(dossier: DossierId, one: &Publicity) -> Result<Model, DbErr> {
    let objections =
        serde_json::to_string(&one.objections).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(Model {
        id: one.id,
        dossier_id: dossier,
        places: one.places.clone().into(),
        starts_on: one.starts_on,
        ends_on: one.ends_on,
        least_days: i32::try_from(one.least_days).unwrap_or(i32::MAX),
        day_count: one.count,
        content_digest: one.content_digest.clone(),
        units: one.units.clone().into(),
        missing_units: one.missing_units.clone().into(),
        proofs: one.proofs.clone().into(),
        begun_by: one.begun_by.clone(),
        begun_at: one.begun_at,
        outcome: one.outcome,
        objections,
        is_affected: one.is_affected,
        closed_by: one.closed_by.clone(),
        closed_at: one.closed_at,
        voided_at: one.voided_at,
    })
}

/// The publicities of a dossier, oldest first.
pub(in super::super) async fn publicities(
    database: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<Vec<Publicity>, DbErr> {
    let rows = Entity::find()
        .filter(Column::DossierId.eq(dossier))
        .order_by_asc(Column::BegunAt)
        .order_by_asc(Column::Id)
        .all(database)
        .await?;
    rows.into_iter().map(stored).collect()
}

/// Writes a publicity.
pub(in super::super) async fn insert_publicity(
    database: &impl ConnectionTrait,
    dossier: DossierId,
    one: &Publicity,
) -> Result<(), DbErr> {
    row(dossier, one)?.into_active_model().reset_all().insert(database).await.map(|_| ())
}

/// Writes what came of a publicity.
pub(in super::super) async fn close_publicity(
    database: &impl ConnectionTrait,
    dossier: DossierId,
    one: &Publicity,
) -> Result<(), DbErr> {
    row(dossier, one)?.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// Lets the publicities of a dossier count no longer; they stay.
pub(in super::super) async fn void_publicities(
    database: &impl ConnectionTrait,
    dossier: DossierId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::VoidedAt, Expr::value(now))
        .filter(Column::DossierId.eq(dossier))
        .filter(Column::VoidedAt.is_null())
        .exec(database)
        .await
        .map(|_| ())
}
