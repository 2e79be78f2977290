//! The rows of experts' links. Of the word in a link only its digest is kept.

use chrono::{DateTime, Utc};
use entity::{
    ids::{SelectionCallId, SelectionLinkId},
    selection_link::{ActiveModel, Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};

use super::super::record::ExpertLink;
use crate::shared::hex_sha256;

fn stored(row: Model) -> ExpertLink {
    ExpertLink {
        id: row.id,
        expert: row.expert_key,
        issued_by: row.issued_by,
        issued_at: row.issued_at,
        expires_at: row.expires_at,
        opened_at: row.opened_at,
        handed_in_at: row.handed_in_at,
        revoked_at: row.revoked_at,
    }
}

/// Writes a link that is opened by `token`.
pub(in super::super) async fn insert_link(
    database: &impl ConnectionTrait,
    call: SelectionCallId,
    link: &ExpertLink,
    token: &str,
) -> Result<(), DbErr> {
    let row = Model {
        id: link.id,
        call_id: call,
        expert_key: link.expert.clone(),
        token_digest: hex_sha256(token.as_bytes()),
        issued_by: link.issued_by.clone(),
        issued_at: link.issued_at,
        expires_at: link.expires_at,
        opened_at: link.opened_at,
        handed_in_at: link.handed_in_at,
        revoked_at: link.revoked_at,
    };
    row.into_active_model().reset_all().insert(database).await.map(|_| ())
}

/// The link that `token` opens, with its call.
pub(in super::super) async fn find_link(
    database: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<(SelectionCallId, SelectionLinkId)>, DbErr> {
    let digest = hex_sha256(token.as_bytes());
    let found = Entity::find().filter(Column::TokenDigest.eq(digest)).one(database).await?;
    Ok(found.map(|row| (row.call_id, row.id)))
}

/// Every link of a call, oldest first.
pub(super) async fn of_call(
    database: &impl ConnectionTrait,
    call: SelectionCallId,
) -> Result<Vec<ExpertLink>, DbErr> {
    let query = Entity::find().filter(Column::CallId.eq(call));
    let rows = query.order_by_asc(Column::IssuedAt).order_by_asc(Column::Id).all(database).await?;
    Ok(rows.into_iter().map(stored).collect())
}

/// Takes back every link of an expert that can still be opened; says how many.
pub(in super::super) async fn revoke_links(
    database: &impl ConnectionTrait,
    call: SelectionCallId,
    expert: &str,
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .filter(Column::CallId.eq(call))
        .filter(Column::ExpertKey.eq(expert))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .exec(database)
        .await?;
    Ok(done.rows_affected)
}

/// Notes that a link was opened for the first time.
pub(in super::super) async fn mark_opened(
    database: &impl ConnectionTrait,
    id: SelectionLinkId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = ActiveModel { id: Set(id), opened_at: Set(Some(now)), ..Default::default() };
    row.update(database).await.map(|_| ())
}

/// Notes that its expert handed his scores in.
pub(in super::super) async fn mark_handed_in(
    database: &impl ConnectionTrait,
    id: SelectionLinkId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = ActiveModel { id: Set(id), handed_in_at: Set(Some(now)), ..Default::default() };
    row.update(database).await.map(|_| ())
}
