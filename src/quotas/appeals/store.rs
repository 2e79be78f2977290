//! Where are appeals kept?

use entity::{
    ids::{QuotaAppealId, QuotaProposalId},
    quota_appeal, quota_decision, quota_proposal,
    vocabulary::AppealState,
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    ExprTrait as _, IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    TryInsertResult,
    sea_query::{Expr, OnConflict},
};

use super::{super::ledger::Stamp, record::Appeal, views::AppealView};
use crate::identity;

fn appeal(row: quota_appeal::Model) -> Appeal {
    Appeal {
        id: row.id,
        proposal: row.proposal_id,
        society_id: row.society_code,
        ground: row.ground,
        wanted: row.wanted,
        state: row.state,
        filed_by: row.filed_by,
        filed_at: row.filed_at,
        answer: row.answer,
        places_before: row.places_before,
        places_after: row.places_after,
        decided_by: row.decided_by,
        decided_at: row.decided_at,
        version: row.version,
    }
}

async fn view(database: &impl ConnectionTrait, one: Appeal) -> Result<AppealView, DbErr> {
    let year = quota_proposal::Entity::find_by_id(one.proposal)
        .one(database)
        .await?
        .map_or(0, |row| row.year);
    let society = quota_decision::Entity::find()
        .filter(quota_decision::Column::ProposalId.eq(one.proposal))
        .filter(quota_decision::Column::SocietyCode.eq(&one.society_id))
        .one(database)
        .await?
        .map_or_else(String::new, |row| row.society);
    Ok(one.view(year, society))
}

/// An appeal.
pub(super) async fn find(
    database: &impl ConnectionTrait,
    id: QuotaAppealId,
) -> Result<Option<Appeal>, DbErr> {
    Ok(quota_appeal::Entity::find_by_id(id).one(database).await?.map(appeal))
}

/// An appeal as its readers see it.
pub(super) async fn find_view(
    database: &impl ConnectionTrait,
    id: QuotaAppealId,
) -> Result<Option<AppealView>, DbErr> {
    let Some(found) = find(database, id).await? else { return Ok(None) };
    let mut told = view(database, found).await?;
    identity::name_actors(database, std::slice::from_mut(&mut told)).await?;
    Ok(Some(told))
}

/// Every appeal, the open ones first, then the newest.
pub(super) async fn list(database: &impl ConnectionTrait) -> Result<Vec<AppealView>, DbErr> {
    let rows = quota_appeal::Entity::find()
        .order_by_desc(quota_appeal::Column::FiledAt)
        .order_by_desc(quota_appeal::Column::Id)
        .all(database)
        .await?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        views.push(view(database, appeal(row)).await?);
    }
    views.sort_by_key(|one| one.state != AppealState::Open.as_str());
    identity::name_actors(database, &mut views).await?;
    Ok(views)
}

/// The appeals against a proposal.
pub async fn of_proposal(
    database: &impl ConnectionTrait,
    id: QuotaProposalId,
) -> Result<Vec<AppealView>, DbErr> {
    let rows = quota_appeal::Entity::find()
        .filter(quota_appeal::Column::ProposalId.eq(id))
        .order_by_asc(quota_appeal::Column::FiledAt)
        .order_by_asc(quota_appeal::Column::Id)
        .all(database)
        .await?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        views.push(view(database, appeal(row)).await?);
    }
    identity::name_actors(database, &mut views).await?;
    Ok(views)
}

/// How many appeals wait.
pub async fn waiting(database: &impl ConnectionTrait) -> Result<u64, DbErr> {
    quota_appeal::Entity::find()
        .filter(quota_appeal::Column::State.eq(AppealState::Open))
        .count(database)
        .await
}

/// Writes an appeal; false when the society has one against the proposal already.
pub(super) async fn insert(database: &impl ConnectionTrait, new: &Appeal) -> Result<bool, DbErr> {
    let row = quota_appeal::Model {
        id: new.id,
        proposal_id: new.proposal,
        society_code: new.society_id.clone(),
        ground: new.ground.clone(),
        wanted: new.wanted,
        state: new.state,
        filed_by: new.filed_by.clone(),
        filed_at: new.filed_at,
        answer: None,
        places_before: new.places_before,
        places_after: None,
        decided_by: None,
        decided_at: None,
        version: new.version,
    };
    let one = [quota_appeal::Column::ProposalId, quota_appeal::Column::SocietyCode];
    let inserted = quota_appeal::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(OnConflict::columns(one).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1..)))
}

/// Decides an open appeal of the version seen; false when it has changed.
pub(super) async fn decide(
    database: &impl ConnectionTrait,
    one: &Appeal,
    (state, places, answer): (AppealState, i32, &str),
    stamp: &Stamp<'_>,
) -> Result<bool, DbErr> {
    use quota_appeal::Column;
    let done = quota_appeal::Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::Answer, Expr::value(answer))
        .col_expr(Column::PlacesAfter, Expr::value(places))
        .col_expr(Column::DecidedBy, Expr::value(stamp.by))
        .col_expr(Column::DecidedAt, Expr::value(stamp.now))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(one.id))
        .filter(Column::Version.eq(one.version))
        .filter(Column::State.eq(AppealState::Open))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}
