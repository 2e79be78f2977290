//! Table `round`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{RoundId, RuleSetId},
    vocabulary::RoundState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "round")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoundId,
    #[sea_orm(unique)]
    pub year: i32,
    pub name: String,
    pub state: RoundState,
    pub rule_set_id: RuleSetId,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
