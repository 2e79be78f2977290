//! Where is what a publicity shows of each nomination kept?

use entity::{
    ids::{NominationId, PublicityId},
    publicity,
    publicity_entry::{ActiveModel, Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::super::record::{Entry, Publicity};
use crate::persistence::insert_all;

fn record(row: Model) -> Entry {
    Entry {
        id: row.id,
        nomination: row.nomination_id,
        position: row.position,
        nomination_version: row.nomination_version,
        content: row.content,
        digest: row.digest,
    }
}

/// Writes the entries of a draft.
pub(in super::super) async fn insert_entries(
    database: &impl ConnectionTrait,
    publicity: PublicityId,
    entries: Vec<Entry>,
) -> Result<(), DbErr> {
    let row = |one: Entry| -> ActiveModel {
        let row = Model {
            id: one.id,
            publicity_id: publicity,
            nomination_id: one.nomination,
            position: one.position,
            nomination_version: one.nomination_version,
            content: one.content,
            digest: one.digest,
        };
        row.into_active_model().reset_all()
    };
    insert_all(database, entries.into_iter().map(row).collect()).await
}

/// Removes the entries of a draft.
pub(in super::super) async fn remove_entries(
    database: &impl ConnectionTrait,
    publicity: PublicityId,
) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::PublicityId.eq(publicity)).exec(database).await.map(|_| ())
}

/// The entries of a publicity, in order.
pub(in super::super) async fn entries_of(
    database: &impl ConnectionTrait,
    publicity: PublicityId,
) -> Result<Vec<Entry>, DbErr> {
    let rows = Entity::find()
        .filter(Column::PublicityId.eq(publicity))
        .order_by_asc(Column::Position)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(record).collect())
}

/// A part of the entries of a publicity, in order, and how many there are.
pub(in super::super) async fn list_entries(
    database: &impl ConnectionTrait,
    publicity: PublicityId,
    (limit, offset): (u64, u64),
) -> Result<(Vec<Entry>, u64), DbErr> {
    let all = || Entity::find().filter(Column::PublicityId.eq(publicity));
    let rows =
        all().order_by_asc(Column::Position).limit(limit).offset(offset).all(database).await?;
    Ok((rows.into_iter().map(record).collect(), all().count(database).await?))
}

/// The entry at a position.
pub(in super::super) async fn entry_at(
    database: &impl ConnectionTrait,
    publicity: PublicityId,
    position: i32,
) -> Result<Option<Entry>, DbErr> {
    let row = Entity::find()
        .filter(Column::PublicityId.eq(publicity))
        .filter(Column::Position.eq(position))
        .one(database)
        .await?;
    Ok(row.map(record))
}

/// The nominations that a publicity shows.
async fn nominations_of(
    database: &impl ConnectionTrait,
    publicity: PublicityId,
) -> Result<Vec<NominationId>, DbErr> {
    Entity::find()
        .filter(Column::PublicityId.eq(publicity))
        .select_only()
        .column(Column::NominationId)
        .into_tuple()
        .all(database)
        .await
}

/// The nominations that other publicities of the same round and kind show; drafts count only when asked for.
pub(in super::super) async fn shown_elsewhere(
    database: &impl ConnectionTrait,
    one: &Publicity,
    with_drafts: bool,
) -> Result<Vec<NominationId>, DbErr> {
    let mut others = publicity::Entity::find()
        .filter(publicity::Column::RoundId.eq(one.round))
        .filter(publicity::Column::Kind.eq(one.kind))
        .filter(publicity::Column::Id.ne(one.id));
    if !with_drafts {
        others = others.filter(publicity::Column::ReleasedAt.is_not_null());
    }
    let mut found = Vec::new();
    for other in others.all(database).await? {
        found.extend(nominations_of(database, other.id).await?);
    }
    found.sort_unstable();
    Ok(found)
}
