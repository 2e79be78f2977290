//! Which nominations wait to be examined, and how does each stand?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    examination,
    ids::{ExaminationId, NominationId, RoundId},
    nomination,
    vocabulary::{ExaminationStanding, NominationState},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, FromQueryResult, JoinType,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, RelationDef, Select,
};

use crate::web::Paging;

/// What is asked of the queue.
#[derive(Clone, Debug)]
pub(in super::super) struct Queue {
    pub(in super::super) round: RoundId,
    pub(in super::super) standing: Option<ExaminationStanding>,
    pub(in super::super) panel: Option<String>,
    pub(in super::super) category: Option<String>,
    pub(in super::super) paging: Paging,
}

/// A line of the queue.
#[derive(Clone, Debug, FromQueryResult)]
pub(in super::super) struct Queued {
    pub(in super::super) id: ExaminationId,
    pub(in super::super) nomination_id: NominationId,
    pub(in super::super) number: String,
    pub(in super::super) title: String,
    pub(in super::super) category: Option<String>,
    pub(in super::super) panel: Option<String>,
    pub(in super::super) society_code: Option<String>,
    pub(in super::super) nominator: Option<String>,
    pub(in super::super) standing: ExaminationStanding,
    pub(in super::super) attempt: i32,
    pub(in super::super) open_items: i32,
    pub(in super::super) failing_items: i32,
    pub(in super::super) opened_at: DateTime<Utc>,
    pub(in super::super) updated_at: DateTime<Utc>,
}

fn of_nomination() -> RelationDef {
    examination::Entity::belongs_to(nomination::Entity)
        .from(examination::Column::NominationId)
        .to(nomination::Column::Id)
        .into()
}

fn joined(round: RoundId) -> Select<examination::Entity> {
    examination::Entity::find()
        .join(JoinType::InnerJoin, of_nomination())
        .filter(examination::Column::RoundId.eq(round))
}

/// A page of the queue, what waits longest first, with how many there are.
pub(in super::super) async fn queue(
    database: &impl ConnectionTrait,
    wanted: &Queue,
) -> Result<(Vec<Queued>, u64, Vec<(ExaminationStanding, i64)>), DbErr> {
    let counts = joined(wanted.round)
        .select_only()
        .column(examination::Column::Standing)
        .column_as(examination::Column::Id.count(), "count")
        .group_by(examination::Column::Standing)
        .into_tuple::<(ExaminationStanding, i64)>()
        .all(database)
        .await?;
    let mut rows = joined(wanted.round);
    if let Some(standing) = wanted.standing {
        rows = rows.filter(examination::Column::Standing.eq(standing));
    }
    if let Some(panel) = &wanted.panel {
        rows = rows.filter(nomination::Column::Panel.eq(panel.as_str()));
    }
    if let Some(category) = &wanted.category {
        rows = rows.filter(nomination::Column::Category.eq(category.as_str()));
    }
    let total = rows.clone().count(database).await?;
    let page = rows
        .select_only()
        .columns([
            examination::Column::Id,
            examination::Column::NominationId,
            examination::Column::Standing,
            examination::Column::Attempt,
            examination::Column::OpenItems,
            examination::Column::FailingItems,
            examination::Column::OpenedAt,
            examination::Column::UpdatedAt,
        ])
        .columns([
            nomination::Column::Number,
            nomination::Column::Title,
            nomination::Column::Category,
            nomination::Column::Panel,
            nomination::Column::SocietyCode,
            nomination::Column::Nominator,
        ])
        .order_by_asc(examination::Column::OpenedAt)
        .order_by_asc(nomination::Column::Number)
        .limit(wanted.paging.limit)
        .offset(wanted.paging.offset)
        .into_model::<Queued>()
        .all(database)
        .await?;
    Ok((page, total, counts))
}

/// The nominations of a round whose every rule is settled for them, by number.
pub(in super::super) async fn acceptable(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<NominationId>, DbErr> {
    joined(round)
        .select_only()
        .column(examination::Column::NominationId)
        .filter(examination::Column::Standing.eq(ExaminationStanding::Acceptable))
        .order_by_asc(nomination::Column::Number)
        .into_tuple()
        .all(database)
        .await
}

/// Where the examination of each nomination of a round stands.
pub(in super::super) async fn standings(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<NominationId, ExaminationStanding>, DbErr> {
    let rows: Vec<(NominationId, ExaminationStanding)> = examination::Entity::find()
        .select_only()
        .columns([examination::Column::NominationId, examination::Column::Standing])
        .filter(examination::Column::RoundId.eq(round))
        .into_tuple()
        .all(database)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The nominations of a round that were submitted and are not examined yet, by number.
pub(in super::super) async fn openable(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<NominationId>, DbErr> {
    nomination::Entity::find()
        .select_only()
        .column(nomination::Column::Id)
        .filter(nomination::Column::RoundId.eq(round))
        .filter(nomination::Column::State.eq(NominationState::Submitted))
        .order_by_asc(nomination::Column::Number)
        .into_tuple()
        .all(database)
        .await
}
