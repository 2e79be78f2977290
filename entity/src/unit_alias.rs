//! Table `unit_alias`.

use sea_orm::entity::prelude::*;

use crate::ids::{UnitAliasId, UnitId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_alias")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UnitAliasId,
    pub unit_id: UnitId,
    pub alias: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
