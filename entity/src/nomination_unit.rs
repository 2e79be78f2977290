//! Table `nomination_unit`.

use sea_orm::entity::prelude::*;

use crate::ids::{NominationId, NominationUnitId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "nomination_unit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NominationUnitId,
    pub nomination_id: NominationId,
    pub rank: i32,
    pub name: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
