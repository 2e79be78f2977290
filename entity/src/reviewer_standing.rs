//! Table `reviewer_standing`.

use sea_orm::entity::prelude::*;

use crate::ids::{ExpertId, RoundId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reviewer_standing")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub expert_id: ExpertId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    pub asked: i32,
    pub accepted: i32,
    pub declined: i32,
    pub expired: i32,
    pub recused: i32,
    pub submitted: i32,
    pub on_time: i32,
    pub outliers: i32,
    /// Sheets that were rated.
    pub rated: i32,
    /// Sum of their grades.
    pub rated_sum: i32,
    pub computed_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
