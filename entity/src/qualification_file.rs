//! Table `qualification_file`.

use sea_orm::entity::prelude::*;

use crate::ids::{QualificationFileId, QualificationId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "qualification_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QualificationFileId,
    pub qualification_id: QualificationId,
    pub criterion: String,
    pub digest: String,
    pub name: String,
    pub valid_to: Option<Date>,
    pub added_by: String,
    pub added_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
