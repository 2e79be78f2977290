//! Table `review_seat`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{AccountId, ExpertId, ReviewBodyId, ReviewSeatId},
    vocabulary::SeatDuty,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "review_seat")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReviewSeatId,
    pub body_id: ReviewBodyId,
    pub account_id: Option<AccountId>,
    pub expert_id: Option<ExpertId>,
    pub name: String,
    pub unit: String,
    pub duty: SeatDuty,
    pub number: i32,
    pub ended_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub ended_why: Option<String>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
