//! Table `assignment`.

use sea_orm::entity::prelude::*;

use crate::ids::{ExpertId, MatchRunId, NominationId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "assignment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: MatchRunId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub nomination_id: NominationId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub expert_id: ExpertId,
    pub position: i32,
    pub score: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
