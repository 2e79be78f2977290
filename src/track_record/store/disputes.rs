//! Where are disputes kept?

use chrono::{DateTime, Utc};
use entity::{
    ids::RecordDisputeId,
    record_dispute::{ActiveModel, Column, Entity, Model},
    vocabulary::DisputeState,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    Select, sea_query::Expr,
};

use super::super::dispute::{Answer, Dispute, DisputedItem};
use crate::{authz::Scope, web::Paging};

fn assemble(row: Model) -> Dispute {
    Dispute {
        id: row.id,
        item: DisputedItem {
            society_id: row.society_code,
            round: row.round_year,
            indicator: row.indicator,
            case_ref: row.case_ref,
            measure: row.measure,
        },
        claim: row.claim,
        claimed_value: row.claimed_value.and_then(|value| u32::try_from(value).ok()),
        state: row.state,
        filed_by: row.filed_by,
        filed_at: row.filed_at,
        due_at: row.due_at,
        answer: row.answer,
        answered_by: row.answered_by,
        answered_at: row.answered_at,
        corrections: row
            .corrections
            .and_then(|list| serde_json::from_value(list).ok())
            .unwrap_or_default(),
        version: row.version,
    }
}

/// Writes a new dispute.
pub(in super::super) async fn insert_dispute(
    database: &impl ConnectionTrait,
    dispute: &Dispute,
) -> Result<(), DbErr> {
    let value = dispute.claimed_value.and_then(|value| i32::try_from(value).ok());
    let row = ActiveModel {
        id: Set(dispute.id),
        society_code: Set(dispute.item.society_id.clone()),
        round_year: Set(dispute.item.round),
        indicator: Set(dispute.item.indicator.clone()),
        case_ref: Set(dispute.item.case_ref.clone()),
        measure: Set(dispute.item.measure.clone()),
        claim: Set(dispute.claim.clone()),
        claimed_value: Set(value),
        state: Set(dispute.state),
        filed_by: Set(dispute.filed_by.clone()),
        filed_at: Set(dispute.filed_at),
        due_at: Set(dispute.due_at),
        answer: Set(None),
        answered_by: Set(None),
        answered_at: Set(None),
        corrections: Set(None),
        version: Set(dispute.version),
    };
    row.insert(database).await.map(|_| ())
}

/// The dispute `id`.
pub(in super::super) async fn find_dispute(
    database: &impl ConnectionTrait,
    id: RecordDisputeId,
) -> Result<Option<Dispute>, DbErr> {
    Ok(Entity::find_by_id(id).one(database).await?.map(assemble))
}

/// Whether a dispute about the item waits for its answer.
pub(in super::super) async fn is_disputed(
    database: &impl ConnectionTrait,
    item: &DisputedItem,
) -> Result<bool, DbErr> {
    let open = Entity::find()
        .filter(Column::SocietyCode.eq(&item.society_id))
        .filter(Column::RoundYear.eq(item.round))
        .filter(Column::Indicator.eq(&item.indicator))
        .filter(Column::State.eq(DisputeState::Filed))
        .all(database)
        .await?;
    Ok(open.into_iter().map(assemble).any(|other| other.item == *item))
}

fn within(select: Select<Entity>, scope: &Scope) -> Select<Entity> {
    match scope {
        Scope::All => select,
        Scope::Societies(codes) => select.filter(Column::SocietyCode.is_in(codes.iter().cloned())),
    }
}

/// The disputes within `scope`.
pub(in super::super) async fn list_disputes(
    database: &impl ConnectionTrait,
    scope: &Scope,
    state: Option<DisputeState>,
    paging: Paging,
) -> Result<(Vec<Dispute>, u64), DbErr> {
    let mut select = within(Entity::find(), scope);
    if let Some(state) = state {
        select = select.filter(Column::State.eq(state));
    }
    let total = select.clone().count(database).await?;
    // What waits is a queue: the most urgent first. Everything else is a list: the newest first.
    let select = match state {
        Some(DisputeState::Filed) => select.order_by_asc(Column::DueAt),
        _ => select.order_by_desc(Column::FiledAt),
    };
    let rows = select
        .order_by_asc(Column::Id)
        .limit(paging.limit)
        .offset(paging.offset)
        .all(database)
        .await?;
    Ok((rows.into_iter().map(assemble).collect(), total))
}

/// Every dispute of a society, the newest first.
pub(in super::super) async fn disputes_of(
    database: &impl ConnectionTrait,
    society: &str,
) -> Result<Vec<Dispute>, DbErr> {
    let rows = Entity::find()
        .filter(Column::SocietyCode.eq(society))
        .order_by_desc(Column::FiledAt)
        .order_by_asc(Column::Id)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(assemble).collect())
}

/// How many disputes within `scope` wait, and how many of them are late.
pub(in super::super) async fn waiting(
    database: &impl ConnectionTrait,
    scope: &Scope,
    now: DateTime<Utc>,
) -> Result<(u64, u64), DbErr> {
    let filed = within(Entity::find(), scope).filter(Column::State.eq(DisputeState::Filed));
    let late = filed.clone().filter(Column::DueAt.lt(now)).count(database).await?;
    Ok((filed.count(database).await?, late))
}

/// Moves a dispute that still stands at `version` on; false when it has moved already.
pub(in super::super) async fn move_dispute(
    database: &impl ConnectionTrait,
    dispute: &Dispute,
    state: DisputeState,
    answer: Option<&Answer>,
) -> Result<bool, DbErr> {
    let mut update = Entity::update_many()
        .filter(Column::Id.eq(dispute.id))
        .filter(Column::Version.eq(dispute.version))
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::Version, Expr::value(dispute.version + 1));
    if let Some(answer) = answer {
        let corrections = serde_json::to_value(&answer.corrections)
            .map_err(|error| DbErr::Custom(error.to_string()))?;
        update = update
            .col_expr(Column::Answer, Expr::value(answer.text.clone()))
            .col_expr(Column::AnsweredBy, Expr::value(answer.by.clone()))
            .col_expr(Column::AnsweredAt, Expr::value(answer.at))
            .col_expr(Column::Corrections, Expr::value(corrections));
    }
    Ok(update.exec(database).await?.rows_affected == 1)
}
