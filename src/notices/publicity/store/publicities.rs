//! Where are the publicities of a round kept?

use chrono::{DateTime, Utc};
use entity::{
    ids::{PublicityId, RoundId},
    publicity::{Column, Entity, Model},
    publicity_entry, round,
    vocabulary::PublicityKind,
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    ExprTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::Expr,
};

use super::super::record::Publicity;

pub(super) fn record(row: Model) -> Publicity {
    Publicity {
        id: row.id,
        round: row.round_id,
        kind: row.kind,
        number: row.number,
        title: row.title,
        notice: row.notice,
        opens_at: row.opens_at,
        closes_at: row.closes_at,
        policy: row.policy,
        version: row.version,
        drafted_by: row.drafted_by,
        drafted_at: row.drafted_at,
        released_by: row.released_by,
        released_at: row.released_at,
        digest: row.digest,
    }
}

fn model(one: &Publicity) -> Model {
    Model {
        id: one.id,
        round_id: one.round,
        kind: one.kind,
        number: one.number.clone(),
        title: one.title.clone(),
        notice: one.notice.clone(),
        opens_at: one.opens_at,
        closes_at: one.closes_at,
        policy: one.policy.clone(),
        version: one.version,
        drafted_by: one.drafted_by.clone(),
        drafted_at: one.drafted_at,
        released_by: one.released_by.clone(),
        released_at: one.released_at,
        digest: one.digest.clone(),
    }
}

/// A publicity with the year of its round.
pub(in super::super) async fn find(
    database: &impl ConnectionTrait,
    id: PublicityId,
) -> Result<Option<(Publicity, i32)>, DbErr> {
    let Some(row) = Entity::find_by_id(id).one(database).await? else { return Ok(None) };
    let round = round::Entity::find_by_id(row.round_id).one(database).await?;
    Ok(Some((record(row), round.map_or(0, |round| round.year))))
}

/// The publicities of a round, the newest first.
pub(in super::super) async fn of_round(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<Publicity>, DbErr> {
    let rows = Entity::find()
        .filter(Column::RoundId.eq(round))
        .order_by_desc(Column::DraftedAt)
        .order_by_desc(Column::Id)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(record).collect())
}

/// How many of a kind were released in a round; held until the transaction ends: on PostgreSQL a second
/// release of the kind waits here, on SQLite there is none.
pub(in super::super) async fn count_released(
    database: &impl ConnectionTrait,
    (round, kind): (RoundId, PublicityKind),
) -> Result<usize, DbErr> {
    let all = Entity::find()
        .filter(Column::RoundId.eq(round))
        .filter(Column::Kind.eq(kind))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(database)
        .await?;
    Ok(all.iter().filter(|one| one.released_at.is_some()).count())
}

/// How many entries each of these publicities has.
pub(in super::super) async fn count_entries(
    database: &impl ConnectionTrait,
    ids: &[PublicityId],
) -> Result<Vec<(PublicityId, i64)>, DbErr> {
    publicity_entry::Entity::find()
        .filter(publicity_entry::Column::PublicityId.is_in(ids.iter().copied()))
        .select_only()
        .column(publicity_entry::Column::PublicityId)
        .column_as(publicity_entry::Column::Id.count(), "count")
        .group_by(publicity_entry::Column::PublicityId)
        .into_tuple()
        .all(database)
        .await
}

/// Writes a new draft.
pub(in super::super) async fn insert(
    database: &impl ConnectionTrait,
    one: &Publicity,
) -> Result<(), DbErr> {
    let row = model(one).into_active_model().reset_all();
    Entity::insert(row).exec_without_returning(database).await.map(|_| ())
}

/// Writes a draft of the version seen anew; false when it moved on.
pub(in super::super) async fn change(
    database: &impl ConnectionTrait,
    one: &Publicity,
    seen: i64,
) -> Result<bool, DbErr> {
    let changed = Entity::update_many()
        .col_expr(Column::Kind, Expr::value(one.kind))
        .col_expr(Column::Title, Expr::value(one.title.as_str()))
        .col_expr(Column::Notice, Expr::value(one.notice.as_str()))
        .col_expr(Column::OpensAt, Expr::value(one.opens_at))
        .col_expr(Column::ClosesAt, Expr::value(one.closes_at))
        .col_expr(Column::Policy, Expr::value(one.policy.as_str()))
        .col_expr(Column::DraftedBy, Expr::value(one.drafted_by.as_str()))
        .col_expr(Column::DraftedAt, Expr::value(one.drafted_at))
        .col_expr(Column::Version, Expr::value(seen.saturating_add(1)))
        .filter(Column::Id.eq(one.id))
        .filter(Column::Version.eq(seen))
        .filter(Column::ReleasedAt.is_null())
        .exec(database)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// Releases a draft of the version seen under its number; false when it moved on.
pub(in super::super) async fn release(
    database: &impl ConnectionTrait,
    (id, seen): (PublicityId, i64),
    (number, digest): (&str, &str),
    (by, now): (&str, DateTime<Utc>),
) -> Result<bool, DbErr> {
    let released = Entity::update_many()
        .col_expr(Column::Number, Expr::value(number))
        .col_expr(Column::Digest, Expr::value(digest))
        .col_expr(Column::ReleasedBy, Expr::value(by))
        .col_expr(Column::ReleasedAt, Expr::value(now))
        .col_expr(Column::Version, Expr::value(seen.saturating_add(1)))
        .filter(Column::Id.eq(id))
        .filter(Column::Version.eq(seen))
        .filter(Column::ReleasedAt.is_null())
        .exec(database)
        .await?;
    Ok(released.rows_affected == 1)
}

/// Raises the version of a publicity that a correction belongs to; false when it moved on.
pub(in super::super) async fn touch(
    database: &impl ConnectionTrait,
    (id, seen): (PublicityId, i64),
) -> Result<bool, DbErr> {
    let touched = Entity::update_many()
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::Version.eq(seen))
        .exec(database)
        .await?;
    Ok(touched.rows_affected == 1)
}

/// Removes a draft of the version seen; false when it moved on.
pub(in super::super) async fn remove(
    database: &impl ConnectionTrait,
    (id, seen): (PublicityId, i64),
) -> Result<bool, DbErr> {
    let removed = Entity::delete_many()
        .filter(Column::Id.eq(id))
        .filter(Column::Version.eq(seen))
        .filter(Column::ReleasedAt.is_null())
        .exec(database)
        .await?;
    Ok(removed.rows_affected == 1)
}
