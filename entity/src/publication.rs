//! Table `publication`.

use sea_orm::entity::prelude::*;

use crate::{ids::PublicationId, lists::StringList};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "publication")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PublicationId,
    #[sea_orm(unique)]
    pub code: String,
    pub title: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub abstract_text: Option<String>,
    pub year: Option<i32>,
    pub venue: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub authors: StringList,
    pub doi: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub keywords: StringList,
    pub is_verified: Option<bool>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
