//! Table `quota_give_back`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{QuotaCounterId, QuotaGiveBackId},
    vocabulary::GiveBackState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "quota_give_back")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuotaGiveBackId,
    pub counter_id: QuotaCounterId,
    pub places: i32,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub state: GiveBackState,
    pub asked_by: String,
    pub asked_at: DateTimeUtc,
    pub answered_by: Option<String>,
    pub answered_at: Option<DateTimeUtc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
