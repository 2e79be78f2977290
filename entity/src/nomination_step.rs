//! Table `nomination_step`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{NominationId, NominationStepId},
    vocabulary::NominationState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "nomination_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NominationStepId,
    pub nomination_id: NominationId,
    /// From 1, without a gap.
    pub number: i32,
    pub from_state: NominationState,
    pub to_state: NominationState,
    pub taken_by: String,
    pub taken_at: DateTimeUtc,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    /// The clause behind the step.
    pub clause: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
