//! The rows of withdrawals that were asked for.

use chrono::{DateTime, Utc};
use entity::{
    ids::{DossierId, WithdrawalId},
    vocabulary::WithdrawalState,
    withdrawal::{Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};

/// A withdrawal as it is kept.
pub(in super::super) type Withdrawal = Model;

/// What is asked for.
#[derive(Clone, Debug)]
pub(in super::super) struct Asked<'a> {
    pub(in super::super) id: WithdrawalId,
    pub(in super::super) dossier: DossierId,
    pub(in super::super) is_replacement: bool,
    pub(in super::super) reason: &'a str,
    pub(in super::super) by: &'a str,
    pub(in super::super) at: DateTime<Utc>,
}

/// Writes what is asked for.
pub(in super::super) async fn ask(
    database: &impl ConnectionTrait,
    asked: Asked<'_>,
) -> Result<(), DbErr> {
    let row = Model {
        id: asked.id,
        dossier_id: asked.dossier,
        state: WithdrawalState::Asked,
        is_replacement: asked.is_replacement,
        reason: asked.reason.to_owned(),
        asked_by: asked.by.to_owned(),
        asked_at: asked.at,
        answer: None,
        answered_by: None,
        answered_at: None,
        is_place_free: None,
    };
    let row = row.into_active_model().reset_all();
    Entity::insert(row).exec_without_returning(database).await.map(|_| ())
}

/// A withdrawal.
pub(in super::super) async fn find(
    database: &impl ConnectionTrait,
    id: WithdrawalId,
) -> Result<Option<Withdrawal>, DbErr> {
    Entity::find_by_id(id).one(database).await
}

/// The withdrawals of a dossier, newest first.
pub(in super::super) async fn of_dossier(
    database: &impl ConnectionTrait,
    id: DossierId,
) -> Result<Vec<Withdrawal>, DbErr> {
    let query = Entity::find().filter(Column::DossierId.eq(id));
    query.order_by_desc(Column::AskedAt).all(database).await
}

/// What is answered.
#[derive(Clone, Debug)]
pub(in super::super) struct Answer<'a> {
    pub(in super::super) state: WithdrawalState,
    pub(in super::super) text: &'a str,
    pub(in super::super) by: &'a str,
    pub(in super::super) at: DateTime<Utc>,
    pub(in super::super) is_place_free: bool,
}

/// Answers a withdrawal that is open; false when somebody else answered first.
pub(in super::super) async fn answer(
    database: &impl ConnectionTrait,
    id: WithdrawalId,
    answer: Answer<'_>,
) -> Result<bool, DbErr> {
    let changed = Entity::update_many()
        .col_expr(Column::State, Expr::value(answer.state))
        .col_expr(Column::Answer, Expr::value(answer.text))
        .col_expr(Column::AnsweredBy, Expr::value(answer.by))
        .col_expr(Column::AnsweredAt, Expr::value(answer.at))
        .col_expr(Column::IsPlaceFree, Expr::value(answer.is_place_free))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(WithdrawalState::Asked))
        .exec(database)
        .await?;
    Ok(changed.rows_affected == 1)
}
