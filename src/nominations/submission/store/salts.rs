//! The random word that goes into a dossier's digest.

use entity::{
    dossier_salt::{ActiveModel, Entity},
    ids::DossierId,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait as _};

/// The salt of a dossier; none before it was needed.
pub(in super::super) async fn salt_of(
    database: &impl ConnectionTrait,
    id: DossierId,
) -> Result<Option<String>, DbErr> {
    Ok(Entity::find_by_id(id).one(database).await?.map(|row| row.salt))
}

/// Keeps the salt of a dossier that has none.
pub(in super::super) async fn keep_salt(
    database: &impl ConnectionTrait,
    id: DossierId,
    salt: &str,
) -> Result<(), DbErr> {
    let row = ActiveModel { dossier_id: Set(id), salt: Set(salt.to_owned()) };
    Entity::insert(row).exec_without_returning(database).await.map(|_| ())
}
