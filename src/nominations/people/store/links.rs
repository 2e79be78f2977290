//! The rows of links. Of the word in a link only its digest is kept.

use chrono::{DateTime, Utc};
use entity::{
    dossier,
    ids::{DossierId, NomineeLinkId},
    nominee_link::{ActiveModel, Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::Set,
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::{Expr, ExprTrait as _, LockType},
};

use super::super::standing::Link;
use crate::shared::hex_sha256;

/// A link with its dossier.
#[derive(Clone, Debug)]
pub(in super::super) struct LinkOf {
    pub(in super::super) dossier: DossierId,
    pub(in super::super) link: Link,
}

fn stored(row: Model) -> LinkOf {
    LinkOf {
        dossier: row.dossier_id,
        link: Link {
            id: row.id,
            row: row.row_key,
            issued_by: row.issued_by,
            issued_at: row.issued_at,
            expires_at: row.expires_at,
            opened_at: row.opened_at,
            used_at: row.used_at,
            revoked_at: row.revoked_at,
            wrong_tries: row.wrong_tries,
        },
    }
}

/// Holds the dossier until the transaction ends, so that two who issue at once follow each other, and
/// an answer does not fall between the reading and the submission. Always before a link is held, or two
/// would wait for each other. On SQLite the write lock sees to it.
pub(in super::super) async fn hold_dossier(
    database: &impl ConnectionTrait,
    id: DossierId,
) -> Result<(), DbErr> {
    dossier::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(database).await.map(|_| ())
}

/// Writes a link that is opened by `token`.
pub(in super::super) async fn insert_link(
    database: &impl ConnectionTrait,
    dossier: DossierId,
    link: &Link,
    token: &str,
) -> Result<(), DbErr> {
    let row = Model {
        id: link.id,
        dossier_id: dossier,
        row_key: link.row.clone(),
        token_digest: hex_sha256(token.as_bytes()),
        issued_by: link.issued_by.clone(),
        issued_at: link.issued_at,
        expires_at: link.expires_at,
        opened_at: link.opened_at,
        used_at: link.used_at,
        revoked_at: link.revoked_at,
        wrong_tries: link.wrong_tries,
    };
    row.into_active_model().reset_all().insert(database).await.map(|_| ())
}

/// The link that `token` opens.
pub(in super::super) async fn find_link(
    database: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<LinkOf>, DbErr> {
    let digest = hex_sha256(token.as_bytes());
    let found = Entity::find().filter(Column::TokenDigest.eq(digest)).one(database).await?;
    Ok(found.map(stored))
}

/// The same, held until the transaction ends: of two answers the second sees the first, and every
/// failed check is counted.
pub(in super::super) async fn hold_link(
    database: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<LinkOf>, DbErr> {
    let digest = hex_sha256(token.as_bytes());
    let held = Entity::find().filter(Column::TokenDigest.eq(digest)).lock_exclusive();
    Ok(held.one(database).await?.map(stored))
}

/// Every link of a dossier, oldest first.
pub(in super::super) async fn links(
    database: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<Vec<Link>, DbErr> {
    let query = Entity::find().filter(Column::DossierId.eq(dossier)).order_by_asc(Column::Id);
    Ok(query.all(database).await?.into_iter().map(|row| stored(row).link).collect())
}

/// Takes back every link of a person that can still be opened; says how many.
pub(in super::super) async fn revoke_links(
    database: &impl ConnectionTrait,
    dossier: DossierId,
    row: &str,
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .filter(Column::DossierId.eq(dossier))
        .filter(Column::RowKey.eq(row))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .exec(database)
        .await?;
    Ok(done.rows_affected)
}

/// Notes that a link was opened for the first time; false where it was opened before.
pub(in super::super) async fn mark_opened(
    database: &impl ConnectionTrait,
    id: NomineeLinkId,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::OpenedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::OpenedAt.is_null())
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Notes that a link was answered.
pub(in super::super) async fn mark_used(
    database: &impl ConnectionTrait,
    id: NomineeLinkId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = ActiveModel { id: Set(id), used_at: Set(Some(now)), ..Default::default() };
    row.update(database).await.map(|_| ())
}

/// Counts an identity check that failed.
pub(in super::super) async fn count_wrong_try(
    database: &impl ConnectionTrait,
    id: NomineeLinkId,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::WrongTries, Expr::col(Column::WrongTries).add(1))
        .filter(Column::Id.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}
