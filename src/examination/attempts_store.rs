//! How often was each nomination of a round handed in for the formal examination?

use std::collections::BTreeMap;

use entity::{
    examination::{Column, Entity},
    ids::{NominationId, RoundId},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};

/// The attempts of each nomination of a round that is or was examined: 1, or 2 after a correction.
///
/// # Errors
/// The records failing.
pub async fn attempts(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<NominationId, u32>, DbErr> {
    let rows = Entity::find()
        .select_only()
        .columns([Column::NominationId, Column::Attempt])
        .filter(Column::RoundId.eq(round))
        .into_tuple::<(NominationId, i32)>()
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|(id, attempt)| (id, u32::try_from(attempt).unwrap_or(0))).collect())
}
