//! Table `council_resolution`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{CouncilResolutionId, SocietyCharterId, TaskbookId},
    vocabulary::CouncilBody,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "council_resolution")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CouncilResolutionId,
    pub taskbook_id: TaskbookId,
    pub body: CouncilBody,
    pub held_on: Date,
    pub members: i32,
    pub present: i32,
    pub in_favour: i32,
    pub against: i32,
    pub abstained: i32,
    pub recused: i32,
    pub leader_name: String,
    pub leader_post: String,
    #[sea_orm(column_type = "Text")]
    pub minutes: String,
    pub minutes_digest: String,
    pub is_carried: bool,
    pub charter_id: Option<SocietyCharterId>,
    pub recorded_by: String,
    pub recorded_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
