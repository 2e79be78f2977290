//! Table `aggregate_row`.

use sea_orm::entity::prelude::*;

use crate::ids::{AggregateRunId, NominationId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "aggregate_row")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: AggregateRunId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub nomination_id: NominationId,
    pub sheets: i32,
    /// Hundredths of a point, as are the two after it.
    pub raw: Option<i32>,
    pub calibrated: Option<i32>,
    pub used: Option<i32>,
    pub rank: Option<i32>,
    pub rank_low: Option<i32>,
    pub rank_high: Option<i32>,
    /// Hundredths of a point.
    pub spread: Option<i32>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
