//! Table `qualification_step`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{QualificationId, QualificationStepId},
    vocabulary::{QualificationState, QualificationStep},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "qualification_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QualificationStepId,
    pub qualification_id: QualificationId,
    pub step: QualificationStep,
    pub from_state: QualificationState,
    pub to_state: QualificationState,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub taken_by: String,
    pub taken_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
