//! Table `reuse_sketch`.

use sea_orm::entity::prelude::*;

use crate::ids::{NominationId, RoundId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reuse_sketch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub nomination_id: NominationId,
    pub round_id: RoundId,
    /// Version of the nomination that it was made of.
    pub version: i64,
    /// What made it.
    pub engine: String,
    /// The title as it is compared.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    pub shingles: i32,
    #[sea_orm(column_type = "Blob")]
    pub sketch: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
