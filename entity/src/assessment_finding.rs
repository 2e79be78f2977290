//! Table `assessment_finding`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{AssessmentFindingId, AssessmentId},
    vocabulary::{AssessmentAspect, FindingGrade},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment_finding")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssessmentFindingId,
    pub assessment_id: AssessmentId,
    pub society_code: String,
    pub aspect: AssessmentAspect,
    pub grade: FindingGrade,
    pub satisfaction: Option<i32>,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub recorded_by: String,
    pub recorded_at: DateTimeUtc,
    #[sea_orm(column_type = "Text", nullable)]
    pub reply: Option<String>,
    pub replied_by: Option<String>,
    pub replied_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
