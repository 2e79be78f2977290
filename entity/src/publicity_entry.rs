//! Table `publicity_entry`.

use sea_orm::entity::prelude::*;

use crate::ids::{NominationId, PublicityEntryId, PublicityId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "publicity_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PublicityEntryId,
    pub publicity_id: PublicityId,
    pub nomination_id: NominationId,
    /// From 1, in the order in which they are shown.
    pub position: i32,
    pub nomination_version: i64,
    /// The fields that are shown, as JSON in their order.
    #[sea_orm(column_type = "Text")]
    pub content: String,
    pub digest: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
