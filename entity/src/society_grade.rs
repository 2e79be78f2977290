//! Table `society_grade`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{SocietyGradeId, SocietyId},
    vocabulary::AssessmentGrade,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "society_grade")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SocietyGradeId,
    pub society_id: SocietyId,
    pub grade: AssessmentGrade,
    pub announced_on: Date,
    pub valid_from: Date,
    pub valid_to: Date,
    pub ended_on: Option<Date>,
    #[sea_orm(column_type = "Text", nullable)]
    pub ended_because: Option<String>,
    pub recorded_by: String,
    pub recorded_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
