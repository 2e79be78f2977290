//! Table `recusal_check`: what the last recheck of a round looked at.

use sea_orm::entity::prelude::*;

use crate::ids::RoundId;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "recusal_check")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// Number of the last audit record that was looked at.
    pub sequence: i64,
    /// SHA-256 of what the answer depends on.
    pub digest: String,
    pub checked_at: DateTimeUtc,
    /// Bars on pairs that are assigned.
    pub bars: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
