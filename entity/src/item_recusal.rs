//! Table `item_recusal`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{AgendaItemId, ItemRecusalId, ReviewSeatId},
    vocabulary::ItemRecusalSource,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "item_recusal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ItemRecusalId,
    pub item_id: AgendaItemId,
    pub seat_id: ReviewSeatId,
    pub source: ItemRecusalSource,
    #[sea_orm(column_type = "Text", nullable)]
    pub sealed_reason: Option<String>,
    pub decided_by: String,
    pub decided_at: DateTimeUtc,
    pub lifted_by: Option<String>,
    pub lifted_at: Option<DateTimeUtc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
