//! The rows of corrections.

use chrono::{DateTime, Utc};
use entity::{
    examination_correction::{ActiveModel, Column, Entity, Model},
    ids::ExaminationId,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, QueryFilter as _, sea_query::Expr,
};

use crate::shared::IdSource;

/// A correction that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Correction {
    pub(in super::super) examination: ExaminationId,
    pub(in super::super) note: String,
    pub(in super::super) asked_by: String,
    pub(in super::super) asked_at: DateTime<Utc>,
    /// First instant that is too late.
    pub(in super::super) due_at: DateTime<Utc>,
    pub(in super::super) extension_reason: Option<String>,
    pub(in super::super) extended_by: Option<String>,
    pub(in super::super) before_version: i64,
    pub(in super::super) after_version: Option<i64>,
    pub(in super::super) answered_by: Option<String>,
    pub(in super::super) answered_at: Option<DateTime<Utc>>,
}

fn stored(row: Model) -> Correction {
    Correction {
        examination: row.examination_id,
        note: row.note,
        asked_by: row.asked_by,
        asked_at: row.asked_at,
        due_at: row.due_at,
        extension_reason: row.extension_reason,
        extended_by: row.extended_by,
        before_version: row.before_version,
        after_version: row.after_version,
        answered_by: row.answered_by,
        answered_at: row.answered_at,
    }
}

/// The correction of an examination; there is one at most.
pub(in super::super) async fn correction_of(
    database: &impl ConnectionTrait,
    examination: ExaminationId,
) -> Result<Option<Correction>, DbErr> {
    let row = Entity::find().filter(Column::ExaminationId.eq(examination)).one(database).await?;
    Ok(row.map(stored))
}

/// Corrections that were not answered and whose time is over at `now`.
pub(in super::super) async fn overdue(
    database: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Vec<Correction>, DbErr> {
    let rows = Entity::find()
        .filter(Column::AnsweredAt.is_null())
        .filter(Column::DueAt.lte(now))
        .all(database)
        .await?;
    Ok(rows.into_iter().map(stored).collect())
}

/// Writes a correction.
pub(in super::super) async fn insert_correction(
    database: &impl ConnectionTrait,
    ids: IdSource,
    one: &Correction,
) -> Result<(), DbErr> {
    ActiveModel {
        id: Set(ids.next()),
        examination_id: Set(one.examination),
        note: Set(one.note.clone()),
        asked_by: Set(one.asked_by.clone()),
        asked_at: Set(one.asked_at),
        due_at: Set(one.due_at),
        extension_reason: Set(None),
        extended_by: Set(None),
        before_version: Set(one.before_version),
        after_version: Set(None),
        answered_by: Set(None),
        answered_at: Set(None),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// Says that a correction was answered, or that its time ran out; false when it was before.
pub(in super::super) async fn answered(
    database: &impl ConnectionTrait,
    examination: ExaminationId,
    (by, at, version): (&str, DateTime<Utc>, Option<i64>),
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::AnsweredBy, Expr::value(by))
        .col_expr(Column::AnsweredAt, Expr::value(at))
        .col_expr(Column::AfterVersion, Expr::value(version))
        .filter(Column::ExaminationId.eq(examination))
        .filter(Column::AnsweredAt.is_null())
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Gives more time for a correction that was not answered; false when it was.
pub(in super::super) async fn extended(
    database: &impl ConnectionTrait,
    examination: ExaminationId,
    (by, until, reason): (&str, DateTime<Utc>, &str),
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::ExtendedBy, Expr::value(by))
        .col_expr(Column::ExtensionReason, Expr::value(reason))
        .col_expr(Column::DueAt, Expr::value(until))
        .filter(Column::ExaminationId.eq(examination))
        .filter(Column::AnsweredAt.is_null())
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}
