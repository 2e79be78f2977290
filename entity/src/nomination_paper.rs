//! Table `nomination_paper`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{NominationId, NominationPaperId},
    lists::StringList,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "nomination_paper")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NominationPaperId,
    pub nomination_id: NominationId,
    pub rank: i32,
    pub title: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub authors: StringList,
    pub year: Option<i32>,
    pub doi: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
