//! Table `assignment_plan`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{AssignmentPlanId, MatchRunId, RoundId},
    vocabulary::PlanState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "assignment_plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssignmentPlanId,
    pub round_id: RoundId,
    /// The run that it began from and whose scores and conflicts it counts with.
    pub run_id: MatchRunId,
    pub name: String,
    pub state: PlanState,
    /// The parameters of the run, as the plan keeps them.
    #[sea_orm(column_type = "JsonBinary")]
    pub parameters: Json,
    /// SHA-256 of the pairs, from the moment at which it was applied.
    pub digest: Option<String>,
    pub version: i64,
    pub created_by: String,
    pub created_at: DateTimeUtc,
    pub applied_by: Option<String>,
    pub applied_at: Option<DateTimeUtc>,
    /// Why rules that may be broken were.
    #[sea_orm(column_type = "Text", nullable)]
    pub override_reason: Option<String>,
    /// The rules that stood broken when it was applied.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub overridden: Option<Json>,
    pub undone_by: Option<String>,
    pub undone_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub undo_reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
