//! What does the newest receipt of a dossier state? What is printed of it says the same.

use chrono::{DateTime, Utc};
use entity::{
    ids::DossierId,
    submission::{Column, Entity},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

/// A dossier as it was handed in.
#[derive(Clone, Debug)]
pub(super) struct HandedIn {
    /// Its version then.
    pub(super) version: i64,
    /// SHA-256 of its archive.
    pub(super) digest: String,
    /// When.
    pub(super) at: DateTime<Utc>,
}

/// What the newest receipt of a dossier states; none before the first.
pub(super) async fn handed_in(
    database: &impl ConnectionTrait,
    id: DossierId,
) -> Result<Option<HandedIn>, DbErr> {
    let row = Entity::find()
        .filter(Column::DossierId.eq(id))
        .order_by_desc(Column::Attempt)
        .one(database)
        .await?;
    Ok(row.map(|row| HandedIn {
        version: row.dossier_version,
        digest: row.digest,
        at: row.submitted_at,
    }))
}
