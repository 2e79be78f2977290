//! Table `aggregate_run`.

use sea_orm::entity::prelude::*;

use crate::ids::{AggregateRunId, ReviewPhaseId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "aggregate_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AggregateRunId,
    pub phase_id: ReviewPhaseId,
    pub engine: String,
    pub inputs_digest: String,
    pub output_digest: String,
    pub seed: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub report: Json,
    pub made_by: String,
    pub made_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
