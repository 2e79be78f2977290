//! Table `shared_work`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{NominationId, SharedWorkId},
    lists::StringList,
    vocabulary::WorkKind,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "shared_work")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SharedWorkId,
    pub kind: WorkKind,
    pub code: String,
    /// A nomination that names it; one work may have a row for each.
    pub nomination_id: Option<NominationId>,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Members, inventors, or the advisers of a thesis.
    #[sea_orm(column_type = "JsonBinary")]
    pub names: StringList,
    /// Author of a thesis.
    pub student: Option<String>,
    /// Unit that awarded the degree.
    pub unit: Option<String>,
    pub from_year: Option<i32>,
    pub to_year: Option<i32>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
