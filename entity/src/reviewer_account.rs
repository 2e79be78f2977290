//! Table `reviewer_account`.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, ExpertId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reviewer_account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub expert_id: ExpertId,
    #[sea_orm(unique)]
    pub account_id: AccountId,
    pub tied_by: String,
    pub tied_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
