//! The rows of rolls.

use chrono::{DateTime, Utc};
use entity::{
    ballot_roll::{Column, Entity, Model},
    ids::{BallotId, ReviewSeatId},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};

use crate::{meetings::voting::roll::RollEntry, persistence::insert_all};

fn entry(row: Model) -> Result<RollEntry, DbErr> {
    let recused = serde_json::from_value(row.recused)
        .map_err(|error| DbErr::Custom(format!("ballot_roll of {}: {error}", row.ballot_id)))?;
    Ok(RollEntry {
        seat: row.seat_id,
        is_present: row.is_present,
        recused,
        has_cast: row.has_cast,
        cast_at: row.cast_at,
    })
}

/// The roll of a ballot; empty before it is opened.
pub(in super::super) async fn roll(
    database: &impl ConnectionTrait,
    id: BallotId,
) -> Result<Vec<RollEntry>, DbErr> {
    let rows = Entity::find()
        .filter(Column::BallotId.eq(id))
        .order_by_asc(Column::SeatId)
        .all(database)
        .await?;
    rows.into_iter().map(entry).collect()
}

/// Writes the roll of a ballot down.
pub(in super::super) async fn insert_roll(
    database: &impl ConnectionTrait,
    id: BallotId,
    entries: &[RollEntry],
) -> Result<(), DbErr> {
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let row = Model {
            ballot_id: id,
            seat_id: entry.seat,
            is_present: entry.is_present,
            recused: serde_json::json!(entry.recused),
            has_cast: entry.has_cast,
            cast_at: entry.cast_at,
        };
        rows.push(row.into_active_model().reset_all());
    }
    insert_all(database, rows).await
}

/// Says that a seat has cast its paper, at an instant where that is told; false where it had, or is not there.
pub(in super::super) async fn mark_cast(
    database: &impl ConnectionTrait,
    (ballot, seat): (BallotId, ReviewSeatId),
    at: Option<DateTime<Utc>>,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::HasCast, Expr::value(true))
        .col_expr(Column::CastAt, Expr::value(at))
        .filter(Column::BallotId.eq(ballot))
        .filter(Column::SeatId.eq(seat))
        .filter(Column::IsPresent.eq(true))
        .filter(Column::HasCast.eq(false))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}
