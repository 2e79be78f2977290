//! Table `conflict`.

use sea_orm::entity::prelude::*;

use crate::ids::{ConflictId, ExpertId, MatchRunId, NominationId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "conflict")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConflictId,
    pub run_id: MatchRunId,
    pub nomination_id: NominationId,
    pub expert_id: ExpertId,
    pub kind: String,
    pub severity: String,
    pub confidence: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub evidence: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
