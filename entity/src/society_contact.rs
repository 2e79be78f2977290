//! Table `society_contact`.

use sea_orm::entity::prelude::*;

use crate::ids::{SocietyContactId, SocietyId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "society_contact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SocietyContactId,
    pub society_id: SocietyId,
    pub name: String,
    pub duty: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
