//! Table `nomination_person`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{NominationId, NominationPersonId},
    vocabulary::PersonRole,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "nomination_person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NominationPersonId,
    pub nomination_id: NominationId,
    pub rank: i32,
    pub name: String,
    pub unit: Option<String>,
    pub work_unit: Option<String>,
    pub email: Option<String>,
    pub orcid: Option<String>,
    pub title: Option<String>,
    pub post: Option<String>,
    pub role: PersonRole,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
