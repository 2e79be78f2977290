//! Where are corrections kept?

use chrono::{DateTime, Utc};
use entity::{
    ids::{PublicityCorrectionId, PublicityId},
    publicity_correction::{Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};

use super::super::record::Correction;

pub(super) fn record(row: Model) -> Correction {
    Correction {
        id: row.id,
        entry: row.entry_id,
        number: row.number,
        text: row.text,
        content: row.content,
        drafted_by: row.drafted_by,
        drafted_at: row.drafted_at,
        released_by: row.released_by,
        released_at: row.released_at,
    }
}

/// The corrections of a publicity, in order.
pub(in super::super) async fn corrections_of(
    database: &impl ConnectionTrait,
    publicity: PublicityId,
) -> Result<Vec<Correction>, DbErr> {
    let rows = Entity::find()
        .filter(Column::PublicityId.eq(publicity))
        .order_by_asc(Column::Number)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(record).collect())
}

/// A correction by its number.
pub(in super::super) async fn correction(
    database: &impl ConnectionTrait,
    publicity: PublicityId,
    number: i32,
) -> Result<Option<Correction>, DbErr> {
    let row = Entity::find()
        .filter(Column::PublicityId.eq(publicity))
        .filter(Column::Number.eq(number))
        .one(database)
        .await?;
    Ok(row.map(record))
}

/// Writes a correction.
pub(in super::super) async fn insert_correction(
    database: &impl ConnectionTrait,
    publicity: PublicityId,
    new: &Correction,
) -> Result<(), DbErr> {
    let row = Model {
        id: new.id,
        publicity_id: publicity,
        entry_id: new.entry,
        number: new.number,
        text: new.text.clone(),
        content: new.content.clone(),
        drafted_by: new.drafted_by.clone(),
        drafted_at: new.drafted_at,
        released_by: None,
        released_at: None,
    };
    Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Releases a correction that nobody released before; false when somebody did.
pub(in super::super) async fn release_correction(
    database: &impl ConnectionTrait,
    id: PublicityCorrectionId,
    (by, now): (&str, DateTime<Utc>),
) -> Result<bool, DbErr> {
    let released = Entity::update_many()
        .col_expr(Column::ReleasedBy, Expr::value(by))
        .col_expr(Column::ReleasedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::ReleasedAt.is_null())
        .exec(database)
        .await?;
    Ok(released.rows_affected == 1)
}

/// Removes a correction that nobody released; false when somebody did.
pub(in super::super) async fn delete_correction(
    database: &impl ConnectionTrait,
    id: PublicityCorrectionId,
) -> Result<bool, DbErr> {
    let removed = Entity::delete_many()
        .filter(Column::Id.eq(id))
        .filter(Column::ReleasedAt.is_null())
        .exec(database)
        .await?;
    Ok(removed.rows_affected == 1)
}
