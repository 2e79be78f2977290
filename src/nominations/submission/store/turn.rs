//! Whose turn is it to hand in? One after another in a round, so that nobody overlooks who was named meanwhile.

use entity::{ids::RoundId, round};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait as _, QuerySelect as _, sea_query::LockType};

/// Waits until no other dossier of the round is being handed in, and lets the next wait until the transaction
/// ends. A write transaction of the embedded database is alone already.
pub(in super::super) async fn take_turn(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<(), DbErr> {
    // Not for update: new rows that name the round, such as dossiers that are begun, go on beside it.
    let row = round::Entity::find_by_id(round).lock(LockType::NoKeyUpdate);
    row.one(database).await.map(|_| ())
}
