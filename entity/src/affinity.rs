//! Table `affinity`.

use sea_orm::entity::prelude::*;

use crate::ids::{ExpertId, MatchRunId, NominationId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "affinity")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: MatchRunId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub nomination_id: NominationId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub expert_id: ExpertId,
    pub score: i32,
    pub low: i32,
    pub high: i32,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub reasons: Option<Json>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub why_not: Option<Json>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
