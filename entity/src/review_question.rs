//! Table `review_question`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{NominationId, ReviewAssignmentId, ReviewPhaseId, ReviewQuestionId},
    vocabulary::ReviewQuestionState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "review_question")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReviewQuestionId,
    pub phase_id: ReviewPhaseId,
    pub nomination_id: NominationId,
    pub assignment_id: ReviewAssignmentId,
    pub state: ReviewQuestionState,
    /// What was asked.
    #[sea_orm(column_type = "Text")]
    pub sealed_text: String,
    /// What the society reads.
    #[sea_orm(column_type = "Text", nullable)]
    pub sealed_sent: Option<String>,
    /// What the society answered.
    #[sea_orm(column_type = "Text", nullable)]
    pub sealed_answer: Option<String>,
    /// What the reviewers read.
    #[sea_orm(column_type = "Text", nullable)]
    pub sealed_released: Option<String>,
    pub screened_by: Option<String>,
    pub screened_at: Option<DateTimeUtc>,
    /// The first instant that is too late for an answer.
    pub due_at: Option<DateTimeUtc>,
    pub answered_by: Option<String>,
    pub answered_at: Option<DateTimeUtc>,
    pub released_by: Option<String>,
    pub released_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub refusal: Option<String>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
