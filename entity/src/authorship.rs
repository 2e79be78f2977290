//! Table `authorship`.

use sea_orm::entity::prelude::*;

use crate::ids::{ExpertId, PublicationId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "authorship")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub publication_id: PublicationId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub expert_id: ExpertId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
