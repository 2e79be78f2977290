//! Table `quota_policy`.

use sea_orm::entity::prelude::*;

use crate::ids::QuotaPolicyId;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "quota_policy")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuotaPolicyId,
    pub name: String,
    pub version: i32,
    #[sea_orm(unique)]
    pub digest: String,
    #[sea_orm(column_type = "Text")]
    pub content: String,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    pub author: String,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
