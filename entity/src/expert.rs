//! Table `expert`.

use sea_orm::entity::prelude::*;

use crate::{ids::ExpertId, lists::StringList};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "expert")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExpertId,
    #[sea_orm(unique)]
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    pub unit: String,
    pub title: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub disciplines: StringList,
    #[sea_orm(column_type = "JsonBinary")]
    pub keywords: StringList,
    pub email: Option<String>,
    pub email_domain: Option<String>,
    pub orcid: Option<String>,
    pub is_academician: bool,
    pub region: Option<String>,
    pub born_on: Option<Date>,
    pub max_load: Option<i32>,
    #[sea_orm(column_type = "JsonBinary")]
    pub former_units: StringList,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
