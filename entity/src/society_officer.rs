//! Table `society_officer`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{SocietyId, SocietyOfficerId},
    vocabulary::OfficerDuty,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "society_officer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SocietyOfficerId,
    pub society_id: SocietyId,
    pub duty: OfficerDuty,
    pub name: String,
    pub unit: Option<String>,
    pub term: Option<i32>,
    pub from_on: Option<Date>,
    pub to_on: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
