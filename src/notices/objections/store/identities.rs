//! The rows of who objected, and of who asked to see it.

use entity::{
    ids::{IdentityRequestId, ObjectionId},
    objection_identity, objection_identity_request,
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
};

/// A request to see who objected, as it is kept.
pub(in super::super) type Request = objection_identity_request::Model;

/// Keeps what is sealed under a place that only the sealer knows.
pub(in super::super) async fn keep_identity(
    database: &impl ConnectionTrait,
    place: String,
    sealed: String,
) -> Result<(), DbErr> {
    let row = objection_identity::Model { place, sealed };
    let row = row.into_active_model().reset_all();
    objection_identity::Entity::insert(row).exec_without_returning(database).await.map(|_| ())
}

/// What is sealed under a place.
pub(in super::super) async fn identity(
    database: &impl ConnectionTrait,
    place: String,
) -> Result<Option<String>, DbErr> {
    let row = objection_identity::Entity::find_by_id(place).one(database).await?;
    Ok(row.map(|row| row.sealed))
}

/// Writes a request.
pub(in super::super) async fn ask(
    database: &impl ConnectionTrait,
    row: Request,
) -> Result<(), DbErr> {
    row.into_active_model().reset_all().insert(database).await.map(|_| ())
}

/// Writes a request as it stands now.
pub(in super::super) async fn save_request(
    database: &impl ConnectionTrait,
    row: Request,
) -> Result<(), DbErr> {
    row.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// A request of an objection.
pub(in super::super) async fn request(
    database: &impl ConnectionTrait,
    (objection, id): (ObjectionId, IdentityRequestId),
) -> Result<Option<Request>, DbErr> {
    objection_identity_request::Entity::find_by_id(id)
        .filter(objection_identity_request::Column::ObjectionId.eq(objection))
        .one(database)
        .await
}

/// The requests of an objection, oldest first.
pub(in super::super) async fn requests(
    database: &impl ConnectionTrait,
    id: ObjectionId,
) -> Result<Vec<Request>, DbErr> {
    objection_identity_request::Entity::find()
        .filter(objection_identity_request::Column::ObjectionId.eq(id))
        .order_by_asc(objection_identity_request::Column::AskedAt)
        .order_by_asc(objection_identity_request::Column::Id)
        .all(database)
        .await
}
