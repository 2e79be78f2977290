//! Table `review_assignment`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{AssignmentPlanId, ExpertId, NominationId, ReviewAssignmentId, RoundId},
    vocabulary::AssignmentState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "review_assignment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReviewAssignmentId,
    pub round_id: RoundId,
    pub plan_id: AssignmentPlanId,
    pub nomination_id: NominationId,
    pub expert_id: ExpertId,
    /// Affinity in millionths.
    pub score: Option<i32>,
    pub state: AssignmentState,
    pub invited_at: Option<DateTimeUtc>,
    pub due_at: Option<DateTimeUtc>,
    pub answered_at: Option<DateTimeUtc>,
    /// `none` or `declared`, once the reviewer has said.
    pub interest: Option<String>,
    pub interest_at: Option<DateTimeUtc>,
    /// Kind of interest, of a declaration or a recusal.
    pub interest_kind: Option<String>,
    /// Why it was declined, a word of the list.
    pub decline_reason: Option<String>,
    /// What the reviewer wrote, sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub sealed_words: Option<String>,
    pub frozen_at: Option<DateTimeUtc>,
    pub frozen_by: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub frozen_reason: Option<String>,
    /// The assignment in whose place this one stands.
    pub replaces: Option<ReviewAssignmentId>,
    pub replaced_by: Option<ReviewAssignmentId>,
    /// Why this expert was chosen, where a person chose.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub version: i64,
    pub created_by: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
