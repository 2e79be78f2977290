//! Table `quota_entry`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{QuotaCounterId, QuotaEntryId},
    vocabulary::EntryKind,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "quota_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuotaEntryId,
    pub counter_id: QuotaCounterId,
    pub kind: EntryKind,
    pub used_change: i32,
    pub places_change: i32,
    pub held_change: i32,
    pub subject: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub by: String,
    pub at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
