//! Table `plan_pair`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{AssignmentPlanId, ExpertId, NominationId},
    vocabulary::PairStanding,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_pair")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: AssignmentPlanId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub nomination_id: NominationId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub expert_id: ExpertId,
    pub standing: PairStanding,
    /// Affinity in millionths; none where the run kept no score of the pair.
    pub score: Option<i32>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
