//! Table `expert_group`.

use sea_orm::entity::prelude::*;

use crate::ids::{ExpertId, MatchRunId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "expert_group")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: MatchRunId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub expert_id: ExpertId,
    /// Empty where none is known, as the others are.
    #[sea_orm(column_type = "Text")]
    pub unit: String,
    #[sea_orm(column_type = "Text")]
    pub university: String,
    #[sea_orm(column_type = "Text")]
    pub system: String,
    #[sea_orm(column_type = "Text")]
    pub region: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
