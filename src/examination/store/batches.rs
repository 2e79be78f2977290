//! The rows of batches.

use chrono::{DateTime, Utc};
use entity::{
    examination_batch::{ActiveModel, Column, Entity, Model},
    ids::{ExaminationBatchId, NominationId, RoundId},
    vocabulary::{BatchAction, BatchState},
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, sea_query::Expr,
};

/// Nominations that are dealt with together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Batch {
    pub(in super::super) id: ExaminationBatchId,
    pub(in super::super) round: RoundId,
    pub(in super::super) action: BatchAction,
    pub(in super::super) state: BatchState,
    pub(in super::super) nominations: Vec<NominationId>,
    /// Numbers of those that could not be dealt with, each with the reason.
    pub(in super::super) left_out: Vec<(String, String)>,
    pub(in super::super) asked_by: String,
    pub(in super::super) asked_at: DateTime<Utc>,
    pub(in super::super) effective_at: DateTime<Utc>,
    pub(in super::super) ended_by: Option<String>,
    pub(in super::super) ended_at: Option<DateTime<Utc>>,
}

fn stored(row: Model) -> Result<Batch, DbErr> {
    let lost = |error: serde_json::Error| DbErr::Custom(format!("examination_batch: {error}"));
    let left_out = row.left_out.as_deref().map(serde_json::from_str).transpose().map_err(lost)?;
    Ok(Batch {
        id: row.id,
        round: row.round_id,
        action: row.action,
        state: row.state,
        nominations: serde_json::from_str(&row.nominations).map_err(lost)?,
        left_out: left_out.unwrap_or_default(),
        asked_by: row.asked_by,
        asked_at: row.asked_at,
        effective_at: row.effective_at,
        ended_by: row.ended_by,
        ended_at: row.ended_at,
    })
}

/// Writes a batch that waits.
pub(in super::super) async fn insert_batch(
    database: &impl ConnectionTrait,
    one: &Batch,
) -> Result<(), DbErr> {
    ActiveModel {
        id: Set(one.id),
        round_id: Set(one.round),
        action: Set(one.action),
        state: Set(one.state),
        nominations: Set(serde_json::to_string(&one.nominations).unwrap_or_default()),
        left_out: Set(None),
        asked_by: Set(one.asked_by.clone()),
        asked_at: Set(one.asked_at),
        effective_at: Set(one.effective_at),
        ended_by: Set(None),
        ended_at: Set(None),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// A batch by its key.
pub(in super::super) async fn batch(
    database: &impl ConnectionTrait,
    id: ExaminationBatchId,
) -> Result<Option<Batch>, DbErr> {
    Entity::find_by_id(id).one(database).await?.map(stored).transpose()
}

/// The newest batches of a round.
pub(in super::super) async fn batches_of(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<Batch>, DbErr> {
    const SHOWN: u64 = 20;
    let rows = Entity::find()
        .filter(Column::RoundId.eq(round))
        .order_by_desc(Column::AskedAt)
        .limit(SHOWN)
        .all(database)
        .await?;
    rows.into_iter().map(stored).collect()
}

/// Batches whose time to be undone is over at `now`.
pub(in super::super) async fn due_batches(
    database: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Vec<Batch>, DbErr> {
    let rows = Entity::find()
        .filter(Column::State.eq(BatchState::Waiting))
        .filter(Column::EffectiveAt.lte(now))
        .order_by_asc(Column::EffectiveAt)
        .all(database)
        .await?;
    rows.into_iter().map(stored).collect()
}

/// How a batch ends.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Ending<'a> {
    pub(in super::super) state: BatchState,
    pub(in super::super) by: &'a str,
    pub(in super::super) at: DateTime<Utc>,
    pub(in super::super) left_out: &'a [(String, String)],
}

/// Ends a batch that waits; false when it was ended before.
pub(in super::super) async fn end_batch(
    database: &impl ConnectionTrait,
    id: ExaminationBatchId,
    ending: Ending<'_>,
) -> Result<bool, DbErr> {
    let left_out = serde_json::to_string(ending.left_out).unwrap_or_default();
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(ending.state))
        .col_expr(Column::EndedBy, Expr::value(ending.by))
        .col_expr(Column::EndedAt, Expr::value(ending.at))
        .col_expr(Column::LeftOut, Expr::value(left_out))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(BatchState::Waiting))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}
