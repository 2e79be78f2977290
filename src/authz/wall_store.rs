//! In which nominations did a member of the award office declare an interest of his own?

use entity::{
    ids::{AccountId, NominationId, RoundId},
    recusal_declaration::{Column, Entity},
    vocabulary::{DeclarationSource, DeclarationState},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
    Select,
};

use super::{Actor, wall::Wall};

/// What an account declared as staff, while it is in force.
fn declared(account: AccountId) -> Select<Entity> {
    Entity::find()
        .select_only()
        .column(Column::NominationId)
        .filter(Column::AccountId.eq(account))
        .filter(Column::Source.eq(DeclarationSource::Staff))
        .filter(Column::State.eq(DeclarationState::InForce))
        .filter(Column::NominationId.is_not_null())
}

/// From which nominations an actor is kept, of all rounds.
///
/// # Errors
/// The records failing.
pub async fn wall_of(database: &impl ConnectionTrait, actor: &Actor) -> Result<Wall, DbErr> {
    let rows: Vec<NominationId> = declared(actor.account).into_tuple().all(database).await?;
    Ok(rows.into_iter().collect())
}

/// From which nominations of a round an actor is kept.
///
/// # Errors
/// The records failing.
pub async fn wall_in_round(
    database: &impl ConnectionTrait,
    actor: &Actor,
    round: RoundId,
) -> Result<Wall, DbErr> {
    let of_round = declared(actor.account).filter(Column::RoundId.eq(round));
    let rows: Vec<NominationId> = of_round.into_tuple().all(database).await?;
    Ok(rows.into_iter().collect())
}
