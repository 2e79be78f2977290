//! Table `reviewer_rating`.

use sea_orm::entity::prelude::*;

use crate::ids::ReviewAssignmentId;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reviewer_rating")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub assignment_id: ReviewAssignmentId,
    /// 1 to 5.
    pub grade: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub sealed_words: Option<String>,
    pub rated_by: String,
    pub rated_at: DateTimeUtc,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
