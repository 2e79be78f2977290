//! Which publicities of a round were released?

use entity::{ids::RoundId, publicity};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::model::Shown;

/// The released publicities of a round, be they to come, open or over.
///
/// # Errors
/// The records failing.
pub async fn released(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<Shown>, DbErr> {
    let rows = publicity::Entity::find()
        .filter(publicity::Column::RoundId.eq(round))
        .filter(publicity::Column::ReleasedAt.is_not_null())
        .order_by_asc(publicity::Column::OpensAt)
        .order_by_asc(publicity::Column::Id)
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Shown {
            publicity: row.id,
            number: row.number,
            kind: row.kind,
            opens_at: row.opens_at,
            closes_at: row.closes_at,
        })
        .collect())
}
