//! Table `objection_file`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{ObjectionFileId, ObjectionId},
    vocabulary::ObjectionParty,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "objection_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ObjectionFileId,
    pub objection_id: ObjectionId,
    /// From 1; a file has no other name.
    pub number: i32,
    pub digest: String,
    pub media_type: String,
    pub size_bytes: i64,
    pub added_at: DateTimeUtc,
    /// Who handed it in.
    pub party: ObjectionParty,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
