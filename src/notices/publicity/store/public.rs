//! What of publicities is read for everybody, and for the clock?

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, PublicityEntryId, PublicityId},
    nomination, publicity, publicity_correction, publicity_entry, round,
    vocabulary::{NominationState, PublicityKind},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, RelationDef,
};

use super::{
    super::record::{Correction, Entry, Publicity, states},
    corrections, count_entries, entries, publicities,
};

/// Every publicity that was released, with the year of its round and its entries counted, the newest first.
pub(in super::super) async fn released(
    database: &impl ConnectionTrait,
) -> Result<Vec<(Publicity, i32, u32)>, DbErr> {
    let rows = publicity::Entity::find()
        .filter(publicity::Column::ReleasedAt.is_not_null())
        .order_by_desc(publicity::Column::OpensAt)
        .order_by_desc(publicity::Column::Number)
        .all(database)
        .await?;
    let ids: Vec<PublicityId> = rows.iter().map(|row| row.id).collect();
    let counts = count_entries(database, &ids).await?;
    let rounds = round::Entity::find().all(database).await?;
    let with = |row: publicity::Model| {
        let year = rounds.iter().find(|round| round.id == row.round_id).map_or(0, |one| one.year);
        let count = counts.iter().find(|(id, _)| *id == row.id).map_or(0, |(_, count)| *count);
        (publicities::record(row), year, u32::try_from(count).unwrap_or(0))
    };
    Ok(rows.into_iter().map(with).collect())
}

/// The corrections of all publicities that were released, by publicity and number.
pub(in super::super) async fn public_corrections(
    database: &impl ConnectionTrait,
) -> Result<Vec<(PublicityId, Correction)>, DbErr> {
    use publicity_correction::Column;
    let rows = publicity_correction::Entity::find()
        .filter(Column::ReleasedAt.is_not_null())
        .order_by_asc(Column::PublicityId)
        .order_by_asc(Column::Number)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| (row.publicity_id, corrections::record(row))).collect())
}

/// An entry of a publicity.
pub(in super::super) async fn public_entry(
    database: &impl ConnectionTrait,
    publicity: PublicityId,
    position: i32,
) -> Result<Option<Entry>, DbErr> {
    entries::entry_at(database, publicity, position).await
}

/// Position, content and digest of the entries of a publicity, in order.
pub(in super::super) async fn summaries(
    database: &impl ConnectionTrait,
    publicity: PublicityId,
) -> Result<Vec<Entry>, DbErr> {
    entries::entries_of(database, publicity).await
}

fn of_nomination() -> RelationDef {
    publicity_entry::Entity::belongs_to(nomination::Entity)
        .from(publicity_entry::Column::NominationId)
        .to(nomination::Column::Id)
        .into()
}

/// The entries of publicities whose nominations stand in one of these states.
pub(in super::super) async fn standing_in(
    database: &impl ConnectionTrait,
    states: &[NominationState],
) -> Result<Vec<(PublicityId, PublicityEntryId)>, DbErr> {
    publicity_entry::Entity::find()
        .join(JoinType::InnerJoin, of_nomination())
        .filter(nomination::Column::State.is_in(states.iter().copied()))
        .select_only()
        .column(publicity_entry::Column::PublicityId)
        .column(publicity_entry::Column::Id)
        .into_tuple()
        .all(database)
        .await
}

/// The publicities that have opened by `now`, with those of their nominations that did not follow yet.
pub(in super::super::super) async fn due(
    database: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Vec<(PublicityKind, Vec<NominationId>)>, DbErr> {
    let rows = publicity::Entity::find()
        .filter(publicity::Column::ReleasedAt.is_not_null())
        .filter(publicity::Column::OpensAt.lte(now))
        .order_by_asc(publicity::Column::OpensAt)
        .all(database)
        .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let (from, _) = states(row.kind);
        let shown = publicity_entry::Entity::find()
            .join(JoinType::InnerJoin, of_nomination())
            .filter(publicity_entry::Column::PublicityId.eq(row.id))
            .filter(nomination::Column::State.eq(from))
            .select_only()
            .column(publicity_entry::Column::NominationId)
            .order_by_asc(publicity_entry::Column::Position)
            .into_tuple()
            .all(database)
            .await?;
        found.push((row.kind, shown));
    }
    Ok(found)
}
