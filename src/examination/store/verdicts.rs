//! The rows of verdicts.

use entity::{
    examination_verdict::{ActiveModel, Column, Entity},
    ids::ExaminationId,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::super::model::{Given, Verdict};
use crate::shared::IdSource;

fn counted(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// What was said in an attempt, by rule and turn.
pub(in super::super) async fn verdicts_of(
    database: &impl ConnectionTrait,
    (examination, attempt): (ExaminationId, u32),
) -> Result<Vec<Given>, DbErr> {
    let rows = Entity::find()
        .filter(Column::ExaminationId.eq(examination))
        .filter(Column::Attempt.eq(counted(attempt)))
        .order_by_asc(Column::Rule)
        .order_by_asc(Column::Turn)
        .all(database)
        .await?;
    let given = |row: entity::examination_verdict::Model| Given {
        verdict: Verdict {
            rule: row.rule,
            ruling: row.ruling,
            reason: row.reason,
            fix: row.fix,
            address: row.address,
        },
        turn: u32::try_from(row.turn).unwrap_or(0),
        by: row.given_by,
        at: row.given_at,
    };
    Ok(rows.into_iter().map(given).collect())
}

/// Writes what was said of a rule.
pub(in super::super) async fn insert_verdict(
    database: &impl ConnectionTrait,
    ids: IdSource,
    (examination, attempt): (ExaminationId, u32),
    one: &Given,
) -> Result<(), DbErr> {
    ActiveModel {
        id: Set(ids.next()),
        examination_id: Set(examination),
        attempt: Set(counted(attempt)),
        rule: Set(one.verdict.rule.clone()),
        turn: Set(counted(one.turn)),
        ruling: Set(one.verdict.ruling),
        reason: Set(one.verdict.reason.clone()),
        fix: Set(one.verdict.fix.clone()),
        address: Set(one.verdict.address.clone()),
        given_by: Set(one.by.clone()),
        given_at: Set(one.at),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// Takes a verdict out; the audit chain keeps that it was given.
pub(in super::super) async fn remove_verdict(
    database: &impl ConnectionTrait,
    (examination, attempt): (ExaminationId, u32),
    (rule, turn): (&str, u32),
) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::ExaminationId.eq(examination))
        .filter(Column::Attempt.eq(counted(attempt)))
        .filter(Column::Rule.eq(rule))
        .filter(Column::Turn.eq(counted(turn)))
        .exec(database)
        .await
        .map(|_| ())
}
