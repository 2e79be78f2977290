//! The rows of uploads that are under way, and for a while of those that are done.

use chrono::{DateTime, Utc};
use entity::{
    ids::{AttachmentId, DossierId, UploadId},
    upload::{ActiveModel, Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, QueryFilter as _, QuerySelect as _, sea_query::Expr,
};

use super::super::{
    model::{Outcome, Upload},
    tus::Announced,
};
use crate::shared::Bilingual;

fn read(row: Model) -> Upload {
    let outcome = match (row.attachment_id, row.refusal) {
        (Some(kept), _) => Outcome::Kept(kept),
        (None, Some(why)) => Outcome::Refused(serde_json::from_str(&why).unwrap_or_default()),
        (None, None) => Outcome::Open,
    };
    Upload {
        id: row.id,
        dossier: row.dossier_id,
        account: row.account_id,
        announced: Announced {
            length: row.length,
            name: row.name,
            media_type: row.media_type,
            sha256: row.sha256,
            replaces: row.replaces,
            // Told when it is begun, and asked for no more.
            proves: None,
        },
        offset: row.offset,
        created_at: row.created_at,
        expires_at: row.expires_at,
        outcome,
    }
}

/// Writes a new upload.
pub(in super::super) async fn insert_upload(
    database: &impl ConnectionTrait,
    upload: &Upload,
) -> Result<(), DbErr> {
    let announced = &upload.announced;
    ActiveModel {
        id: Set(upload.id),
        dossier_id: Set(upload.dossier),
        account_id: Set(upload.account),
        name: Set(announced.name.clone()),
        media_type: Set(announced.media_type.clone()),
        sha256: Set(announced.sha256.clone()),
        replaces: Set(announced.replaces),
        length: Set(announced.length),
        offset: Set(upload.offset),
        created_at: Set(upload.created_at),
        expires_at: Set(upload.expires_at),
        attachment_id: Set(None),
        refusal: Set(None),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// An upload.
pub(in super::super) async fn find_upload(
    database: &impl ConnectionTrait,
    id: UploadId,
) -> Result<Option<Upload>, DbErr> {
    Ok(Entity::find_by_id(id).one(database).await?.map(read))
}

/// The lengths of the uploads into a dossier that are under way, bytes.
pub(in super::super) async fn open_uploads(
    database: &impl ConnectionTrait,
    dossier: DossierId,
    now: DateTime<Utc>,
) -> Result<Vec<i64>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::Length)
        .filter(Column::DossierId.eq(dossier))
        .filter(Column::ExpiresAt.gt(now))
        .filter(Column::AttachmentId.is_null())
        .filter(Column::Refusal.is_null())
        .into_tuple()
        .all(database)
        .await
}

/// Sets how many bytes have come.
pub(in super::super) async fn advance(
    database: &impl ConnectionTrait,
    id: UploadId,
    offset: i64,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Offset, Expr::value(offset))
        .filter(Column::Id.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}

/// Sets what an upload of `length` bytes became.
pub(in super::super) async fn set_kept(
    database: &impl ConnectionTrait,
    id: UploadId,
    attachment: AttachmentId,
    length: i64,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Offset, Expr::value(length))
        .col_expr(Column::AttachmentId, Expr::value(attachment))
        .filter(Column::Id.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}

/// Sets why the file of an upload was not taken.
pub(in super::super) async fn set_refusal(
    database: &impl ConnectionTrait,
    id: UploadId,
    why: &Bilingual,
) -> Result<(), DbErr> {
    let why = serde_json::to_string(why).map_err(|error| DbErr::Custom(error.to_string()))?;
    Entity::update_many()
        .col_expr(Column::Refusal, Expr::value(why))
        .filter(Column::Id.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}

/// Deletes an upload.
pub(in super::super) async fn delete_upload(
    database: &impl ConnectionTrait,
    id: UploadId,
) -> Result<(), DbErr> {
    Entity::delete_by_id(id).exec(database).await.map(|_| ())
}

/// Deletes uploads that expired, `most` of them, and says which.
pub(in super::super) async fn take_expired(
    database: &impl ConnectionTrait,
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<UploadId>, DbErr> {
    let expired: Vec<UploadId> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::ExpiresAt.lte(now))
        .limit(most)
        .into_tuple()
        .all(database)
        .await?;
    if !expired.is_empty() {
        let ids = expired.iter().copied();
        Entity::delete_many().filter(Column::Id.is_in(ids)).exec(database).await?;
    }
    Ok(expired)
}
