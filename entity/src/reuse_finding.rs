//! Table `reuse_finding`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{NominationId, ReuseFindingId, ReuseRunId},
    vocabulary::ReuseKind,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reuse_finding")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReuseFindingId,
    pub run_id: ReuseRunId,
    pub nomination_id: NominationId,
    pub other_id: NominationId,
    /// From 1, the strongest first.
    pub place: i32,
    pub kind: ReuseKind,
    /// In millionths.
    pub score: i32,
    #[sea_orm(column_type = "Text")]
    pub what_zh: String,
    #[sea_orm(column_type = "Text")]
    pub what_en: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
