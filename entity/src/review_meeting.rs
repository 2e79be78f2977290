//! Table `review_meeting`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{AgendaItemId, ReviewBodyId, ReviewMeetingId},
    vocabulary::{ReviewMeetingState, ReviewStage},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "review_meeting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReviewMeetingId,
    pub body_id: ReviewBodyId,
    pub stage: ReviewStage,
    pub title: String,
    pub state: ReviewMeetingState,
    pub starts_at: DateTimeUtc,
    pub place: String,
    pub current_item: Option<AgendaItemId>,
    pub opened_by: Option<String>,
    pub opened_at: Option<DateTimeUtc>,
    pub closed_by: Option<String>,
    pub closed_at: Option<DateTimeUtc>,
    /// SHA-256 of the order in which the items come.
    pub order_digest: Option<String>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
