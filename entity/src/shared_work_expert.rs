//! Table `shared_work_expert`.

use sea_orm::entity::prelude::*;

use crate::ids::{ExpertId, SharedWorkId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "shared_work_expert")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub work_id: SharedWorkId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub expert_id: ExpertId,
    /// The author of a thesis; else a member, an inventor, an adviser.
    pub is_student: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
