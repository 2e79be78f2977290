//! Table `match_run`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{MatchRunId, RoundId},
    vocabulary::MatchRunState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "match_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MatchRunId,
    pub round_id: RoundId,
    pub state: MatchRunState,
    #[sea_orm(column_type = "JsonBinary")]
    pub parameters: Json,
    pub seed: i64,
    pub input_digest: Option<String>,
    pub output_digest: Option<String>,
    pub engine_version: String,
    pub requested_by: String,
    pub requested_at: DateTimeUtc,
    pub started_at: Option<DateTimeUtc>,
    pub finished_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub error: Option<String>,
    pub stage: String,
    pub stage_done: i64,
    pub stage_total: i64,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub report: Option<Json>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
