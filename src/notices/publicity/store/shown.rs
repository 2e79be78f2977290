//! Where are publicities kept?

use entity::{ids::NominationId, publicity, publicity_entry};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::super::model::Shown;

/// The newest released publicity that shows a nomination, be it to come, open or over.
///
/// # Errors
/// The records failing.
pub async fn shown(
    database: &impl ConnectionTrait,
    nomination: NominationId,
) -> Result<Option<Shown>, DbErr> {
    let entries = publicity_entry::Entity::find()
        .filter(publicity_entry::Column::NominationId.eq(nomination))
        .all(database)
        .await?;
    let row = publicity::Entity::find()
        .filter(publicity::Column::Id.is_in(entries.into_iter().map(|entry| entry.publicity_id)))
        .filter(publicity::Column::ReleasedAt.is_not_null())
        .order_by_desc(publicity::Column::OpensAt)
        .one(database)
        .await?;
    Ok(row.map(|row| Shown {
        publicity: row.id,
        number: row.number,
        kind: row.kind,
        opens_at: row.opens_at,
        closes_at: row.closes_at,
    }))
}
