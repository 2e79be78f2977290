//! Table `affiliation`.

use sea_orm::entity::prelude::*;

use crate::ids::AffiliationId;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "affiliation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AffiliationId,
    pub person_ref: String,
    pub unit: String,
    pub from_year: Option<i32>,
    pub to_year: Option<i32>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
