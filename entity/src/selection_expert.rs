//! Table `selection_expert`.

use sea_orm::entity::prelude::*;

use crate::ids::{SelectionCallId, SelectionExpertId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "selection_expert")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SelectionExpertId,
    pub call_id: SelectionCallId,
    pub key: String,
    pub position: i32,
    pub name: String,
    pub unit: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
