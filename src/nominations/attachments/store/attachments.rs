//! The rows of attachments. None is ever deleted: a number that was given stays given.

use chrono::{DateTime, Utc};
use entity::{
    attachment::{ActiveModel, Column, Entity, Model},
    dossier,
    ids::{DossierId, RoundId},
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DbErr,
    EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, sea_query::Expr,
};

use super::super::{model::Attachment, verdicts::with_duplicates};

fn read(row: Model) -> Result<Attachment, DbErr> {
    let damaged = |what: &str| DbErr::Custom(format!("attachment {}: {what}", row.id));
    let verdicts =
        serde_json::from_str(&row.verdicts).map_err(|error| damaged(&error.to_string()))?;
    Ok(Attachment {
        number: u32::try_from(row.number).map_err(|_| damaged("its number is negative"))?,
        pages: row.pages.and_then(|pages| u32::try_from(pages).ok()),
        verdicts,
        id: row.id,
        name: row.name,
        media_type: row.media_type,
        size_bytes: row.size_bytes,
        digest: row.digest,
        uploaded_by: row.uploaded_by,
        uploaded_at: row.uploaded_at,
        removed: row.removed_by.zip(row.removed_at),
    })
}

fn stored(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Every attachment that a dossier ever had, by number.
pub(in super::super) async fn list(
    database: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<Vec<Attachment>, DbErr> {
    let query = Entity::find().filter(Column::DossierId.eq(dossier)).order_by_asc(Column::Number);
    query.all(database).await?.into_iter().map(read).collect()
}

/// The files of a dossier that were not removed, by number, each with its verdicts.
///
/// # Errors
/// The records failing.
pub async fn of_dossier(
    database: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<Vec<Attachment>, DbErr> {
    let files = list(database, dossier).await?;
    Ok(with_duplicates(files.into_iter().filter(|file| file.removed.is_none()).collect()))
}

/// Whether files of a dossier came or went after an instant.
///
/// # Errors
/// The records failing.
pub async fn is_changed_since(
    database: &impl ConnectionTrait,
    dossier: DossierId,
    at: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let moved = Condition::any().add(Column::UploadedAt.gt(at)).add(Column::RemovedAt.gt(at));
    let query = Entity::find().filter(Column::DossierId.eq(dossier)).filter(moved);
    Ok(query.count(database).await? > 0)
}

/// The number after the highest that was ever given in a dossier, which is held.
pub(in super::super) async fn next_number(
    database: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<u32, DbErr> {
    let last: Option<i32> = Entity::find()
        .select_only()
        .column(Column::Number)
        .filter(Column::DossierId.eq(dossier))
        .order_by_desc(Column::Number)
        .into_tuple()
        .one(database)
        .await?;
    let last = last.and_then(|last| u32::try_from(last).ok());
    Ok(last.unwrap_or_default() + 1)
}

/// Writes a new attachment.
pub(in super::super) async fn insert(
    database: &impl ConnectionTrait,
    dossier: DossierId,
    attachment: &Attachment,
) -> Result<(), DbErr> {
    let verdicts = serde_json::to_string(&attachment.verdicts)
        .map_err(|error| DbErr::Custom(error.to_string()))?;
    ActiveModel {
        id: Set(attachment.id),
        dossier_id: Set(dossier),
        number: Set(stored(attachment.number)),
        name: Set(attachment.name.clone()),
        digest: Set(attachment.digest.clone()),
        media_type: Set(attachment.media_type.clone()),
        size_bytes: Set(attachment.size_bytes),
        pages: Set(attachment.pages.map(stored)),
        verdicts: Set(verdicts),
        uploaded_by: Set(attachment.uploaded_by.clone()),
        uploaded_at: Set(attachment.uploaded_at),
        removed_by: Set(None),
        removed_at: Set(None),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// Marks an attachment as removed; false where there is none that stands.
pub(in super::super) async fn remove(
    database: &impl ConnectionTrait,
    dossier: DossierId,
    number: u32,
    by: &str,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let removed = Entity::update_many()
        .col_expr(Column::RemovedBy, Expr::value(by))
        .col_expr(Column::RemovedAt, Expr::value(now))
        .filter(Column::DossierId.eq(dossier))
        .filter(Column::Number.eq(stored(number)))
        .filter(Column::RemovedAt.is_null())
        .exec(database)
        .await?;
    Ok(removed.rows_affected == 1)
}

/// Whether the same bytes lie in another dossier of the round.
pub(in super::super) async fn is_elsewhere(
    database: &impl ConnectionTrait,
    (round, dossier): (RoundId, DossierId),
    digest: &str,
) -> Result<bool, DbErr> {
    let of_round = dossier::Entity::find()
        .select_only()
        .column(dossier::Column::Id)
        .filter(dossier::Column::RoundId.eq(round))
        .into_query();
    let count = Entity::find()
        .filter(Column::Digest.eq(digest))
        .filter(Column::DossierId.ne(dossier))
        .filter(Column::RemovedAt.is_null())
        .filter(Column::DossierId.in_subquery(of_round))
        .count(database)
        .await?;
    Ok(count > 0)
}
