//! Table `society`.

use sea_orm::entity::prelude::*;

use crate::ids::SocietyId;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "society")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SocietyId,
    #[sea_orm(unique)]
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    pub discipline_group: Option<String>,
    pub status: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
