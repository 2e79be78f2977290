//! Table `recusal_scan`: who judged in spite of a conflict, looked at after the round.

use sea_orm::entity::prelude::*;

use crate::ids::{RecusalScanId, RoundId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "recusal_scan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RecusalScanId,
    pub round_id: RoundId,
    pub done_by: String,
    pub done_at: DateTimeUtc,
    /// Pairs of expert and nomination that were looked at.
    pub judged: i64,
    #[sea_orm(column_type = "JsonBinary")]
    pub found: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
