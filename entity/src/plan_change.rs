//! Table `plan_change`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{AssignmentPlanId, ExpertId, NominationId, PlanChangeId},
    vocabulary::PlanChangeKind,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PlanChangeId,
    pub plan_id: AssignmentPlanId,
    /// Order, from 1.
    pub place: i32,
    /// Changes that were made together share it: they are taken back together.
    pub batch: i32,
    pub kind: PlanChangeKind,
    /// None of an import.
    pub nomination_id: Option<NominationId>,
    pub expert_id: Option<ExpertId>,
    /// The expert who gave way, of a swap.
    pub instead_of: Option<ExpertId>,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub author: String,
    pub at: DateTimeUtc,
    /// Pairs that came and went.
    pub added: i32,
    pub removed: i32,
    /// How each pair stood before, by which the batch is taken back; with the first change of a batch.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub before: Option<Json>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
