//! Table `reuse_run`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{ReuseRunId, RoundId},
    vocabulary::MatchRunState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reuse_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReuseRunId,
    pub round_id: RoundId,
    pub state: MatchRunState,
    pub engine: String,
    pub requested_by: String,
    pub requested_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
    /// Nominations of the round.
    pub compared: i32,
    /// Nominations of this and earlier rounds that they were compared with.
    pub against: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub error: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
